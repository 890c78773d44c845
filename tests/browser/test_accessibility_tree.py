"""What a voice finds: one page whole, role by role, as the browser hands it over; and, on all
pages, landmarks that have a name, headings in order, drawings with a title and a description.

The tree of the page is kept in a file, so that whoever changes it knows. If the change is right:
delete the file, run this test, which writes it again, read the difference and commit it.
"""

from __future__ import annotations

import difflib
import os
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe_core import WIDE

KEPT = Path(__file__).with_name("url.fr.tree.yml")
NAMED = {"navigation", "complementary", "search", "dialog", "form", "region", "group", "img"}
ROLES = {"nav": "navigation", "aside": "complementary", "search": "search", "dialog": "dialog",
         "form": "form"}  # fmt: skip
"""The roles that need a name, and the elements that have one of them."""


class Outline(HTMLParser):
    """What a voice would say of a page's frame: what has no name, the levels of the headings, and
    for each drawing its title and its description, as it points to them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.unnamed: list[str] = []
        self.levels: list[int] = []
        self.drawings: list[list[str]] = []
        self._said: dict[str, str] = {}
        self._here = ""
        self._in_main = False
        self.feed(html)
        self.drawings = [[self._said.get(id, "") for id in ids] for ids in self.drawings]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("aria-label") or given.get("aria-labelledby")
        if given.get("role", ROLES.get(tag)) in NAMED and not name:
            self.unnamed.append(self.get_starttag_text() or tag)
        self._in_main |= tag == "main"
        if self._in_main and re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "svg" and given.get("role") == "img":
            self.drawings.append(
                [given.get(f"aria-{way}by", "") for way in ("labelled", "described")]
            )
        self._here = given.get("id", "") if tag in ("title", "desc") else ""

    def handle_endtag(self, tag: str) -> None:
        self._in_main &= tag != "main"
        self._here = ""

    def handle_data(self, data: str) -> None:
        if self._here:
            self._said[self._here] = data


def tree(page: Page, url: str) -> str:
    """The tree of a page, wide and by day."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(url)
    return page.locator("body").aria_snapshot() + "\n"


def test_tree_of_a_page(page: Page, origin: str) -> None:
    found = tree(page, f"{origin}/url.html")
    if not KEPT.exists() and os.environ.get("CI") != "true":
        KEPT.write_text(found, "utf8")
    kept = KEPT.read_text("utf8").splitlines()
    changed = difflib.unified_diff(kept, found.splitlines(), KEPT.name, "the page", "", "", 1, "")
    if said := "\n".join(changed):
        advice = f"If that is right: delete tests/browser/{KEPT.name} and run this test again."
        pytest.fail(f"{said}\n{advice}", pytrace=False)


def test_tree_says_all() -> None:
    """Or the comparison above would compare little."""
    kept = KEPT.read_text("utf8")
    for role in ("banner", "main", "contentinfo", "navigation", "heading", "button", "table"):
        assert re.search(rf"^ *- {role}\b", kept, re.M), role
    unnamed = re.findall(r"^ *- (?:button|navigation|group|img|link)(?= \[|:?$).*", kept, re.M)
    assert not unnamed, "a voice has no name for it"


@pytest.fixture(scope="module")
def outlines(site: Path) -> dict[str, Outline]:
    """Every page, by name."""
    paths = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix(): Outline(path.read_text("utf8")) for path in paths}


def test_every_landmark_has_a_name(outlines: dict[str, Outline]) -> None:
    found = [f"{name}: {tag}" for name, page in outlines.items() for tag in page.unnamed]
    assert not found, "\n".join(found)


def test_headings_are_in_order(outlines: dict[str, Outline]) -> None:
    """One first heading, and no level is skipped on the way down, within what is read."""
    for name, page in outlines.items():
        assert page.levels[:1] == [1] and page.levels.count(1) == 1, name
        assert all(b <= a + 1 for a, b in pairwise(page.levels)), (name, page.levels)


def test_drawings_say_what_they_show(outlines: dict[str, Outline]) -> None:
    """Each points to a title and a description that are there, and say something."""
    assert sum(len(page.drawings) for page in outlines.values()) > 80
    for name, page in outlines.items():
        for said in page.drawings:
            assert len(said) == 2 and min(map(len, said)) > 9, (name, said)


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<nav class=x>", 1),
        ("<nav aria-label=Menu>", 0),
        ('<div role="group" tabindex=0>', 1),
        ('<div tabindex=0 role="group" aria-label="Tableau">', 0),
        ('<nav aria-label="">', 1),
        ("<section>", 0),
    ],
)
def test_what_has_no_name_is_seen(html: str, count: int) -> None:
    assert len(Outline(html).unnamed) == count


def test_a_drawing_that_says_nothing_is_seen() -> None:
    drawn = "<svg role=img aria-labelledby=a aria-describedby=b><title id=a>Oui</title></svg>"
    assert Outline(drawn).drawings == [["Oui", ""]]
