"""Through the text with nothing but a keyboard: terms, what is wide, programs, messages, pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import here, opened, reach

SLOW = 60_000  # milliseconds: Python is loaded
SCROLLED = "[document.activeElement.scrollLeft, document.activeElement.scrollTop]"


def go(page: Page, part: str) -> None:
    """To a part of the page, as a link to it does; the next Tab goes on from there."""
    page.evaluate("part => { location.hash = part }", part)


def test_a_term_is_explained(page: Page, origin: str) -> None:
    """By focus alone; Escape takes the explanation away and leaves the focus where it is."""
    opened(page, f"{origin}/dns.html")
    go(page, "who-asks")
    reach(page, "a.term")
    explained = page.get_by_role("tooltip")
    expect(explained).to_be_visible()
    term = page.locator("a.term:focus")
    expect(term).to_have_accessible_description(explained.inner_text())
    page.keyboard.press("Escape")
    expect(explained).to_be_hidden()
    expect(term).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(explained).to_be_visible()


@pytest.mark.parametrize(
    ("part", "selector"),
    [("by-hand", "pre"), ("by-hand", ".table"), ("who-asks", "figure *, figure")],
    ids=["code", "table", "drawing"],
)
def test_what_is_wide_scrolls(page: Page, origin: str, part: str, selector: str) -> None:
    opened(page, f"{origin}/dns.html", {"width": 320, "height": 500})
    go(page, part)
    for _ in range(60):
        reach(page, selector)
        wide = "document.activeElement.scrollWidth > document.activeElement.clientWidth + 8"
        if page.evaluate(wide):
            break
    before = page.evaluate(SCROLLED)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(f"before => {SCROLLED}[0] > before[0]", arg=before)


def test_a_program_runs_and_its_messages_are_read(page: Page, origin: str) -> None:
    """Run, wait, what was on the wire: a message, its bytes, its fields, and out again."""
    opened(page, f"{origin}/dns.html")
    program = page.locator("#program-dns-resolve")
    go(page, "records")
    reach(page, "#program-dns-resolve .program__go")
    page.keyboard.press("Enter")
    said = program.locator(".program__status")
    expect(said).to_contain_text("Sortie identique", timeout=SLOW)
    expect(program.locator(".program__go")).to_be_focused()
    expect(program.locator(".program__output")).to_contain_text("203.0.113.10")
    reach(page, "section.wire summary")
    page.keyboard.press("Enter")
    reach(page, "section.wire tr summary")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    message = program.locator("section.wire tr details[open]")
    expect(message.locator(".wire-says")).to_contain_text("source port")
    reach(page, ".wire-name")
    page.keyboard.press("ArrowDown")
    expect(message.locator(".wire-says")).to_contain_text("destination port")
    stop = here(page)
    assert stop and not stop.faults
    page.keyboard.press("Escape")
    expect(message).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('tr summary')")


def test_a_program_is_edited_and_left(page: Page, origin: str) -> None:
    """In the editor Tab indents; Escape, then Tab, leaves it; Reset puts the program back."""
    opened(page, f"{origin}/dns.html")
    program = page.locator("#program-dns-resolve")
    go(page, "records")
    reach(page, "#program-dns-resolve .program__edit")
    page.keyboard.press("Enter")
    editor = program.get_by_role("textbox", name="snippets/")
    expect(editor).to_be_focused(timeout=SLOW)
    page.keyboard.press("Tab")
    expect(editor).to_be_focused()
    stop = here(page)
    assert stop and stop.inside and stop.free
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()
    assert page.evaluate("document.activeElement.closest('#program-dns-resolve') !== null")


def test_from_page_to_page(page: Page, origin: str) -> None:
    """The next page and the one before, at the end of each page."""
    opened(page, f"{origin}/dns.html")
    for which, name in (("next", "tcp.html"), ("prev", "dns.html")):
        for _ in range(30):
            page.keyboard.press("Shift+Tab")
            if page.evaluate(f"document.activeElement.matches('a[rel={which}]')"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{name}")
