"""Which names pages and scripts hold, so that a style rule for anything else can go.

What is read is more than what is there: an example in a page may name a class. A rule too many
costs bytes; a rule too few would cost a reader the sight of something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

TAG = re.compile(r"<([a-zA-Z][\w-]*)")
CLASS = re.compile(r"""\bclass=("[^"]*"|'[^']*'|[^\s"'>]+)""")
ID = re.compile(r"""\bid=("[^"]*"|'[^']*'|[^\s"'>]+)""")
WORD = re.compile(r"[A-Za-z_][\w-]*")
MADE = re.compile(r"""["'`]([a-z][a-z0-9-]*)["'`]""")
PROPERTY = re.compile(r"--[\w-]+")
BY_BROWSER = {"open": ("details", "dialog")}
"""Attributes that a browser sets by itself, and on what."""


@dataclass
class Used:
    """Names of tags, classes and ids, and the words of scripts."""

    tags: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    properties: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)

    def attribute(self, name: str) -> bool:
        """Whether a page has this attribute, or a script or the browser gives it."""
        if any(tag in self.tags for tag in BY_BROWSER.get(name, ())):
            return True
        scripted = {name, camel(name), camel(name.removeprefix("data-"))}
        return bool(scripted & self.words) or any(f" {name}" in text for text in self.texts)


def camel(name: str) -> str:
    """An attribute's name as scripts write it: `aria-pressed` is `ariaPressed`."""
    head, *rest = name.split("-")
    return head + "".join(part.capitalize() for part in rest)


def in_page(html: str) -> Used:
    """What a page holds; its inline scripts are scripts too."""
    quoted = (found.strip("\"'") for found in CLASS.findall(html))
    inline = in_script(" ".join(re.findall(r"<script\b[^>]*>(.*?)</script>", html, re.S)))
    own = Used(
        {found.lower() for found in TAG.findall(html)} | {"html", "head", "body"},
        {name for value in quoted for name in value.split()},
        {found.strip("\"'") for found in ID.findall(html)},
        properties=set(PROPERTY.findall(html)),
        texts=[html],
    )
    return together([own, inline])


def in_script(text: str) -> Used:
    """What a script may put in a page: any of its words as a class or an id; as a tag only what
    stands alone between quotes, or behind a `<`, for a short variable is a tag's name too."""
    words = set(WORD.findall(text))
    tags = set(MADE.findall(text)) | {found.lower() for found in TAG.findall(text)}
    return Used(tags, words, words, words, set(PROPERTY.findall(text)))


def together(all_of: Iterable[Used]) -> Used:
    """What any of these hold."""
    whole = Used()
    for one in all_of:
        whole.tags |= one.tags
        whole.classes |= one.classes
        whole.ids |= one.ids
        whole.words |= one.words
        whole.properties |= one.properties
        whole.texts += one.texts
    return whole
