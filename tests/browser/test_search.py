"""The search in a reader's hands: opened, walked through by keyboard, closed; served, on a disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Witness
from tests.browser.host import Host
from tests.browser.searching import LINK, SEARCHED, opened, search
from tests.browser.test_reading import HOME
from tests.site.sources import LANGUAGES

MARKED = """() => {
    const found = [...(CSS.highlights?.get("search") ?? [])].map(String);
    return found.concat([...document.querySelectorAll("mark.marked")].map((e) => e.textContent));
}"""
TEXT = "document.querySelector('article').innerHTML"
FOCUSED = "document.activeElement.className"


@pytest.fixture
def dns(page: Page, origin: str) -> Page:
    page.goto(f"{origin}/dns.html")
    return page


@pytest.fixture
def reader(either: Browser) -> Iterator[Page]:
    """A window of each browser in turn."""
    context = either.new_context(service_workers="block")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_finds_its_own_pages(
    page: Page, witness: Witness, origin: str, language: str
) -> None:
    page.goto(f"{origin}/{HOME[language]}index.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in witness.asked if "/search" in url], "loaded before it is wanted"
    found = search(page, SEARCHED[language])
    assert all(("/en/" in url) == (language == "en") for url in found), found
    assert not witness.wrong and not witness.foreign(origin)


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_disk(reader: Page, site: Path, language: str) -> None:
    """No server, no worker: the same script looks for the words in the page."""
    witness = Witness(reader)
    reader.goto((site / HOME[language] / "index.html").as_uri())
    first = search(reader, "getaddrinfo")[0]
    assert first.startswith((site / HOME[language]).as_uri())
    reader.keyboard.press("Enter")
    reader.wait_for_url(first)
    reader.get_by_role("button", name=re.compile("surligner|highlight")).wait_for()
    assert "getaddrinfo" in reader.evaluate(MARKED)
    assert not witness.wrong and not witness.foreign(site.as_uri())


def test_by_keyboard(dns: Page) -> None:
    """Open, type, go down and up the results, open one: its words are highlighted there."""
    found = search(dns, "poignee de main")
    assert dns.get_by_role("status").filter(has_text=re.compile(r"\d")).count() == 1
    for _ in range(2):
        dns.keyboard.press("ArrowDown")
    assert dns.evaluate("document.activeElement.href") == found[1]
    for key in ("ArrowUp", "ArrowUp", "ArrowUp"):
        dns.keyboard.press(key)
    assert dns.evaluate(FOCUSED) == "search__field"
    dns.keyboard.press("Tab")
    dns.keyboard.press("Tab")
    dns.keyboard.press("Enter")
    dns.wait_for_url(found[0])
    assert "h=poignee" in found[0]
    dns.wait_for_selector(".unmark")
    assert {word.casefold() for word in dns.evaluate(MARKED)} >= {"poignée", "main"}


def test_enter_opens_the_first(dns: Page) -> None:
    opened(dns).press_sequentially("wireshark")
    dns.keyboard.press("Enter")
    dns.wait_for_url(re.compile(r"/lab\.html\?h=wireshark"))


def test_opened_and_closed(dns: Page) -> None:
    """By its button, with focus back on it; Escape, the cross, a click beside all close it."""
    button = dns.locator(".header__search")
    dialog = dns.get_by_role("dialog")
    ways: list[Callable[[], None]] = [
        lambda: dns.keyboard.press("Escape"),
        lambda: dialog.get_by_role("button").click(),
        lambda: dns.mouse.click(5, 400),
    ]
    for close in ways:
        button.click()
        expect(dialog).to_be_visible()
        assert dns.evaluate(FOCUSED) == "search__field"
        close()
        expect(dialog).to_be_hidden()
    button.focus()
    dns.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dns.keyboard.press("Escape")
    assert "header__search" in dns.evaluate(FOCUSED)


def test_nothing_found_is_said(dns: Page) -> None:
    opened(dns).press_sequentially("zzyzx")
    expect(dns.get_by_role("status").filter(has_text="Rien")).to_be_visible()
    dns.keyboard.press("Enter")
    assert dns.url.endswith("/dns.html") and not dns.locator(LINK).count()


def test_no_network_is_said(dns: Page) -> None:
    def cut(route: Route) -> None:
        route.abort()

    dns.context.route("**/search_index.js", cut)
    opened(dns).press_sequentially("dns")
    expect(dns.get_by_role("status").filter(has_text="réseau")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lost_page_searches_too(page: Page, site: Path, language: str) -> None:
    """Wherever it is shown, and under whatever path: its results lead to pages that exist."""
    html = (site / HOME[language] / "404.html").read_text("utf8")
    with Host(site) as host:
        page.route("**/a/b/c", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(f"{host.url}a/b/c")
        assert search(page, SEARCHED[language])[0].startswith(f"{host.url}{HOME[language]}")


def test_same_page(dns: Page) -> None:
    """A result of this very page: the dialog closes, the place is shown."""
    search(dns, "getaddrinfo")
    dns.locator(f"{LINK}[href*='dns.html']").first.click()
    dns.wait_for_url(re.compile(r"h=getaddrinfo"))
    expect(dns.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("highlights", [True, False], ids=["highlight", "mark"])
def test_highlight_goes(page: Page, origin: str, highlights: bool) -> None:
    """Words are found through the colours of a program; a page without them is as it was."""
    if not highlights:
        page.add_init_script("delete window.Highlight")
    page.goto(f"{origin}/dns.html")
    before = page.evaluate(TEXT)
    page.goto(f"{origin}/dns.html?h=socket.getaddrinfo")
    page.wait_for_selector(".unmark")
    assert "socket.getaddrinfo" in "".join(page.evaluate(MARKED))
    assert (page.evaluate(TEXT) == before) == highlights
    page.keyboard.press("Escape")
    expect(page.locator(".unmark")).to_have_count(0)
    assert not page.evaluate(MARKED) and page.url.endswith("/dns.html")
    assert page.evaluate(TEXT) == before


def test_an_address_is_only_words(page: Page, witness: Witness, origin: str) -> None:
    """Whoever made it: what it asks for is text."""
    page.goto(f"{origin}/dns.html?h=%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E+dns")
    page.wait_for_selector(".unmark")
    field = opened(page)
    assert field.input_value() == "<img src=x onerror=alert(1)> dns"
    page.wait_for_selector(LINK)
    assert not page.locator("dialog img").count() and not witness.wrong


def test_one_key_shortcuts_can_be_turned_off(dns: Page, origin: str) -> None:
    """WCAG 2.1.4: who speaks to a computer types them unwillingly. Control+K stays."""
    dialog = dns.get_by_role("dialog")
    dns.keyboard.press("/")
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").uncheck()
    dns.keyboard.press("Escape")
    dns.goto(f"{origin}/tcp.html")
    dns.keyboard.press("/")
    dns.keyboard.press("n")
    opened(dns)
    assert dns.url.endswith("/tcp.html")
    expect(dialog.get_by_role("checkbox")).not_to_be_checked()
    dialog.get_by_role("checkbox").check()
    dns.keyboard.press("Escape")
    dns.wait_for_function("document.activeElement === document.body")
    dns.keyboard.press("s")
    expect(dialog).to_be_visible()


def test_results_can_be_read_on_a_small_screen(dns: Page) -> None:
    dns.set_viewport_size({"width": 320, "height": 560})
    search(dns, "getaddrinfo")
    sizes = dns.eval_on_selector("dialog", "d => [d.scrollWidth, d.clientWidth, innerWidth]")
    assert sizes[0] <= sizes[1] <= sizes[2]
