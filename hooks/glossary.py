"""One word for one thing, in two languages: docs/glossary.toml holds the terms, this makes the
glossary of each language from them, and leads to it from the first use of a term on each page. A
link, not an <abbr>: it works under a finger and under the keyboard, without a script, on paper."""

from __future__ import annotations

import html as markup
import re
import tomllib
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from hooks.typography import changed, french

DATA = Path(__file__).resolve().parent.parent / "docs" / "glossary.toml"
MARKER = "<!-- glossary -->"
PLURAL = "(?:es|[sx])?"
NOT_LINKED = {
    "a", "button", "code", "figcaption", "figure", "h1", "h2", "h3", "h4", "kbd", "label", "pre",
    "samp", "summary", "svg", "th",
}  # fmt: skip
NOT_OURS = re.compile(r'\slang=|"(?:admonition-title|filename)"')
DEFINITIONS = {"fr": "french", "en": "english"}
terms: dict[str, dict[str, Any]] = {}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the terms again: `mkdocs serve` sees them change."""
    terms.clear()
    terms.update(whole(DATA.read_text("utf8")))
    pattern.cache_clear()
    return config


def whole(text: str) -> dict[str, dict[str, Any]]:
    """The terms of the data file. PluginError says which lacks what, or where it cannot be read."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PluginError(f"docs/glossary.toml: {error}") from error
    for name, term in found.items():
        if missing := sorted({*DEFINITIONS, *DEFINITIONS.values()} - term.keys()):
            raise PluginError(f"docs/glossary.toml: [{name}]: write `{'`, `'.join(missing)}` too")
    return found


def folded(text: str) -> str:
    """The text as it is sorted: without accents, capitals, or what is not a letter."""
    plain = unicodedata.normalize("NFD", text).casefold().replace("-", " ")
    return re.sub(r"[^a-z0-9 ]", "", plain)


def place(at: str, files: Files) -> str:
    """A link to where a term is explained, under that page's title."""
    page, _, anchor = at.partition("#")
    file = files.get_file_from_path(page)
    title = re.search(r"^# (.*?) *(?:\{.*)?$", file.content_string if file else "", re.M)
    return f"[{title[1] if title else page}]({page}{'#' + anchor if anchor else ''})"


def entry(name: str, term: dict[str, Any], language: str, files: Files) -> str:
    """A term, its counterpart, its definition, and where it is explained, if it is."""
    [other] = DEFINITIONS.keys() - {language}
    head = f'**{term[language]}**{{ #{name} }} · <i lang="{other}">{term[other]}</i>'
    if "borrowed" in term:
        head = f"**{borrowed(term, language)}**{{ #{name} }}"
    link = f" {place(term['at'], files)}" if "at" in term else ""
    return f"{head}\n:   {term[DEFINITIONS[language]]}{link}\n"


def borrowed(term: dict[str, Any], language: str) -> str:
    """A term that both languages use, though it is of one: it says so in the other."""
    lang = term["borrowed"]
    return term[lang] if lang == language else f'<i lang="{lang}">{term[lang]}</i>'


def glossary(language: str, files: Files) -> str:
    """Every term, in the alphabetical order of the language, under its letter."""
    parts, order = [], sorted(terms.items(), key=lambda item: folded(item[1][language]))
    for letter, group in groupby(order, key=lambda item: folded(item[1][language])[0]):
        parts.append(f"## {letter.upper()} {{#letter-{letter}}}\n")
        parts += [entry(name, term, language, files) for name, term in group]
    return "\n".join(parts)


@event_priority(60)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the glossary in the place of its marker."""
    made = glossary(config.theme["language"], files) if MARKER in markdown else ""
    return markdown.replace(MARKER, made)


def forms(term: dict[str, Any], language: str) -> str:
    """A pattern of all the ways to write a term; what is written with a capital keeps it."""
    written = [term[language].partition(" (")[0], *term.get(f"{language}_forms", [])]
    written.sort(key=len, reverse=True)
    all_ways = (r"\s".join(re.escape(word) + PLURAL for word in form.split()) for form in written)
    return "|".join(f"(?i:{way})" if way.islower() else way for way in all_ways)


@cache
def pattern(language: str) -> tuple[list[str], re.Pattern[str]]:
    """The terms, and what finds the first of them that is written at a place: the longest."""
    order = sorted(terms, key=lambda name: -len(terms[name][language]))
    every = "|".join(f"({forms(terms[name], language)})" for name in order)
    return order, re.compile(rf"(?<![\w-])(?:{every})(?![\w-])")


def linked(html: str, language: str, page: str, glossary_url: str) -> str:
    """The page, the first use of each term leading to its entry."""
    order, found_by = pattern(language)
    seen = {n for n, t in terms.items() if t.get("quiet") and not t.get("at", "").startswith(page)}

    def link(found: re.Match[str]) -> str:
        name = order[(found.lastindex or 0) - 1]
        if name in seen:
            return found[0]
        seen.add(name)
        title = markup.escape(terms[name][DEFINITIONS[language]].replace("`", ""))
        title = french(title) if language == "fr" else title
        return f'<a class="term" href="{glossary_url}#{name}" title="{title}">{found[0]}</a>'

    left_alone = lambda name, given: name in NOT_LINKED or NOT_OURS.search(given)  # noqa: E731
    return changed(html, lambda text: found_by.sub(link, text), left_alone)


@event_priority(-45)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead from each page to the glossary, but from the glossary itself."""
    if page.file.src_uri == "glossary.md":
        return html
    url = get_relative_url("glossary.html", page.url)
    return linked(html, config.theme["language"], page.file.src_uri, url)
