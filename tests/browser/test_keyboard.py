"""Around the text with nothing but a keyboard: no test here clicks, hovers or calls focus().

First every stop of Tab, from the top of a page to its end, wide and narrow: each can be seen, none
is met twice, and they come in the order of the page. Then what a reader does at these stops.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe_core import PHONE, WIDE
from tests.browser.keyboard import here, opened, order, reach, walk

BETWEEN = """(ids) => {
    const [start, end] = ids.map((id) => document.getElementById(id));
    const follows = (e, other) => e.compareDocumentPosition(other) & e.DOCUMENT_POSITION_FOLLOWING;
    const here = document.activeElement;
    return Boolean(follows(start, here) && follows(here, end));
}"""
SIZES: dict[str, ViewportSize] = {"wide": WIDE, "phone": PHONE}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", ["dns.html", "en/index.html", "notebook.html", "404.html"])
def test_every_stop_is_seen_and_in_order(
    page: Page, origin: str, size: ViewportSize, name: str
) -> None:
    opened(page, f"{origin}/{name}", size)
    stops = walk(page)
    faults = [fault for stop in stops for fault in stop.faults]
    assert not faults, "\n".join(faults)
    wanted, met = order(page)
    assert met == wanted
    assert len(met) > 5


def test_way_back_is_the_same(page: Page, origin: str) -> None:
    """Shift and Tab, from the end to the top: nothing holds the focus, nothing hides it."""
    opened(page, f"{origin}/en/url.html", PHONE)
    forward = [stop.what for stop in walk(page)]
    page.evaluate("window.stops = []")
    back = walk(page, key="Shift+Tab")
    assert [stop.what for stop in back] == forward[::-1]
    faults = [fault for stop in back for fault in stop.faults]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_first_stop_skips_to_the_text(page: Page, origin: str, size: ViewportSize) -> None:
    opened(page, f"{origin}/dns.html", size)
    page.keyboard.press("Tab")
    first = here(page)
    assert first and "skip" in first.what and not first.faults
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_menu_opens_and_closes(page: Page, origin: str) -> None:
    """On a phone: Enter opens it, Tab goes in, Escape closes it and gives the focus back."""
    opened(page, f"{origin}/dns.html", PHONE)
    menu = page.locator("#menu")
    reach(page, ".header__menu")
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    stop = here(page)
    assert page.evaluate("Boolean(document.activeElement.closest('#menu'))")
    assert stop and not stop.faults
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator(".header__menu")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, "#menu a[href='tcp.html']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tcp.html")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_contents_lead_to_a_section(page: Page, origin: str, size: ViewportSize) -> None:
    opened(page, f"{origin}/dns.html", size)
    if size == PHONE:
        reach(page, "#toc summary, [popovertarget=toc]")
        page.keyboard.press("Enter")
    reach(page, "#toc a[href$='#zones']")
    stop = here(page)
    assert stop and not stop.faults
    page.keyboard.press("Enter")
    page.wait_for_url("**/dns.html#zones")
    expect(page.locator("#zones")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate(BETWEEN, ["zones", "bet"])


def test_colours_and_language(page: Page, origin: str) -> None:
    opened(page, f"{origin}/dns.html")
    ground = "getComputedStyle(document.querySelector('article')).color"
    before = page.evaluate(ground)
    reach(page, ".header__scheme")
    page.keyboard.press("Enter")
    assert page.get_attribute("html", "data-scheme") == "dark"
    assert page.get_attribute(".header__scheme", "aria-pressed") == "true"
    assert page.evaluate(ground) != before
    page.keyboard.press("Space")
    assert page.get_attribute("html", "data-scheme") == "light"
    page.reload()
    reach(page, "header a[hreflang=en]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/dns.html")
    page.go_back()
    page.wait_for_url(f"{origin}/dns.html")


def test_search(page: Page, origin: str) -> None:
    """Opened by a key, closed by another; typed, gone through, followed; then back."""
    opened(page, f"{origin}/dns.html", PHONE)
    reach(page, ".header__search")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".header__search")).to_be_focused()
    page.keyboard.press("Control+K")
    page.keyboard.type("poignee de main")
    page.wait_for_selector("dialog[open] a")
    page.keyboard.press("ArrowDown")
    stop = here(page)
    assert stop and stop.what.startswith("<a") and not stop.faults
    chosen = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(chosen)
    page.go_back()
    page.wait_for_url(f"{origin}/dns.html")


def test_search_holds_the_focus_while_it_is_open(page: Page, origin: str) -> None:
    """The page behind a modal dialog is out of reach; the dialog's own parts are all in reach."""
    opened(page, f"{origin}/dns.html")
    page.keyboard.press("Control+K")
    page.wait_for_selector("dialog[open]")
    page.keyboard.type("serveur")
    page.wait_for_selector("dialog[open] a")
    inside = "document.activeElement.matches('dialog *, body')"  # the body: the browser's own bar
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate(inside)
    reach(page, "dialog input[type=checkbox]")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.wait_for_timeout(300)
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+K")
    expect(page.locator("dialog[open]")).to_have_count(1)
