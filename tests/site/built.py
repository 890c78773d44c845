"""A built page, as what a browser would take from it: links, ids, what it loads, its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

LOADED = {
    ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"),
    ("audio", "src"), ("embed", "src"), ("object", "data"), ("image", "href"), ("use", "href"),
    ("form", "action"), ("img", "srcset"), ("source", "srcset"),
}  # fmt: skip
LOADING_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect",
                     "dns-prefetch", "prefetch", "apple-touch-icon"}  # fmt: skip
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}  # fmt: skip
NOT_TEXT = {"code", "pre", "kbd", "script", "style", "samp", "textarea", "svg"}
FOREIGN = re.compile(r"(?:[a-z]+:)?//", re.I)

Attributes = dict[str, str]
Place = tuple[int, str]


class Built(HTMLParser):
    """One HTML file, read whole. Each list holds line numbers and values."""

    def __init__(self, path: Path, root: Path) -> None:
        super().__init__()
        self.path = path
        self.name = path.relative_to(root).as_posix()
        self.lang = self.title = ""
        self.meta: Attributes = {}
        self.ids: list[str] = []
        self.links: list[Place] = []
        self.loaded: list[Place] = []
        self.alternates: Attributes = {}
        self.text: list[Place] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(path.read_text("utf8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag not in VOID:
            self._open.append((tag, given.get("lang")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        tags = [name for name, _ in self._open]
        if tag in tags:
            del self._open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if ("title", None) in self._open[-1:] and "svg" not in dict(self._open):
            self.title += data
        foreign = [lang for _, lang in self._open if lang and lang != self.lang]
        if not foreign and NOT_TEXT.isdisjoint(dict(self._open)):
            self.text.append((self.getpos()[0], data))

    def _note(self, tag: str, given: Attributes) -> None:
        line = self.getpos()[0]
        self.ids += [given[name] for name in ("id", "name") if name in given and tag != "meta"]
        self.loaded += [(line, v) for name, v in given.items() if (tag, name) in LOADED]
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "meta" and "name" in given:
            self.meta[given["name"]] = given.get("content", "")
        elif tag == "a" and "href" in given:
            self.links.append((line, given["href"]))
        elif tag == "link":
            self._note_link(line, given)

    def _note_link(self, line: int, given: Attributes) -> None:
        relations = set(given.get("rel", "").split())
        if relations & LOADING_RELATIONS:
            self.loaded.append((line, given["href"]))
        if "alternate" in relations and "hreflang" in given:
            self.alternates[given["hreflang"]] = given["href"]


def read(site: Path) -> list[Built]:
    """Every HTML page of a built site."""
    return [Built(path, site) for path in sorted(site.rglob("*.html"))]


def style_urls(site: Path) -> Iterator[tuple[str, str]]:
    """What each style sheet would load: its name, and the URL."""
    for path in sorted(site.rglob("*.css")):
        text = path.read_text("utf8")
        for found in re.findall(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)", text):
            yield path.relative_to(site).as_posix(), found[0] or found[1]
