"""What a reader finds on every page: colours, copy, contents that follow, definitions, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Witness
from tests.includes import ROOT

NO_CLIPBOARD = """
window.board = navigator.clipboard;
Object.defineProperty(navigator, "clipboard", { value: undefined });
"""
SCREENS = "([screens]) => scrollBy({ top: screens * innerHeight, behavior: 'instant' })"


@pytest.fixture
def dns(page: Page, origin: str) -> Page:
    """A page with all of it."""
    page.goto(f"{origin}/dns.html")
    return page


# -- colours --------------------------------------------------------------------------------------


def colour(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).color"))


def test_colours_are_the_systems_then_the_readers(dns: Page) -> None:
    switch = dns.locator(".header__scheme")
    day = colour(dns)
    dns.emulate_media(color_scheme="dark")
    expect(switch).to_have_attribute("aria-pressed", "true")
    night = colour(dns)
    assert night != day
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    assert colour(dns) == day
    dns.reload()
    assert colour(dns) == day
    switch.click()
    assert colour(dns) == night


def test_other_tabs_take_the_readers_colours(dns: Page, origin: str) -> None:
    other = dns.context.new_page()
    other.goto(f"{origin}/tcp.html")
    dns.locator(".header__scheme").click()
    expect(other.locator("html")).to_have_attribute("data-scheme", "dark")
    expect(other.locator(".header__scheme")).to_have_attribute("aria-pressed", "true")


# -- copy -----------------------------------------------------------------------------------------


def test_each_block_is_copied_as_it_is(dns: Page) -> None:
    """The program and its transcript, each its own."""
    box = dns.locator("#program-dns-resolve")
    source = (ROOT / "snippets/dns/resolve.py").read_text("utf8")
    printed = (ROOT / "snippets/dns/resolve.out").read_text("utf8")
    for kind, text in (("python", source), ("console", printed)):
        box.locator(f".language-{kind} .copy").first.click()
        expect(dns.locator(".toast")).to_have_text("Copié")
        assert dns.evaluate("navigator.clipboard.readText()") == text.rstrip()
    expect(dns.locator(".toast")).to_be_empty()


def test_copy_on_plain_http(page: Page, origin: str) -> None:
    """A classroom's server has no certificate: there a browser hides its clipboard."""
    page.add_init_script(NO_CLIPBOARD)
    page.goto(f"{origin}/dns.html")
    button = page.locator("#program-dns-resolve .copy").first
    button.click()
    expect(page.locator(".toast")).to_have_text("Copié")
    expect(button).to_be_focused()
    assert page.evaluate("board.readText()").startswith('"""Ask a resolver')


def test_the_copy_button_has_a_name_and_a_place(dns: Page) -> None:
    button = dns.get_by_role("button", name="Copier").first
    box = button.bounding_box()
    assert box and min(box["width"], box["height"]) >= 24


# -- contents -------------------------------------------------------------------------------------


def test_contents_follow(dns: Page) -> None:
    links = dns.locator(".toc a")
    assert links.count() > 4
    current = dns.locator(".toc [aria-current]")
    for n in (1, 3, 0):
        heading = links.nth(n).get_attribute("href") or ""
        dns.locator(f"[id='{heading[1:]}']").evaluate("heading => heading.scrollIntoView()")
        expect(current).to_have_attribute("href", heading)
    dns.evaluate("scrollTo(0, 0)")
    expect(current).to_have_count(0)


def test_contents_leave_a_small_screen(dns: Page) -> None:
    """They cover the page: once they have led somewhere, it is seen."""
    dns.set_viewport_size({"width": 360, "height": 740})
    dns.locator(".header__toc").click()
    link = dns.locator(".toc a").nth(2)
    heading = link.get_attribute("href") or ""
    link.click()
    expect(dns.locator(".toc")).to_be_hidden()
    expect(dns.locator(f"[id='{heading[1:]}']")).to_be_in_viewport()


