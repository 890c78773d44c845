"""A page whose inline code a policy can name by its hash: scripts and sheets may be, but a style in
an attribute may not. Such styles become classes of one sheet in the page's head, with what sheets
its body had, which HTML does not allow there.
"""

from __future__ import annotations

import base64
import hashlib
import html as markup
import re

from tools.shipping.tags import Token, attributes, changed, name, pattern

STYLED = re.compile(r"""\sstyle=("[^"]*"|'[^']*')""", re.I)
CLASS = re.compile(r"""(\sclass=["'])""", re.I)
SCRIPTS = {"", "text/javascript", "module"}


def strict(html: str) -> str:
    """The page, its styles all in sheets."""
    rules: dict[str, str] = {}

    def sheet(token: Token) -> str | None:
        if name(token) == "style":
            rules[token["body"]] = token["body"]
            return ""
        return classed(token[0], rules) if token["tag"] else None

    head, end, body = html.partition("</head>")
    if re.search(r"\sstyle=|<style", body, re.I):
        body = changed(body, sheet)
    added = f"<style>{''.join(rules.values())}</style>" if rules else ""
    return head + added + end + body


def classed(tag: str, rules: dict[str, str]) -> str:
    """The tag with a class in the place of its style; no rule of a sheet may override it."""
    style = STYLED.search(tag)
    if not style:
        return tag
    given = markup.unescape(style[1][1:-1])
    parts = [part.strip() for part in given.split(";") if part.strip()]
    bare = tag.replace(style[0], "", 1)
    if not parts:
        return bare
    kind = f"s{hashlib.sha256(given.encode()).hexdigest()[:7]}"
    rules[kind] = f".{kind}{{{';'.join(f'{part}!important' for part in parts)}}}"
    if CLASS.search(bare):
        return CLASS.sub(rf"\g<1>{kind} ", bare, count=1)
    return re.sub(r"^<[\w:-]+", lambda start: f'{start[0]} class="{kind}"', bare)


def hashes(html: str) -> tuple[list[str], list[str]]:
    """What a policy says to allow the inline scripts of a page, and its inline sheets."""
    found: dict[str, list[str]] = {"script": [], "style": []}
    for token in pattern("style").finditer(html):
        if token["body"] and name(token) in found and executed(token):
            found[name(token)].append(hashed(token["body"]))
    return found["script"], found["style"]


def executed(token: Token) -> bool:
    """Whether a policy concerns this element's content: it is no data, and not elsewhere."""
    given = attributes(token)
    if name(token) == "style":
        return True
    return "src" not in given and given.get("type", "").lower() in SCRIPTS


def hashed(text: str) -> str:
    """The text's hash as a policy writes it."""
    sum_of = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(sum_of).decode()}'"
