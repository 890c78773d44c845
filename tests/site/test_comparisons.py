"""What the prose compares (twice, nine times, two round trips) is what the page's runs show."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.includes import ROOT
from tests.site.numbers import computed, shown
from tests.site.sources import Source, pages
from tests.telling import expect

LIST = Path(__file__).with_name("comparisons.toml")
COMPARED: list[dict[str, Any]] = tomllib.loads(LIST.read_text("utf8"))["compared"]
MARKUP = re.compile(r"\*\*|\s+")


def page(language: str, stem: str) -> Source:
    return next(page for page in pages(language) if page.path.stem == stem)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("entry", COMPARED, ids=lambda entry: entry["en"])
def test_the_page_says_it_and_its_runs_show_it(entry: dict[str, Any], language: str) -> None:
    source = page(language, entry["page"])
    text = MARKUP.sub(" ", source.path.read_text("utf8"))
    where = source.path.relative_to(ROOT).as_posix()
    words = " ".join(entry[language].split())
    expect(words in " ".join(text.split()), f"{where} does not say: {words} ({LIST.name})")
    numbers = {quantity.value / quantity.scale for quantity in shown(source)}
    try:
        value = computed(entry["of"], numbers)
    except KeyError as missing:
        pytest.fail(f"{where} says « {words} », but no run shows {missing} any more", pytrace=False)
    low, high = entry["between"]
    holds = low - 1e-9 <= value <= high + 1e-9
    expect(holds, f"{where} says « {words} », but {entry['of']} is {value:g}")


def test_a_comparison_that_does_not_hold_is_seen() -> None:
    assert computed("(604 - 204) / 80", {604.0, 204.0, 80.0}) == 5
    with pytest.raises(KeyError):
        computed("379 / 195", {379.0, 194.0})
