"""The atlas says something of every break, in both languages, and its mistakes are told clearly."""

from __future__ import annotations

import re
import tomllib

import pytest
from mkdocs.exceptions import PluginError

from hooks.atlas import DATA, ROOT, filled
from hooks.failures import load
from lab.world.breaks import BREAKS
from tests.site.spelling import unknown
from tests.telling import expect

TEXT = DATA.read_text("utf8")
ENTRIES, BROWSERS = load(TEXT)
WORDS = tomllib.loads((ROOT / "hooks" / "words.toml").read_text("utf8"))
BODY = TEXT.index("\n[browser.")
NAMES = re.compile(r"`.*?`|\b(?:\w+\.)?example\.(?:com|org)\b|N-ième")
MARKS = [*(f"<!-- atlas {phase} -->" for phase in range(8)), "<!-- breaks -->"]


def page(language: str) -> str:
    return filled("\n\n".join(MARKS), TEXT, WORDS[language]["atlas"], language)


def test_every_break_has_an_entry_and_every_entry_is_a_break_or_an_address() -> None:
    named = {entry["break"] for entry in ENTRIES if "break" in entry}
    assert named == {each.name for each in BREAKS}
    assert all(entry["url"] for entry in ENTRIES if "break" not in entry)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_failure_has_its_card_and_every_break_its_row(language: str) -> None:
    cards = re.findall(r'^<div class="failure" id="([\w-]+)" markdown>$', page(language), re.M)
    assert sorted(cards) == sorted(entry["id"] for entry in ENTRIES)
    rows = re.findall(r"^\| \d \| \[`([\w-]+)[^|]*\| [^|]+ \|$", page(language), re.M)
    assert rows == [each.name for each in BREAKS]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_card_is_in_one_language(language: str) -> None:
    other = {"fr": "en", "en": "fr"}[language]
    for entry in ENTRIES:
        for key in ("cause", "symptom", "note"):
            if key in entry:
                assert entry[key][language] in page(language)
                assert entry[key][other] not in page(language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_have_the_marks(language: str) -> None:
    text = {name: (ROOT / "docs" / language / name).read_text("utf8") for name in PAGES}
    for mark in MARKS:
        name = "lab.md" if "breaks" in mark else "failures.md"
        expect(f"\n{mark}\n" in text[name], f"docs/{language}/{name} lacks the line {mark}")


PAGES = ("failures.md", "lab.md")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_spelling(language: str) -> None:
    ours = [said["seen"][language] for said in BROWSERS.values() if "seen" in said]
    for entry in ENTRIES:
        ours += [entry[key][language] for key in ("symptom", "cause", "note") if key in entry]
    texts = [NAMES.sub("", text) for text in ours]
    found = [(word, text) for text in texts for word in unknown(text, language)]
    assert not found


def test_quotations_are_in_both_languages() -> None:
    for name, said in BROWSERS.items():
        for words in said.values():
            assert set(words) - {"code"} == {"fr", "en"}, name


def test_every_browser_is_used() -> None:
    assert set(BROWSERS) == {entry["browser"] for entry in ENTRIES if "browser" in entry}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('break = "tcp-refused"', 'break = "tcp-refusal"', "tcp-refusal: no such break"),
        (
            'break = "tcp-refused"',
            'break = "tcp-silent"',
            "the whole file: nothing about tcp-r",
        ),
        ('id = "url-port"', 'id = "url-space"', "the whole file: two entries for url-space"),
        ('id = "url-port"\n', "", "entry 2: `id` is missing"),
        ('browser = "refused"', 'browser = "refuse"', "tcp-refused: there is no [browser.refuse]"),
        ('verdict = "2 slow"', 'verdict = "slow"', "tcp-syn-lost: verdict is"),
        ('symptom.en = "Nothing leaves for the network."\n', "", "url-port: write symptom.fr"),
        ("[[failure]]", "[failure", "the whole file: "),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, said: str) -> None:
    with pytest.raises(PluginError) as refused:
        load(TEXT[BODY:].replace(old, new, 1))
    assert f"docs/failures.toml: {said}" in str(refused.value)


def test_what_is_not_a_mark_is_left_alone() -> None:
    text = "# A page\n\n<!-- atlas -->\n"
    assert filled(text, TEXT, WORDS["en"]["atlas"], "en") == text
