"""What runs the programs in the page (page/, Python for the Web, the lab) is made by tools/bundle
and published once, for both languages; lab.pyz, the lab in one file, goes beside the lab's page in
each of them. A page without a program asks for none of it."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from tools.bundle.inputs import CannotMake
from tools.bundle.made import ROOT_FILES, bundle, held, manifest

log = logging.getLogger("mkdocs.hooks.in_page")
FOLDER = "assets/lab"
BOTH = ["lab.pyz", "licences.txt"]
"""What the page on the lab offers, in each language."""
MARK = '<div class="program"'
SHEETS = ["run", "wire"]
"""What a run shows is not styled before there is one."""
WATCHED = ["page/*.ts", "page/*.toml", "page/package-lock.json", "lab", "tools/bundle"]
state: dict[str, Any] = {"folder": None, "manifest": {}}


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Nothing was made yet."""
    state.update(folder=None, manifest={})


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the bundle if anything of it changed; without it, pages are as without JavaScript."""
    state.update(folder=None, manifest={})
    try:
        folder = bundle() if first_language(config) else held()
    except CannotMake as error:
        log.warning("No Run button in the pages. %s  Then: python -m tools.bundle", error)
    else:
        state.update(folder=folder, manifest=manifest(folder))
    root = Path(config.config_file_path).parent
    config.watch.extend(str(path) for name in WATCHED for path in root.glob(name))
    return config


def first_language(config: MkDocsConfig) -> bool:
    """Whether this build is of the language at the site's root, which publishes for all."""
    return bool(config.theme["language"] == next(iter(config.extra["languages"])))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the bundle, once; and what the page on the lab offers, in each language."""
    folder: Path | None = state["folder"]
    if folder is None:
        return files
    for name in BOTH:
        files.append(File.generated(config, name, abs_src_path=str(folder / ROOT_FILES / name)))
    if not first_language(config):
        return files
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(f"{ROOT_FILES}/"):
            name = state["manifest"]["name"] if name == "manifest.json" else name
            files.append(File.generated(config, f"{FOLDER}/{name}", abs_src_path=str(path)))
    return files


def script(page_url: str, language: str, first: bool, sheets: Sequence[str] = SHEETS) -> str:
    """What programs.js has to know on a page with programs: the module to import, and the style
    sheets to add with the first run. Empty if there is nothing to run programs with."""
    entry = state["manifest"].get("scripts", {}).get("run")
    if not entry:
        return ""
    source = get_relative_url(posixpath.join(FOLDER, entry), page_url)
    styles = "".join(
        f' data-{name}="{get_relative_url(f"assets/stylesheets/{name}.css", page_url)}"'
        for name in sheets
    )
    return (
        f'<script type="application/json" data-lab="{source if first else f"../{source}"}"{styles}'
        f' data-manifest="{state["manifest"]["name"]}" data-language="{language}">{{}}</script>'
    )


@event_priority(-60)
def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the tag to the template of a page that has a program. A view of the wire that is in the
    page from the start has its sheet in the head."""
    if MARK in (page.content or ""):
        sheets = [name for name in SHEETS if not (name == "wire" and page.meta.get("wire"))]
        first = first_language(config)
        context["lab"] = script(page.url, config.theme["language"], first, sheets)
    return context
