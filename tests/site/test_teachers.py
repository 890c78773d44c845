"""What teachers are promised is there: each goal of a curriculum has a page and a program."""

from __future__ import annotations

import re

import pytest

from tests.includes import ROOT, included
from tests.site.sources import LANGUAGES
from tests.telling import expect

GOAL = re.compile(r"^\|(?P<goal>.*«.*».*)\|(?P<page>.*)\|(?P<program>.*)\|$")


def lines(language: str) -> list[tuple[int, str]]:
    text = (ROOT / "docs" / language / "teachers.md").read_text("utf8")
    return list(enumerate(text.splitlines(), 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_goal_has_a_page_and_a_program_of_that_page(language: str) -> None:
    goals = [(n, found) for n, line in lines(language) if (found := GOAL.match(line))]
    assert len(goals) > 20
    for number, goal in goals:
        place = f"docs/{language}/teachers.md:{number}"
        programs = re.findall(r"`(snippets/([\w-]+)/\w+\.py)`", goal["program"])
        expect(programs, f"{place}: name a program, `snippets/…/….py`")
        for path, _ in programs:
            expect(path in included(language), f"{place}: {path} is on no page")
        expect(re.search(r"\]\([\w-]+\.md", goal["page"]), f"{place}: link to a page")


def test_goals_are_in_the_words_of_the_curriculum_in_both_languages() -> None:
    french, english = (
        [re.findall(r"« (.*?) »", g["goal"]) for _, line in lines(lang) if (g := GOAL.match(line))]
        for lang in ("fr", "en")
    )
    assert french == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_programs_named_anywhere_exist(language: str) -> None:
    for number, line in lines(language):
        for path in re.findall(r"`(snippets/[^`]+)`", line):
            expect((ROOT / path).is_file(), f"docs/{language}/teachers.md:{number}: no {path}")
