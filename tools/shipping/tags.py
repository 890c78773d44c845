"""The tags of a page, read and changed where they stand: all the rest keeps every byte it had.

A parser that writes pages anew would be one more thing between an author and a reader; what is
looked for here (a tag, an attribute) has one spelling in pages that are valid, and ours are.
"""

from __future__ import annotations

import html as markup
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

ATTRIBUTES = r"""[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*"""
ANY = r"[a-z][^\s/>]*"


@lru_cache
def pattern(wanted: str = ANY) -> re.Pattern[str]:
    """Finds comments, elements whose content is no markup, and the tags of these elements."""
    return re.compile(
        rf"(?P<comment><!--.*?-->)"
        rf"|<(?P<raw>script|style|textarea|title)\b(?P<given>{ATTRIBUTES})>"
        rf"(?P<body>.*?)</(?P=raw)\s*>"
        rf"|<(?P<tag>/?(?:{wanted}))(?P<attributes>(?![^\s/>]){ATTRIBUTES})>",
        re.S | re.I,
    )


ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
Token = re.Match[str]


def tokens(html: str) -> Iterator[Token]:
    """Each tag, each comment, and whole those elements whose content is no markup."""
    return pattern().finditer(html)


def name(token: Token) -> str:
    """The element's name, `/name` at its end; empty for a comment."""
    return (token["raw"] or token["tag"] or "").lower()


def attributes(token: Token) -> dict[str, str]:
    """What a tag says of itself; the value of an attribute without one is empty."""
    given = token["given"] if token["raw"] else token["attributes"]
    return {
        found[1].lower(): markup.unescape(bare(found[2] or ""))
        for found in ATTRIBUTE.finditer(given or "")
    }


def bare(value: str) -> str:
    """The value without its quotes."""
    return value[1:-1] if value[:1] in ('"', "'") else value


def changed(html: str, change: Callable[[Token], str | None], wanted: str = ANY) -> str:
    """The page, each token replaced by what `change` makes of it; None leaves it as it is. Of the
    tags, only those of `wanted` elements are looked at, which is quicker."""

    def one(token: Token) -> str:
        new = change(token)
        return token[0] if new is None else new

    return pattern(wanted).sub(one, html)


def with_values(html: str, change: Callable[[Token, str, str], str], holding: str = "") -> str:
    """The page, each attribute's value changed: `change` takes the tag, its name and the value.
    Tags that are not `holding` this text are left alone."""

    def tag(token: Token) -> str | None:
        group = "given" if token["raw"] else "attributes"
        given = token[group]
        if not given or holding not in given:
            return None
        start = token.start(group) - token.start()
        new = ATTRIBUTE.sub(lambda found: _value(found, token, change), given)
        return token[0][:start] + new + token[0][start + len(given) :]

    return changed(html, tag)


def _value(found: Token, token: Token, change: Callable[[Token, str, str], str]) -> str:
    if not found[2]:
        return found[0]
    old = markup.unescape(bare(found[2]))
    new = change(token, found[1].lower(), old)
    return found[0] if new == old else f'{found[1]}="{markup.escape(new)}"'
