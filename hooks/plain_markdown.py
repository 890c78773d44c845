"""Markdown as Jupyter reads it: without what only this site understands. A module, not a hook."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hooks.typography import french

ADMONITION = re.compile(r'( *)(?:!!!|(\?\?\?)\+?|===[!+]?) *[\w ]*"(.*)"')
FENCE = re.compile(r"^((?:> )*```[^`\n]*\n.*?^(?:> )*``` *)$", re.M | re.S)
INFO = re.compile(r"^((?:> )*```) *(?:\{ *\.)?(\w+).*", re.M)
PICTURE = re.compile(r"^ *```svg\n *accTitle: (.*)\n *accDescr: (.*)\n(?:.*\n)*? *```$", re.M)
NO_TEXT = re.compile(r"(`+[^`]*`+|\]\([^)]*\)|<[^>]*>)")
PLAIN = [
    (re.compile(r"<!--.*?-->\n?", re.S), ""),
    (re.compile(r"\n{3,}"), "\n\n"),
    (re.compile(r"[ ]*\{ *[#.][^}\n]*\}"), ""),
    (re.compile(r"\]\(([\w-]+)\.md(#[\w-]+)?\)"), r"](@@\1.html\2)"),
]


def quoted(lines: list[str]) -> Iterator[str]:
    """Admonitions as quotations; those that are closed, still closed."""
    while lines:
        found = ADMONITION.fullmatch(lines[0])
        if not found:
            yield lines.pop(0)
            continue
        inside = " " * (len(found[1]) + 4)
        ends = [n for n, line in enumerate(lines) if n and line and not line.startswith(inside)]
        body = quoted([line.removeprefix(inside) for line in lines[1 : min(ends, default=None)]])
        if found[2]:
            yield from (f"<details><summary>{found[3]}</summary>", "", *body, "</details>", "")
        else:
            yield from ("> " + line for line in (f"**{found[3]}**", "", *body))
            yield ""
        lines = lines[min(ends, default=len(lines)) :]


def prose(text: str, page_url: str, language: str) -> str:
    """Markdown that Jupyter shows well; what is in a block of code is left as it is."""
    text = "\n".join(quoted(PICTURE.sub(rf"*\1. \2* <{page_url}>", text).splitlines()))
    parts = FENCE.split(text)  # prose, code, prose…
    for n, part in enumerate(parts):
        if n % 2:
            parts[n] = INFO.sub(r"\1\2", part, count=1)
            continue
        for pattern, by in PLAIN:
            part = pattern.sub(by, part)
        part = part.replace("](#", f"]({page_url}#")
        pieces = NO_TEXT.split(part.replace("@@", page_url.rpartition("/")[0] + "/"))
        pieces[::2] = map(french, pieces[::2]) if language == "fr" else pieces[::2]
        parts[n] = "".join(pieces)
    return "".join(parts).strip()
