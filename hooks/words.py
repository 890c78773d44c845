"""One data file (words.toml) holds what the theme says in both languages, so that templates,
hooks and page writers never repeat it: writers give `!!! simplified` without a title."""

from __future__ import annotations

import logging
import re
import tomllib
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.words")  # under "mkdocs": --strict counts its warnings
UNTITLED = re.compile(r"^( *(?:!!!|\?\?\?\+?) (\w+))[ ]*$", re.M)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Give the templates `config.extra.words` and `config.extra.phases`, in the site's language."""
    words = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf8"))
    language = config.theme["language"]
    config.extra["words"] = words[language]
    config.extra["phases"] = [{"page": p["page"], "name": p[language]} for p in words["phases"]]
    return config


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Name the sections, which mkdocs.yml calls by their keys."""
    for section in nav.items:
        if isinstance(section, Section):
            section.title = config.extra["words"]["sections"][section.title]
    return nav


def titled(markdown: str, titles: dict[str, str]) -> str:
    """Give each admonition without a title the one of its kind."""

    def title(match: re.Match[str]) -> str:
        return f'{match[1]} "{titles[match[2]]}"' if match[2] in titles else match[0]

    return UNTITLED.sub(title, markdown)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Title the admonitions, and require the page's description."""
    if not page.meta.get("description"):
        log.warning("%s has no `description:` in its front matter", page.file.src_uri)
    return titled(markdown, config.extra["words"]["admonitions"])
