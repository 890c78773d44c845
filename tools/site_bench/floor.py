"""The floor: each page written as if by hand, with the same words and nothing else.

One file, its styles inside, no script. Colours of code, drawings, a skip link, the list of pages,
the contents, previous and next are there; search, the switches, Run and the wire view are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

NOT_WORDS = (
    "button, script, style, template, textarea, input, select, output, .headerlink, [hidden]"
)
KEPT = {
    *(
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
    ),
    *("figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li"),
    *("ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup"),
    *("table", "tbody", "td", "th", "thead", "time", "tr", "ul", "var"),
}
ATTRIBUTES = {"href", "id", "lang", "src", "alt", "title", "colspan", "rowspan", "width", "height"}
COLOURED = {"k": "k", "s": "s", "c": "c", "n": "n", "m": "m", "o": "o"}
"""First letter of Pygments's class -> one of six; names of functions and classes only."""
HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.S)
NOT_TEXT = re.compile(r"<[^>]*>")
CODE_NAMES = {"nf", "nc"}
STYLE = """:root{color-scheme:light dark;--ink:light-dark(#1d2a30,#e4e8ea);
--ground:light-dark(#fbf9f4,#141b1f);--box:light-dark(#f1eee6,#1c262b);
--link:light-dark(#00646e,#6fc3cd);--line:light-dark(#d8d3c7,#34424a)}
body{font:1.05rem/1.6 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:0 1rem 4rem;
color:var(--ink);background:var(--ground)}a{color:var(--link)}h1,h2,h3{line-height:1.2}
.skip:not(:focus){position:absolute;left:-99rem}pre,figure{overflow-x:auto}
pre{background:var(--box);padding:.8rem;font-size:.85rem;line-height:1.5}
code{font-family:ui-monospace,monospace;font-size:.9em;background:var(--box)}pre code{font-size:1em}
table{border-collapse:collapse;display:block;overflow-x:auto}td,th{border:1px solid var(--line);
padding:.3em .6em;text-align:left;vertical-align:top}svg,img{max-width:100%;height:auto}
details,blockquote{border-left:3px solid var(--link);margin:1rem 0;padding-left:1rem}
summary{cursor:pointer}nav li{padding:.2rem 0}.k{color:light-dark(#8a3b12,#e8a27c)}
.s{color:light-dark(#2c6a2e,#9ccf9e)}.c{color:light-dark(#5b6a70,#9fb0b7)}
.n{color:light-dark(#00596b,#7fc8d8)}.m{color:light-dark(#7a2d6d,#d6a3cd)}.o{color:var(--ink)}
svg{fill:none;stroke:currentColor}svg text{fill:currentColor;stroke:none}
@media print{nav,.skip{display:none}}"""
PAGE = """<!doctype html><html lang={lang}><meta charset=utf-8><title>{title}</title>
<meta name=viewport content="width=device-width"><meta name=description content="{description}">
<link rel=icon href="data:,"><style>{style}</style><a class=skip href=#content>{title}</a>
<header><nav aria-label=Pages><details><summary>{site}</summary><ul>{pages}</ul></details></nav>
</header><main id=content>{article}</main><footer><nav aria-label=Next>{around}</nav></footer>"""


def soup(path: Path) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(path.read_text("utf8"), "html.parser")


def article(page: BeautifulSoup) -> Tag:
    """What the page says, without what only this site adds to it."""
    found = page.find("article")
    assert isinstance(found, Tag)
    for useless in found.select(NOT_WORDS):
        if not useless.decomposed:
            useless.decompose()
    for tag in found.find_all(True):
        _plain(tag)
    return found


def _plain(tag: Tag) -> None:
    if tag.name == "svg" or tag.find_parent("svg"):
        return
    colours = [c for given in tag.get_attribute_list("class") for c in _colour(given or "")]
    tag.attrs = {name: value for name, value in tag.attrs.items() if name in ATTRIBUTES}
    if colours and tag.name == "span":
        tag["class"] = colours[0]
    elif tag.name == "pre":
        tag["tabindex"] = "0"
    elif tag.name not in KEPT or (tag.name in {"div", "span"} and not tag.attrs):
        tag.unwrap()


def _colour(given: str) -> Iterator[str]:
    if given in CODE_NAMES or (len(given) < 3 and given[:1] in set("kscmo")):
        yield COLOURED[given[0]]


def floor(page: BeautifulSoup, titles: dict[str, str], name: str) -> str:
    """One page of the floor; `titles` of all pages of its language, in order."""
    names = list(titles)
    here = names.index(name)
    around = [names[n] for n in (here - 1, here + 1) if 0 <= n < len(names)]
    root, described = page.find("html"), page.find("meta", attrs={"name": "description"})
    assert isinstance(root, Tag) and isinstance(described, Tag)
    return PAGE.format(
        lang=root["lang"], title=titles[name], description=described["content"], style=STYLE,
        site=titles[names[0]], pages="".join(f"<li>{_link(n, titles)}" for n in names),
        article=_lean(article(page)), around=" ".join(_link(n, titles) for n in around),
    )  # fmt: skip


def _link(name: str, titles: dict[str, str]) -> str:
    return f"<a href={name}>{titles[name]}</a>"


def _lean(tag: Tag) -> str:
    """Without the spaces that nobody sees."""
    for text in tag.find_all(string=True):
        if not text.strip() and "\n" in text and not text.find_parent("pre"):
            text.replace_with(NavigableString("\n"))
    return tag.decode_contents(formatter="minimal").replace("\n\n", "\n")


def write(site: Path, folder: Path, names: Iterable[str] = ()) -> Path:
    """The floor of these pages of a built site, or of all, under the same names."""
    for name in names or pages(site):
        target, here = folder / name, (site / name).parent
        found = {path.name: path for path in sorted(here.glob("*.html")) if _counts(path)}
        titles = {other: _title(path) for other, path in found.items()}
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(floor(soup(site / name), titles, target.name), "utf8")
    return folder


def pages(site: Path) -> list[str]:
    """The paths of the pages that a reader looks for."""
    found = filter(_counts, [*site.glob("*.html"), *site.glob("en/*.html")])
    return sorted(path.relative_to(site).as_posix() for path in found)


def _counts(path: Path) -> bool:
    return path.name not in {"404.html", "offline.html"}


@cache
def _title(path: Path) -> str:
    """A page's first heading, as text."""
    heading = HEADING.search(path.read_text("utf8"))
    assert heading, path
    return unescape(NOT_TEXT.sub("", heading[1])).rstrip("\u00b6").strip()
