"""French typography asks for spaces that nobody can type or see in a source: writers type ordinary
ones and the build makes them no-break. Only text is touched: never code, attributes or times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

NARROW, WIDE, CURLY = "\u202f", "\u00a0", "\u2019"
PIECES = re.compile(
    r"<!--.*?-->|<![^>]*>"
    r"|<(?P<raw>script|style|textarea)\b.*?</(?P=raw)\s*>"
    r"""|<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:"[^"]*"|'[^']*'|[^"'>])*)>""",
    re.S | re.I,
)
LITERAL = {"code", "pre", "kbd", "samp", "var", "time"}
FOREIGN = re.compile(r'\slang="(?!fr)|\stranslate="no"')
QUOTED = re.compile(r'<i lang="fr">.*?</i>', re.S)
UNIT = r"(?:ms|µs|s|ko|Mo|kB|octets?|bits?|paquets?|segments?|secondes?|minutes?)\b"
THOUSANDS = r"(?:(?<=\b\d)(?<![./]\d)|(?<=\b\d\d)|(?<=\b\d{3})) (?=\d{3}\b)"  # not HTTP/1.1 200
RULES = [
    (re.compile(rf" (?=:(?:\s|$))|(?<=\d) (?={UNIT})"), WIDE),
    (re.compile(r"(?<=«) | (?=»)| (?=[;!?]+(?:[\s»).,…\u202f]|$))|(?<=\d) (?=[%€])"), NARROW),
    (re.compile(THOUSANDS), NARROW),
    (re.compile(r"(?<=[^\W\d_])(?:'|&#39;|&#x27;)(?=[\w«]|$)"), CURLY),
]


def french(text: str) -> str:
    """The text between two tags, with its no-break spaces and its apostrophes."""
    for pattern, by in RULES:
        text = pattern.sub(by, text)
    return text


def pieces(html: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Cut HTML into texts (no match) and all that is not text (with its match)."""
    end = 0
    for tag in PIECES.finditer(html):
        yield html[end : tag.start()], None
        yield tag[0], tag
        end = tag.end()
    yield html[end:], None


def changed(
    html: str, change: Callable[[str], str], left_alone: Callable[[str, str], object]
) -> str:
    """HTML whose texts are changed, but in elements whose name and attributes say to leave them."""
    out, inside, depth = [], "", 0  # `inside` names the element whose text is left alone
    for piece, tag in pieces(html):
        out.append(piece if tag or depth else change(piece))
        if not tag or not tag["name"] or piece.endswith("/>"):
            continue
        name = tag["name"].lower()
        if depth:
            depth += (-1 if tag["close"] else 1) * (name == inside)
        elif not tag["close"] and left_alone(name, tag["attributes"]):
            inside, depth = name, 1
    return "".join(out)


def typeset(html: str) -> str:
    """French text made French, all the rest left as it is, byte for byte."""
    return changed(html, french, lambda name, given: name in LITERAL or FOREIGN.search(given))


def set_in(config: MkDocsConfig, html: str) -> str:
    """Typeset the French site; elsewhere, only what is quoted in French."""
    if config.theme["language"] == "fr":
        return typeset(html)
    return QUOTED.sub(lambda quotation: typeset(quotation[0]), html)


@event_priority(-60)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page's own text, from which the search index is made."""
    return set_in(config, html)


@event_priority(-110)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The whole page: navigation, titles, footer."""
    return set_in(config, output)


@event_priority(-110)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """404.html."""
    return set_in(config, output_content) if template_name.endswith(".html") else output_content
