"""The same pages, sheets and scripts in fewer bytes. Attributes keep their quotes, elements their
closing tags: with brotli both together weigh less than one percent, and whoever reads the source
of a page, a person or a test, meets what HTML looks like everywhere else.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import rcssmin
import rjsmin

from tools.bundle.fetched import MODULES, run_node
from tools.shipping.tags import Token, attributes, name, tokens

BLOCKS = """
    address article aside base blockquote body br caption col colgroup dd details dialog div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li link
    main meta nav noscript ol optgroup option p pre script section style summary table tbody td
    tfoot th thead title tr ul
"""
"""Elements at whose edges a space is never seen."""
DRAWN = "g path rect line polyline polygon circle ellipse defs marker text desc use symbol"
"""The same of those inside a drawing; the drawing itself may stand in a line of words."""
VERBATIM = {"pre", "textarea"}
CODE = {"", "text/javascript", "module"}
EDGES = {*BLOCKS.split(), *DRAWN.split()}
SPACES = re.compile(r"[ \t\n\f\r]+")
"""Those of HTML: a no-break space is a letter."""


def page(html: str) -> str:
    """The page without comments, and without the spaces that nobody sees."""
    out = Folded()
    position = 0
    for token in tokens(html):
        out.text(html[position : token.start()])
        out.tag(token)
        position = token.end()
    out.text(html[position:])
    return "".join(out.parts).strip()


class Folded:
    """A page as it is written: `parts`, and whether a space is waiting."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._edge = True
        self._space = False
        self._kept = 0

    def text(self, text: str) -> None:
        """Text, its runs of spaces made one; none at the edge of a block."""
        if self._kept:
            self.parts.append(text)
            return
        words = SPACES.sub(" ", text)
        self._space = self._space or (words[:1] == " " and not self._edge)
        if words := words.removeprefix(" "):
            self._flush()
            self._put(words.removesuffix(" "), edge=False)
            self._space = words[-1] == " "

    def tag(self, token: Token) -> None:
        """A tag; a comment is nothing."""
        element = name(token).removeprefix("/")
        if token["comment"] and not self._kept:
            return
        if self._kept or element in VERBATIM:
            self._verbatim(token, element)
        elif element in EDGES or name(token) == "/svg":
            self._put(content(token), edge=element != "svg")
        else:
            self._flush()
            self._put(token[0], edge=element == "svg")

    def _verbatim(self, token: Token, element: str) -> None:
        if element == "pre":
            self._kept += -1 if name(token).startswith("/") else 1
        else:
            self._flush()
        self._put(token[0], edge=element == "pre")

    def _put(self, text: str, edge: bool) -> None:
        """Write; at an edge, neither a space before nor one behind is seen."""
        self._space = False
        self.parts.append(text)
        self._edge = edge

    def _flush(self) -> None:
        if self._space:
            self.parts.append(" ")
            self._space = False


def content(token: Token) -> str:
    """An element whose content is no markup, that content made shorter too."""
    body, element = token["body"], name(token)
    if not body or element == "title":
        return SPACES.sub(" ", token[0]) if body else token[0]
    if element == "style":
        short = sheet(body)
    else:
        short = script(body) if attributes(token).get("type", "") in CODE else body.strip()
    start = token.start("body") - token.start()
    return token[0][:start] + short + token[0][start + len(body) :]


def sheet(css: str) -> str:
    """The sheet without comments and idle spaces."""
    return str(rcssmin.cssmin(css))


def script(code: str) -> str:
    """The script without comments and idle spaces; its names stay."""
    return str(rjsmin.jsmin(code))


def scripts(texts: dict[str, str]) -> dict[str, str]:
    """The scripts, their local names made shorter too if esbuild is there: an eighth less."""
    if not texts or not MODULES.exists():
        return {name: script(text) for name, text in texts.items()}
    made: dict[str, str] = json.loads(
        run_node(Path(__file__).with_name("scripts.mjs"), given=texts)
    )
    return made
