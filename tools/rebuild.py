"""A language of the site, built again page by page while somebody writes: what MkDocs had in hand
when it built the whole is kept, so that a word changed in a page costs that page, not eighteen.

Only the text of a page under its title is taken so. A title is in every menu, a front matter in
drawings and data: other pages show them, so they ask for everything.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page, build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

SEARCH = "material/search"
HEAD = re.compile(r"\A.*?^# .*?$", re.M | re.S)
Entries = list[dict[str, Any]]


class Everything(Exception):
    """A page changed in what others show of it."""


class Kept:
    """What MkDocs holds while it builds, from its events."""

    files: Files
    nav: Navigation
    env: Environment

    def on_nav(self, nav: Navigation, **_: object) -> None:
        """The pages, in order."""
        self.nav = nav

    @event_priority(-1000)
    def on_env(self, env: Environment, files: Files, **_: object) -> None:
        """The templates and the files, when the others have seen them."""
        self.env, self.files = env, files


class Language:
    """A language as it was built last; it is not yet when it is made."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.config, self.kept = config, Kept()
        self.docs = Path(config.docs_dir)
        self.heads: dict[str, str] = {}
        plugins: Any = config.plugins
        plugins["kept"] = self.kept

    def build(self) -> None:
        """Build all of it."""
        self.config.plugins.on_startup(command="serve", dirty=False)
        build(self.config, serve_url=self.config.site_url)
        self.heads = {file.src_uri: self.head(file.src_uri) for file in self._sources()}

    def head(self, name: str) -> str:
        """A page's source down to its title: all of it if it has none."""
        source = (self.docs / name).read_text("utf8")
        found = HEAD.match(source)
        return found[0] if found else source

    def rebuild(self, name: str) -> None:
        """Build one page. Everything if that would not do. If it fails, all is as before."""
        file = self.kept.files.get_file_from_path(name)
        page = file.page if file else None
        if not page or self.heads.get(name) != self.head(name):
            raise Everything
        index: Any = self.config.plugins[SEARCH]
        before, entries = vars(page).copy(), index.search_index.entries
        try:
            self._make(page)
            index.search_index.entries = replaced(entries, index.search_index.entries, page.url)
        except BaseException:
            vars(page).clear()
            vars(page).update(before)
            index.search_index.entries = entries
            raise

    def finish(self) -> None:
        """What MkDocs does once all pages are there: links checked, texts of the search."""
        level = self.config.validation.links.anchors
        for file in self._documents():
            if file.page:
                file.page.validate_anchor_links(files=self.kept.files, log_level=level)
        self.config.plugins.on_post_build(config=self.config)

    def _make(self, page: Page) -> None:
        """The page, the files that it adds to the site, and alone in the search, its sections."""
        index: Any = self.config.plugins[SEARCH]
        index.search_index.entries = []
        shown, files = (page.title, dict(page.meta)), list(self.kept.files)
        _populate_page(page, self.config, self.kept.files)
        if shown != (page.title, page.meta):
            raise Everything
        _build_page(page, self.config, self._documents(), self.kept.nav, self.kept.env)
        for file in self.kept.files:
            if not any(file is each for each in files):
                file.copy_file()

    def _documents(self) -> list[File]:
        return list(self.kept.files.documentation_pages())

    def _sources(self) -> list[File]:
        """The pages that are made from their Markdown alone: a notebook is run first."""
        return [f for f in self._documents() if f.abs_src_path == str(self.docs / f.src_uri)]


def replaced(entries: Entries, new: Entries, url: str) -> Entries:
    """The search's sections with those of a page changed. Everything if it has or had none."""
    places = [n for n, each in enumerate(entries) if each["location"].partition("#")[0] == url]
    if not places or not new:
        raise Everything
    return entries[: places[0]] + new + entries[places[-1] + 1 :]
