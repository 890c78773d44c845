"""The "on the wire" view on a small screen, in the dark, in the system's colours, on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_reading import contrast
from tests.browser.test_wire import VIEW, opened

CUT = """cells => cells.flatMap(cell => [...cell.childNodes].filter(node => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getClientRects().length > (node.data ?? "").split("-").length;
})).map(node => node.data)"""
"""The labels of host names that are on more lines than their hyphens explain."""
COLOURS = """nodes => nodes.map(node => {
    const colour = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const style = getComputedStyle(node);
    return [colour(style.color), colour(style.backgroundColor)];
})"""

ON_TOP = """node => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return node.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_can_be_read(page: Page, origin: str, scheme: str) -> None:
    """Bytes, marked or not, stand out from what is behind them (WCAG: 4.5 to 1)."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    message = opened(page, origin)
    for n in range(8):
        message.locator(f".wire-fields tr.f{n}").first.hover()
        shown = message.locator(f".wire-dump .f{n}, .wire-says, .wire-fields .on .wire-name")
        pairs = [pair for pair in shown.evaluate_all(COLOURS) if len(pair[1]) == 3]
        grounds = {tuple(ground) for _, ground in pairs} - {(0, 0, 0)}
        assert len(grounds) >= 2, "the marked bytes look like the others"
        for text, ground in pairs:
            if ground != [0, 0, 0]:  # none of its own
                assert contrast(text, ground) >= 4.5, f"f{n}: {text} on {ground}"


def test_small_screen(page: Page, origin: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    message = opened(page, origin)
    widths = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
    assert message.locator(".wire-hex").first.locator("span").count() == 8
    names = page.locator(f"{VIEW} .wire-list > tbody > tr > td:nth-child(-n+4)")
    cut = names.evaluate_all(CUT)
    assert not cut, f"cut inside a word: {cut}"


def test_what_a_byte_says_is_in_sight(page: Page, origin: str) -> None:
    """On the first of many bytes, on the last of many fields; and it hides none with the focus."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{origin}/response.html#wire:response/validate:17:0")  # a page, whole
    message = page.locator("section.wire tr details[open]")
    says = message.locator(".wire-says")
    for place in (".wire-dump .f0", ".wire-fields tbody tr:last-child .wire-name"):
        message.locator(place).first.hover()
        expect(says).to_be_in_viewport(ratio=1)
    names = message.locator(".wire-name")
    for n in reversed(range(names.count())):
        names.nth(n).focus()
        assert names.nth(n).evaluate(ON_TOP), f"field {n} has the focus, and is hidden"


def test_colours_of_the_system(page: Page, origin: str) -> None:
    """Where it imposes its own: the marked bytes and their field still differ from the others."""
    page.emulate_media(forced_colors="active")
    message = opened(page, origin)
    for place in (".wire-hex span", ".wire-text span", ".wire-fields tbody tr"):
        grounds = {
            marked: {tuple(ground) for _, ground in message.locator(kind).evaluate_all(COLOURS)}
            for marked, kind in ((True, f"{place}.on"), (False, f"{place}:not(.on)"))
        }
        assert len(grounds[True]) == 1 and not grounds[True] & grounds[False], place
    name = message.locator(".wire-fields .on .wire-name").evaluate_all(COLOURS)[0][0]
    ground = message.locator(".wire-fields .on").evaluate_all(COLOURS)[0][1]
    assert contrast(name, ground) >= 4.5


def test_on_paper_it_is_closed(page: Page, origin: str) -> None:
    """Even when it is open: a sheet for pupils has no room for every byte."""
    message = opened(page, origin)
    page.emulate_media(media="print")
    expect(page.locator(f"{VIEW} h3")).to_be_visible()
    expect(message).not_to_be_visible()
