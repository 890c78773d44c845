"""The whole site under the policy that a careful host sends: nothing needs an exception."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hooks.csp import POLICY
from tests.browser.conftest import Witness
from tests.browser.host import Host
from tests.browser.test_reading import HOME, SEARCHED, URLS, search
from tests.site.sources import LANGUAGES

TELL = """
window.violations = [];
addEventListener("securitypolicyviolation",
    (e) => violations.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`));
"""
FRAMES = """
window.schemes = [];
const look = () => {
    if (document.body) schemes.push(document.body.dataset.mdColorScheme);
    requestAnimationFrame(look);
};
look();
"""


@pytest.fixture(scope="module")
def strict(site: Path) -> Iterator[str]:
    """The URL of the site under the policy."""
    with Host(site, Content_Security_Policy=POLICY) as host:
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


def test_what_the_theme_adds_still_works(watched: Page, strict: str) -> None:
    """Palette, boxes that open, the copy button, and its message."""
    watched.goto(f"{strict}/dns.html")
    watched.locator("label.md-header__button[for=__palette_1]").click()
    assert watched.get_attribute("body", "data-md-color-scheme") == "slate"
    box = watched.locator("article details").first
    box.locator("summary").first.click()
    assert box.get_attribute("open") is not None
    watched.locator(".program pre").first.hover()
    watched.locator(".program button[data-md-type=copy]").first.click()
    watched.locator(".md-dialog--active").wait_for()
    assert "import" in watched.evaluate("navigator.clipboard.readText()")
    assert not violations(watched)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_flash_of_the_other_palette(watched: Page, strict: str, scheme: str) -> None:
    """The system's palette at the first visit, then the reader's, from the first frame on."""
    own, other = ("slate", "default") if scheme == "dark" else ("default", "slate")
    watched.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    watched.add_init_script(FRAMES)
    watched.goto(f"{strict}/dns.html")
    assert seen(watched) == {own}
    watched.locator("header label.md-header__button[for^=__palette]:visible").click()
    watched.goto(f"{strict}/tcp.html")
    assert seen(watched) == {other}


def seen(page: Page) -> set[str]:
    """The palettes of all frames so far."""
    return set(page.evaluate("schemes"))
