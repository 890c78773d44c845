"""What axe says of a page: the rules of WCAG 2.2, levels A and AA, and what its makers advise."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

from tools.npm import installed

PINS = Path(__file__).with_name("axe")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on colours: the others say the same by day and by night."""
MEASURED: set[str] = set()
"""The kinds of text whose contrast is known to be right."""
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


@cache
def axe() -> str:
    """The script, installed if it is not."""
    return (installed(PINS) / "node_modules/axe-core/axe.min.js").read_text("utf8")


@cache
def look() -> str:
    """What asks it."""
    return (PINS / "faults.js").read_text("utf8")


def faults(page: Page, colours: list[str] | None = None) -> list[str]:
    """One line for each rule that the page breaks as it is shown now; or each of these rules."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe())
    asked = {"tags": TAGS, "colours": colours, "measured": sorted(MEASURED)}
    answer = page.evaluate(look(), asked)
    found: list[str] = answer["faults"]
    if not found:
        MEASURED.update(answer["kinds"])
    return found


def faults_in_all_modes(page: Page) -> list[str]:
    """The same, wide and narrow, by day and by night, without leaving the page."""
    found = []
    for name, size in {"wide": WIDE, "phone": PHONE}.items():
        page.set_viewport_size(size)
        for scheme, rules in {"light": None, "dark": OF_COLOURS}.items():
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found += [f"{name}, {scheme}: {fault}" for fault in faults(page, rules)]
    return found
