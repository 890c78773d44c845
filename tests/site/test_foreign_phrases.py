"""What is not in the page's language says which it is in, so that a voice reads it aloud rightly.

Two directions: a word that only the other language has needs `<i lang="…">`, and what has one is in
that language. Code, paths and host names are in no language; `names.txt` has what else is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lab.world.breaks import BREAKS
from tests.site.built import Attributes, Built
from tests.site.sources import LANGUAGES
from tests.site.spelling import HERE, NEVER_CHECKED, WORD, dictionary
from tests.telling import expect_none

OTHER = {"fr": "en", "en": "fr"}
NO_LANGUAGE = re.compile(r"\S*(?:[/_@]|\w\.(?=\w))\S*")
SPOKEN = ("aria-label", "title", "alt", "placeholder")
"""The attributes that a voice reads."""


class Spoken(Built):
    """A page as a voice reads it: what is said in its language, and what is said in another."""

    def __init__(self, path: Path, root: Path) -> None:
        self.foreign: list[tuple[str, str]] = []
        self.needless: list[str] = []
        super().__init__(path, root)

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        lang = next((lang for _, lang in reversed(self._open) if lang), "")
        tag = self._open[-1][0] if self._open else ""
        if lang != self.lang and data.strip() and tag not in ("svg", "script", "style"):
            self.foreign.append((lang, data))
        elif tag == "i" and self._open[-1][1]:
            self.needless.append(data)

    def _note(self, tag: str, given: Attributes) -> None:
        super()._note(tag, given)
        said = [given[name] for name in SPOKEN if name in given]
        if not any(lang for _, lang in self._open[1:]) and "lang" not in given:
            self.text += [(self.getpos()[0], text) for text in said]


@pytest.fixture(scope="module")
def spoken(site: Path) -> list[Spoken]:
    """Every page."""
    return [Spoken(path, site) for path in sorted(site.rglob("*.html"))]


@cache
def names() -> frozenset[str]:
    """What is in no language, though one of the dictionaries has it; and the lab's breaks."""
    return frozenset({*listed(), *(each.name for each in BREAKS)})


def listed() -> list[str]:
    """The names of `names.txt`."""
    lines = (HERE / "names.txt").read_text("utf8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def words(text: str) -> Iterator[str]:
    """The words of a text that a dictionary may know; those of a name made of several are not."""
    for found in WORD.finditer(NO_LANGUAGE.sub(" ", text)):
        parts = [found[0]] if found[0] in names() else re.split(r"['’.-]", found[0])
        yield from (part for part in parts if part and not NEVER_CHECKED.fullmatch(part))


def has(language: str, word: str) -> bool:
    """Whether a language's own dictionary has this word."""
    return bool(dictionary(language).spell(word) or dictionary(language).spell(word.lower()))


def foreign(text: str, language: str) -> list[str]:
    """The words of a text that only the other language has."""
    strange = [word for word in words(text) if word not in names() and not has(language, word)]
    return [word for word in strange if has(OTHER[language], word)]


def test_words_of_the_other_language_say_so(spoken: list[Spoken]) -> None:
    found = {
        f"{page.name}: {word}: {' '.join(text.split())[:90]}"
        for page in spoken
        for _, text in page.text
        for word in foreign(text, page.lang)
    }
    expect_none(
        sorted(found),
        "Un mot de l'autre langue s'écrit <i lang=\"…\">…</i>, ou en `code` ; un nom va dans "
        "tests/site/names.txt.",
        'A word of the other language is written <i lang="…">…</i>, or as `code`; a name goes in '
        "tests/site/names.txt.",
    )


def test_what_says_a_language_is_in_it(spoken: list[Spoken]) -> None:
    found = {
        f"{page.name}: lang={lang}: {text}"
        for page in spoken
        for lang, text in page.foreign
        if lang not in LANGUAGES or foreign(text, lang)
    }
    assert not found, "\n".join(sorted(found))


def test_no_phrase_says_the_language_of_its_page(spoken: list[Spoken]) -> None:
    found = {f"{page.name}: {text}" for page in spoken for text in page.needless}
    assert not found, "\n".join(sorted(found))


def test_some_phrases_are_foreign(spoken: list[Spoken]) -> None:
    """Or the tests above look at nothing."""
    for lang in LANGUAGES:
        assert sum(len(page.foreign) for page in spoken if page.lang == lang) > 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_to_the_other_language_are_in_it(spoken: list[Spoken], lang: str) -> None:
    """On every page, the name of the other language is said in that language."""
    for page in spoken:
        if page.lang == lang:
            name = {"fr": "English", "en": "Français"}[lang]
            assert (OTHER[lang], name) in page.foreign, page.name


def test_names_are_needed(spoken: list[Spoken]) -> None:
    said = {word for page in spoken for _, text in page.text for word in words(text)}
    assert listed() == sorted(set(listed()), key=str.casefold)
    assert not set(listed()) - said, "in tests/site/names.txt, but on no page"


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("un résolveur (stub listener) répond", "fr", ["stub", "listener"]),
        ("la page, de snippets/dns/by_hand.py ou www.example.com.", "fr", []),
        ("Le cache, puis le service.", "fr", []),
        ("the delightful poignée", "en", ["poignée"]),
        ("slow start", "en", []),
        ("slow start", "fr", ["start"]),
    ],
)
def test_foreign_words_are_found(text: str, language: str, found: list[str]) -> None:
    assert foreign(text, language) == found
