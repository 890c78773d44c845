"""The page on the lab draws its machines and lists its breaks: as they are in the lab's data."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

import pytest

from lab.world.breaks import BREAKS, Break
from lab.world.hosts import LAPTOP, MACHINES
from tests.includes import ROOT
from tests.telling import expect

MACHINE = re.compile(r"^ +(\w+)\[([\w.-]+)\]$", re.M)
LINK = re.compile(r'^ +(\w+) ---\|"(\d+) ms"\| (\w+)$', re.M)
BREAK = re.compile(
    r"<tr>\s*<td>(\d)</td>\s*<td><a[^>]*failures\.html#([\w-]+)[^>]*><code>([\w-]+)[^<]*</code></a></td>"
    r"\s*<td>(.*?)</td>\s*</tr>",
    re.S,
)


def page(language: str) -> str:
    return (ROOT / "docs" / language / "lab.md").read_text("utf8")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_map_shows_every_machine_at_its_place(language: str) -> None:
    names = dict(MACHINE.findall(page(language)))
    drawn = {
        names[end]: int(time)
        for one, time, other in LINK.findall(page(language))
        for end in (one, other)
        if names[end] != LAPTOP.name
    }
    real = {machine.name: machine.round_trip for machine in MACHINES if machine is not LAPTOP}
    expect(drawn == real, f"docs/{language}/lab.md: the map is not lab/world/hosts.py: {drawn}")


@pytest.mark.parametrize(("language", "folder"), [("fr", ""), ("en", "en")])
def test_the_table_lists_every_break(language: str, folder: str, site: Path) -> None:
    """hooks/atlas.py makes it, and each name leads to a card of the atlas."""
    listed = BREAK.findall((site / folder / "lab.html").read_text("utf8"))
    cards = re.findall(r'id="([\w-]+)"', (site / folder / "failures.html").read_text("utf8"))
    real = [(str(each.phase), each.name, each.name, told(each, language)) for each in BREAKS]
    for row, wanted in zip_longest([plain(row) for row in listed], real):
        expect(
            row == wanted, f"the table of {language}/lab.md says {row}, lab/world/breaks/ {wanted}"
        )
    assert {each.name for each in BREAKS} <= set(cards)


def told(each: Break, language: str) -> str:
    return plain([each.french if language == "fr" else each.english])[0]


def plain(cells: Iterable[str]) -> tuple[str, ...]:
    """Text without its tags, nor what typography makes of its spaces and apostrophes."""
    texts = (html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in cells)
    return tuple(re.sub(r"\s+", " ", text).replace("’", "'") for text in texts)