# -- definitions ----------------------------------------------------------------------------------


@pytest.fixture
def term(dns: Page) -> Iterator[Locator]:
    """A term in the middle of the window, with a definition."""
    term = dns.locator("article p a.term[title]").first
    handle = dns.locator(f"a.term[href='{term.get_attribute('href')}']").first
    handle.evaluate("term => term.scrollIntoView({ block: 'center' })")
    yield handle


def test_a_definition_under_the_pointer(dns: Page, term: Locator) -> None:
    """It can be hovered, stays as long as it is, and Escape closes it (WCAG 1.4.13)."""
    sense, tip = term.get_attribute("title") or "", dns.get_by_role("tooltip")
    term.hover()
    expect(tip).to_have_text(sense)
    expect(term).not_to_have_attribute("title", re.compile("."))
    tip.hover()
    dns.wait_for_timeout(500)
    expect(tip).to_be_visible()
    dns.mouse.move(1, 1)
    expect(tip).to_be_hidden()
    term.hover()
    expect(tip).to_be_visible()
    dns.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_definition_under_the_keyboard(dns: Page, term: Locator) -> None:
    sense, tip = term.get_attribute("title") or "", dns.get_by_role("tooltip")
    term.focus()
    expect(tip).to_have_text(sense)
    expect(term).to_have_accessible_description(sense)
    box, link = tip.bounding_box(), term.bounding_box()
    assert box and link and box["y"] >= link["y"] and box["x"] >= 0
    dns.locator(".header__scheme").focus()
    expect(tip).to_be_hidden()


def test_a_definition_fits_a_small_window(dns: Page, term: Locator) -> None:
    dns.set_viewport_size({"width": 320, "height": 640})
    term.evaluate("term => term.scrollIntoView({ block: 'center' })")
    term.focus()
    box = dns.get_by_role("tooltip").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320


# -- up, and keys ---------------------------------------------------------------------------------


def test_back_to_top_is_offered_on_the_way_up(dns: Page) -> None:
    up = dns.locator(".top")
    for screens, offered in ((4, False), (-1, True), (1, False), (-1, True)):
        dns.evaluate(SCREENS, [screens])
        expect(up).to_be_visible() if offered else expect(up).to_be_hidden()
    up.click()
    dns.wait_for_function("scrollY === 0")
    expect(up).to_be_hidden()


def test_keys_turn_pages(dns: Page, origin: str) -> None:
    dns.keyboard.press("n")
    dns.wait_for_url(f"{origin}/tcp.html")
    dns.keyboard.press(",")
    dns.wait_for_url(f"{origin}/dns.html")


@pytest.mark.parametrize("key", ["/", "s", "Control+k"])
def test_a_key_opens_the_search(dns: Page, witness: Witness, key: str) -> None:
    """Its script comes then, and not before."""
    assert not [url for url in witness.asked if "/search" in url]
    dns.keyboard.press(key)
    expect(dns.locator("dialog[open] input").first).to_be_focused()


def test_keys_are_letters_where_one_writes(dns: Page, origin: str) -> None:
    field = dns.locator(".program__arguments input").first
    field.press_sequentially("n/p")
    assert dns.url == f"{origin}/dns.html" and field.input_value().endswith("n/p")
    dns.keyboard.press("Control+k")
    expect(dns.locator("dialog[open] input").first).to_be_focused()


def test_keys_of_one_character_can_be_turned_off(dns: Page, origin: str) -> None:
    """WCAG 2.1.4; the box to tick is in the search."""
    dns.evaluate("localStorage.setItem('aller-retour.keys', 'off')")
    for key in ("n", "p", "/", "s"):
        dns.keyboard.press(key)
    dns.wait_for_timeout(300)
    assert dns.url == f"{origin}/dns.html"
    expect(dns.locator("dialog[open]")).to_have_count(0)
    dns.keyboard.press("Control+k")
    expect(dns.locator("dialog[open] input").first).to_be_focused()
