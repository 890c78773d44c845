"""Two configurations rather than an i18n plugin: each language keeps its own search index,
404 page and notebook cache, and one `mkdocs build` still makes both.

ONE_LANGUAGE=1 leaves the second language out, for a quicker `mkdocs serve`.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.second_language")


def folder(config: MkDocsConfig, language: str) -> str:
    """Where a language lives under the site's root: "" for the first one, else "en/"."""
    return "" if language == next(iter(config.extra["languages"])) else f"{language}/"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Tell the templates where the site's root is; pages set their own alternates later."""
    here = folder(config, config.theme["language"])
    config.extra["root_url"] = (config.site_url or "").removesuffix(here)
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


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Warn about a page that another language lacks."""
    here = Path(config.docs_dir)
    for page in files.documentation_pages():
        for language in config.extra["languages"]:
            if not (here.parent / language / page.src_uri).exists():
                log.warning("%s/%s has no %s version", here.name, page.src_uri, language)
    return files


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Point the language switch at this very page."""
    set_alternates(config, page.url)


@event_priority(100)
def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> None:
    """404.html leads to the home pages."""
    set_alternates(config, "index.html")


def without_lookup(html: str) -> str:
    """Material's script asks for a sitemap beside each exact rel="alternate"; a space, which means
    nothing in HTML, spares the reader those requests."""
    return html.replace('rel="alternate"', 'rel=" alternate"')


@event_priority(-100)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Spare the look-ups on pages."""
    return without_lookup(output)


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Spare the look-ups on 404.html."""
    return without_lookup(output_content) if template_name.endswith(".html") else output_content


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Once the first language is built, build the others under it."""
    if folder(config, config.theme["language"]) or os.environ.get("ONE_LANGUAGE"):
        return
    for language in list(config.extra["languages"])[1:]:
        log.info("Building %s", language)
        build_language(config, language)


def build_language(first: MkDocsConfig, language: str) -> None:
    """Build mkdocs.<language>.yml into <site>/<language>, as strictly as the first one."""
    config = load_config(
        str(Path(first.config_file_path).with_name(f"mkdocs.{language}.yml")),
        site_dir=str(Path(first.site_dir) / language),
        site_url=f"{first.extra['root_url']}{language}/",
        strict=first.strict,
    )
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
