"""What runs the programs in the page (page/, Python for the Web, the lab) is made by tools/bundle
and published once, for both languages; lab.pyz, the lab in one file, goes beside the lab's page in
each of them. A page without a program asks for none of it."""

from __future__ import annotations

import logging
import posixpath
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from tools.bundle.inputs import CannotMake
from tools.bundle.made import ROOT_FILES, bundle, held, manifest

log = logging.getLogger("mkdocs.hooks.in_page")
FOLDER = "assets/lab"
BOTH = ["lab.pyz", "licences.txt"]
"""What the page on the lab offers, in each language."""
MARK = '<div class="program"'
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


def script(page_url: str, language: str, first: bool) -> str:
    """What site.js has to know on a page with programs: it imports the module that this names, but
    not on a disk, where there are no modules. Empty if there is nothing to run programs with."""
    entry = state["manifest"].get("scripts", {}).get("run")
    if not entry:
        return ""
    source = get_relative_url(posixpath.join(FOLDER, entry), page_url)
    return (
        f'<script type="application/json" data-lab="{source if first else f"../{source}"}"'
        f' data-manifest="{state["manifest"]["name"]}" data-language="{language}">{{}}</script>'
    )


@event_priority(-60)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Put the tag in the head of a page that has a program."""
    if MARK not in output:
        return output
    tag = script(page.url, config.theme["language"], first_language(config))
    before, end, after = output.partition("</head>")
    return f"{before}{tag}{end}{after}"
