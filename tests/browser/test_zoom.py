"""Enlarged, narrow, or with its letters spaced out, no page is cut, nor read by going sideways.

WCAG 2.2: 1.4.4 (text at 200 %), 1.4.10 (320 px wide), 1.4.12 (spacing). A browser at 200 % gives
the page half as many pixels, each twice as large: half a window is the same thing. What has a
scroll of its own (code, tables, diagrams) may be wide, if the keyboard can scroll it: axe sees to
that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.test_axe import ALL

WINDOWS: dict[str, ViewportSize] = {
    "320 px": {"width": 320, "height": 256},
    "1280 px at 200 %": {"width": 640, "height": 400},
    "1920 px at 200 %": {"width": 960, "height": 540},
    "1280 px": {"width": 1280, "height": 800},
}
SPACED = "320 px", "1280 px"
SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
CUT = """() => {
    const SHOWN_ABOVE = ".wire-fields code, .wire-says code";  // the same bytes, whole
    const EDGE = 4;  // the padding of a `code` at the end of a line, which hangs over
    const told = (e) => `${e.tagName.toLowerCase()}.${e.className} `
        + `${e.scrollWidth}×${e.scrollHeight} in ${e.clientWidth}×${e.clientHeight}: `
        + e.textContent.trim().slice(0, 30);
    const scrolls = (e) => /auto|scroll/.test(getComputedStyle(e).overflowX);
    const forVoices = (e) => e.clientWidth <= 1 || e.clientHeight <= 1;
    function spills(e) {
        if (scrolls(e)) return false;
        const { display, overflowY } = getComputedStyle(e);
        if (display === "inline" || forVoices(e) || e.matches(SHOWN_ABOVE)) return false;
        const tall = e.scrollHeight > e.clientHeight + 1;
        return e.scrollWidth > e.clientWidth + EDGE || (tall && /hidden|clip/.test(overflowY));
    }
    function look(e, found) {
        if (!e.checkVisibility() || e instanceof SVGElement) return;
        if (spills(e)) found.push(told(e));
        if (!scrolls(e)) for (const child of e.children) look(child, found);
        return found;
    }
    const found = look(document.body, []);
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth > innerWidth) found.unshift(`the page is ${scrollWidth} px wide`);
    return found;
}"""
"""What spills out of its box or is cut by it, but in what scrolls."""


@pytest.fixture(scope="module")
def window(browser: Browser, site: Path) -> Iterator[Page]:
    """One window for all pages."""
    context = browser.new_context(service_workers="block", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def cut(page: Page, names: Sequence[str], how: str = "") -> list[str]:
    """What is cut in each of these windows."""
    found = []
    for name in names:
        page.set_viewport_size(WINDOWS[name])
        found += [f"{name}{how}: {each}" for each in page.evaluate(CUT)]
    return found


@pytest.mark.parametrize("url", ALL)
def test_nothing_is_cut(window: Page, origin: str, url: str) -> None:
    window.goto(f"{origin}/{url}")
    found = cut(window, tuple(WINDOWS))
    window.add_style_tag(content=SPACING)
    found += cut(window, SPACED, ", spaced")
    if found:
        pytest.fail("\n".join(f"{url}: {each}" for each in found), pytrace=False)


def test_what_opens_is_not_cut(window: Page, origin: str) -> None:
    """The menu, the search, what to break, and a message's bytes, on the narrowest window."""
    window.set_viewport_size(WINDOWS["320 px"])
    window.goto(f"{origin}/dns.html#wire:dns/resolve:3:40")
    window.wait_for_selector(".wire-says")
    window.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert not cut(window, SPACED)
    window.set_viewport_size(WINDOWS["320 px"])
    window.locator(".header__menu").click()
    assert window.locator("#menu").is_visible()
    assert not cut(window, ("320 px",))
    window.keyboard.press("Escape")
    window.keyboard.press("Control+K")
    window.wait_for_selector("dialog[open]")
    window.keyboard.insert_text("serveur")
    window.wait_for_selector("dialog[open] a")
    assert not cut(window, ("320 px",))


@pytest.mark.parametrize(
    ("style", "is_cut"),
    [
        ("width: 2000px", True),
        ("width: 50px; overflow: hidden; white-space: nowrap", True),
        ("width: 50px; height: 10px; overflow: hidden", True),
        ("width: 50px; overflow: auto; white-space: nowrap", False),
        ("width: 200px", False),
    ],
)
def test_what_is_cut_is_seen(window: Page, style: str, is_cut: bool) -> None:
    window.set_viewport_size(WINDOWS["320 px"])
    window.goto("about:blank")
    window.set_content(f"<p style='margin: 0; {style}'>anticonstitutionnellement et cetera</p>")
    assert bool(window.evaluate(CUT)) is is_cut
