"""How much of a page's HTML a phone needs for its first screen.

A copy of the page in which each start tag carries where it begins says it in the browser: the last
element, in the order of the source, that is seen above the fold. The HTML is then cut at the start
tag that follows it. A paragraph that begins above the fold thus counts whole.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import accumulate

MARK = "data-begins-at"
NAME = re.compile(r"<[^\s/>]+")
LAST_SEEN = f"""() => {{
    const seen = (element) => {{
        if (!element.checkVisibility({{ opacityProperty: true, visibilityProperty: true }})) return;
        return [...element.getClientRects()].some((box) => box.width && box.height
            && box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0);
    }};
    const all = [...document.body.querySelectorAll("[{MARK}]")].filter(seen);
    return Math.max(0, ...all.map((element) => Number(element.getAttribute("{MARK}"))));
}}"""
"""Runs in the page, nothing scrolled. Zero: nothing is seen."""


class _Tags(HTMLParser):
    """Where each start tag begins."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines = [0, *accumulate(len(line) for line in html.splitlines(keepends=True))]
        self.starts: list[int] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        self.starts.append(self.lines[line - 1] + column)


def starts(html: str) -> list[int]:
    """Where each start tag begins; HTMLParser counts lines by their line feeds alone."""
    return _Tags(html.replace("\r", " ")).starts


def marked(html: str) -> str:
    """The same page, whose tags carry where they begin."""
    parts, done = [], 0
    for start in starts(html):
        name = NAME.match(html, start)
        assert name, html[start : start + 40]
        parts += [html[done : name.end()], f' {MARK}="{start}"']
        done = name.end()
    return "".join([*parts, html[done:]])


def first_part(html: str, last: int) -> str:
    """The HTML as far as the end of what the tag that begins at `last` brings."""
    return html[: min((start for start in starts(html) if start > last), default=len(html))]
