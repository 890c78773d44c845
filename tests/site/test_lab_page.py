"""The page on the lab draws its machines and lists its breaks: as they are in the lab's data."""

from __future__ import annotations

import re
from itertools import zip_longest

import pytest

from lab.world.breaks import BREAKS
from lab.world.hosts import LAPTOP, MACHINES
from tests.includes import ROOT
from tests.telling import expect

MACHINE = re.compile(r"^ +(\w+)\[([\w.-]+)\]$", re.M)
LINK = re.compile(r'^ +(\w+) ---\|"(\d+) ms"\| (\w+)$', re.M)
BREAK = re.compile(r"^\| (\d) \| `([\w-]+)` \| (.*) \|$", re.M)


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


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_lists_every_break(language: str) -> None:
    listed = BREAK.findall(page(language))
    real = [
        (str(each.phase), each.name, each.french if language == "fr" else each.english)
        for each in BREAKS
    ]
    for row, wanted in zip_longest(listed, real):
        expect(
            row == wanted,
            f"docs/{language}/lab.md says {row}, lab/world/breaks/ {wanted}: make them the same",
        )
