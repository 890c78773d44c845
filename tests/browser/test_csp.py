"""The whole site under the policy that a careful host sends: nothing needs an exception."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Witness
from tests.browser.host import Host
from tests.browser.searching import SEARCHED, search
from tests.browser.test_reading import HOME, URLS
from tests.site.sources import LANGUAGES

TELL = """
window.violations = [];
addEventListener("securitypolicyviolation",
    (e) => violations.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`));
"""
FRAMES = """
window.colours = [];
const look = () => {
    if (document.body) colours.push(getComputedStyle(document.body).color);
    requestAnimationFrame(look);
};
look();
"""


@pytest.fixture(scope="module")
def strict(site: Path) -> Iterator[str]:
    """The URL of the site, on a host that reads its `_headers`."""
    with Host(site, rules=(site / "_headers").read_text("utf8")) as host:
        yield host.url.removesuffix("/")


@pytest.fixture
def watched(page: Page) -> Page:
    """A window that notes each violation before any script of the page runs."""
    page.add_init_script(TELL)
    return page


@pytest.fixture(scope="module")
def walker(browser: Browser) -> Iterator[tuple[Page, Witness]]:
    """One such window for all pages, and its witness: a window costs more than a page."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.add_init_script(TELL)
    yield page, Witness(page)
    context.close()


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("violations")
    return found


@pytest.mark.parametrize("url", [*URLS, "404.html", "en/404.html"])
def test_every_page_is_quiet(walker: tuple[Page, Witness], strict: str, url: str) -> None:
    """No error, nothing missing, nothing asked of anybody else; and it fits 360 pixels."""
    page, witness = walker
    witness.asked.clear()
    witness.wrong.clear()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{strict}/{url}")
    page.wait_for_load_state("networkidle")
    assert page.inner_text("h1").strip()
    assert witness.asked and not violations(page)
    assert not witness.wrong and not witness.foreign(strict)
    page.set_viewport_size({"width": 360, "height": 740})
    widths = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1], f"{url} scrolls sideways on a small screen: {widths}"


def test_the_policy_is_in_force(watched: Page, strict: str) -> None:
    """Else the tests above prove nothing."""
    watched.goto(f"{strict}/index.html")
    watched.evaluate("document.body.append(document.createElement('style'))")
    watched.evaluate("document.querySelector('body > style').textContent = 'p { color: red }'")
    watched.evaluate("document.body.setAttribute('style', 'color: red')")
    assert {found.split()[0] for found in violations(watched)} >= {"style-src-attr"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_search(watched: Page, witness: Witness, strict: str, language: str) -> None:
    watched.goto(f"{strict}/{HOME[language]}index.html")
    assert search(watched, SEARCHED[language])
    assert not violations(watched) and not witness.wrong


def test_what_moves_in_a_page_still_works(watched: Page, strict: str) -> None:
    """Colours, boxes that open, definitions, the copy button, and its message."""
    watched.goto(f"{strict}/dns.html")
    watched.locator(".header__scheme").click()
    assert watched.get_attribute("html", "data-scheme") == "dark"
    watched.locator("article p a.term[title]").first.hover()
    watched.get_by_role("tooltip").wait_for()
    box = watched.locator("article details").first
    box.locator("summary").first.click()
    assert box.get_attribute("open") is not None
    watched.locator(".program .copy").first.click()
    watched.locator(".toast:not(:empty)").wait_for()
    assert "import" in watched.evaluate("navigator.clipboard.readText()")
    assert not violations(watched)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_flash_of_other_colours(watched: Page, strict: str, scheme: str) -> None:
    """The system's at the first visit, then the reader's, from the first frame on."""
    watched.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    watched.add_init_script(FRAMES)
    watched.goto(f"{strict}/dns.html")
    [own] = seen(watched)
    watched.locator(".header__scheme").click()
    watched.goto(f"{strict}/tcp.html")
    [other] = seen(watched)
    assert own != other


def seen(page: Page) -> set[str]:
    """The colours of the text in all frames so far."""
    return set(page.evaluate("colours"))
