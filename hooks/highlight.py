"""Pygments names forty kinds of words, the page shows seven colours: what looks like the text needs
no element, and neighbours that look alike need one for all. A tenth of a page."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

ALIKE = {
    "": "esc fm g go kc n na nv nx o ow p py sa vc vg vi vm w x",
    "c": "c1 ch cm cs sd",
    "k": "kd kn kp kr kt nd ni nl nt",
    "m": "il mb mf mh mi mo",
    "nb": "bp no",
    "nf": "nc ne nn",
    "s": "cpf dl l s1 s2 sb sc sh si ss",
    "se": "cp sr sx",
}
"""The class that code.css colours, and those of Pygments that become it. In the colour of the text:
names, operators, punctuation, what a command prints."""
KIND = {name: kept for kept, names in ALIKE.items() for name in names.split()}
CODE = re.compile(r"<code\b[^>]*>.*?</code>", re.S)
SPAN = re.compile(r'<span class="(\w+)">(?:([^<]*)</span>)?')
NEXT = re.compile(r'(<span class="(\w+)">[^<]*)</span>(\s*)<span class="\2">(?=[^<]*</span>)')


def plainer(code: str) -> str:
    """A piece of code with as few elements as its look needs; the text is the same."""
    code, more = SPAN.sub(kept, code), 1
    while more:  # each turn joins every other one
        code, more = NEXT.subn(r"\1\3", code)
    return code


def kept(span: re.Match[str]) -> str:
    """An element under the name of its colour, or its text alone. One that holds a note stays."""
    text, name = span[2], KIND.get(span[1], span[1])
    if text is None:
        return f'<span class="{name or span[1]}">'
    return f'<span class="{name}">{text}</span>' if name else text


@event_priority(-90)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Last: others know the marks of Pygments."""
    return CODE.sub(lambda code: plainer(code[0]), html.replace("<span></span><code", "<code"))
