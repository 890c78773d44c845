"""Two configurations rather than an i18n plugin: each language keeps its own search index,
404 page and notebook cache, and one `mkdocs build` still makes both.

ONE_LANGUAGE=1 leaves the second language out. tools/serve.py builds each by itself: `extra.alone`.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.second_language")
state: dict[str, Any] = {"command": "build"}
begun: dict[str, int] = {}
"""The processes that build other languages."""


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """All languages are built for the same purpose: hooks are shared, and ask for it."""
    state["command"] = command


def folder(config: MkDocsConfig, language: str) -> str:
    """Where a language lives under the site's root: "" for the first one, else "en/"."""
    return "" if language == next(iter(config.extra["languages"])) else f"{language}/"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Tell the templates where the site's root is; pages set their own alternates later."""
    here = folder(config, config.theme["language"])
    config.extra["root_url"] = (config.site_url or "").removesuffix(here)
    config.extra["folder"], config.extra["up"] = here, "../" if here else ""
    logo = Path(__file__).resolve().parent.parent / "theme" / "assets" / "logo.svg"
    config.extra["icon"] = "data:image/svg+xml," + quote(" ".join(logo.read_text("utf8").split()))
    set_alternates(config, "index.html")
    return config


def set_alternates(config: MkDocsConfig, url: str) -> None:
    """The same page in every language: `link` is absolute, `path` holds on file:// too."""
    up = "../" if folder(config, config.theme["language"]) else ""
    config.extra["alternate"] = [
        {
            "name": name,
            "lang": language,
            "link": config.extra["root_url"] + folder(config, language) + url,
            "path": up + folder(config, language) + url,
        }
        for language, name in config.extra["languages"].items()
    ]


def others(config: MkDocsConfig) -> list[str]:
    """The languages that the build of this one is to build too."""
    alone = config.extra.get("alone") or os.environ.get("ONE_LANGUAGE")
    if alone or folder(config, config.theme["language"]):
        return []
    return list(config.extra["languages"])[1:]


def warn(files: Files, config: MkDocsConfig) -> Files:
    """Warn about a page that another language lacks."""
    here = Path(config.docs_dir)
    for page in files.documentation_pages():
        for language in config.extra["languages"]:
            if not (here.parent / language / page.src_uri).exists():
                log.warning("%s/%s has no %s version", here.name, page.src_uri, language)
    return files


@event_priority(-1000)
def begin(files: Files, config: MkDocsConfig) -> Files:
    """Build the other languages meanwhile, in processes of their own, where the system can: the
    site's folder was cleaned, and what languages share is made."""
    if state["command"] != "serve" and hasattr(os, "fork"):
        for language in others(config):
            sys.stdout.flush()
            if not (child := os.fork()):
                os._exit(in_child(config, language))
            begun[language] = child
    return files


on_files = CombinedEvent(warn, begin)


def in_child(config: MkDocsConfig, language: str) -> int:
    """Build a language. The status of the process; what failed is said."""
    begun.clear()
    try:
        build_language(configured(config, language))
    except MkDocsException as error:
        log.error("%s: %s", language, error)
    except BaseException:
        log.exception("%s", language)
    else:
        return 0
    return 1


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Point the language switch at this very page."""
    set_alternates(config, page.url)


@event_priority(100)
def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> None:
    """404.html leads to the home pages."""
    set_alternates(config, "index.html")


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Once the first language is built, build the others under it, or wait until they are."""
    for language in others(config):
        if language not in begun:
            log.info("Building %s", language)
            build_language(configured(config, language))
        elif os.waitpid(begun.pop(language), 0)[1]:
            raise Abort(f"The site has no {language} version: what failed is said above.")


def on_build_error(error: Exception) -> None:
    """Leave no process behind."""
    while begun:
        os.waitpid(begun.popitem()[1], 0)


def configured(first: MkDocsConfig, language: str) -> MkDocsConfig:
    """mkdocs.<language>.yml, to be built into <site>/<language>, as strictly as the first one."""
    return load_config(
        str(Path(first.config_file_path).with_name(f"mkdocs.{language}.yml")),
        site_dir=str(Path(first.site_dir) / language),
        site_url=f"{first.extra['root_url']}{language}/",
        strict=first.strict,
    )


def build_language(config: MkDocsConfig) -> None:
    """Build a language after the first one."""
    config.plugins.on_startup(command=state["command"], dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
