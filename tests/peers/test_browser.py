"""Browsers at the demo site, through `python -m lab serve` as their proxy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

from lab.serve.telling import fingerprint
from tests.browser.conftest import Witness
from tests.browser.engines import CHROMIUM
from tests.peers.programs import missing
from tests.served import Served, served
from tools.draw_diagrams import FLAGS

SITE = "www.example.com"


@pytest.fixture(scope="module")
def lab() -> Iterator[Served]:
    """The lab's servers, once for all these tests."""
    with served() as lab:
        yield lab


@pytest.fixture(scope="module")
def chromium(lab: Served, playwright: Playwright) -> Iterator[Browser]:
    """A Chromium that knows no way but the lab's proxy, and trusts as `lab serve` tells it to."""
    path = CHROMIUM.find() or missing(CHROMIUM.none)
    flags = [
        *FLAGS,
        f"--proxy-server=http://127.0.0.1:{lab.http}",
        "--proxy-bypass-list=<-loopback>",
        f"--ignore-certificate-errors-spki-list={fingerprint(SITE)}",
    ]
    browser = playwright.chromium.launch(executable_path=path, args=flags)
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new window, without a past."""
    context = chromium.new_context()
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(params=["http", "https"])
def origin(request: pytest.FixtureRequest) -> str:
    """The demo site, in the clear and over TLS."""
    return f"{request.param}://{SITE}"


def complaints(page: Page) -> list[str]:
    """What will be said in the console, but for the icon, which Chromium asks for by itself."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "/favicon.ico" not in message.location["url"]:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_demo_site(page: Page, origin: str) -> None:
    witness, errors = Witness(page), complaints(page)
    page.goto(origin, wait_until="load")
    assert "A script wrote this line." in page.locator("#count").inner_text()
    header = page.locator("header")
    assert header.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(239, 237, 251)"
    assert page.locator("img").evaluate("e => e.complete && e.naturalWidth") == 64
    page.wait_for_function("document.fonts.check('15px Trip') && document.fonts.size == 1")
    names = ("", "style.css", "script.js", "logo.png", "font.woff2", "favicon.ico")
    assert {*witness.asked} <= {f"{origin}/{name}" for name in names}
    assert len({*witness.asked}) >= 5 and not witness.foreign(f"{origin}/")
    assert errors == []


def test_guest_book(page: Page, origin: str) -> None:
    errors = complaints(page)
    page.goto(f"{origin}/guestbook")
    page.get_by_label("Name").fill(f"Zoé, {origin}")
    page.get_by_label("Message").fill("Ça marche <b>bien</b>")
    page.get_by_role("button").click()
    page.wait_for_url(f"{origin}/guestbook")
    page.wait_for_function("document.body.innerText.includes('Zoé')")
    entry = page.locator("li").last.inner_text()
    assert entry == f"Zoé, {origin}: Ça marche <b>bien</b>"
    assert errors == []


def test_redirects_and_cookies(page: Page, origin: str) -> None:
    page.goto(f"{origin}/old")
    assert page.url == f"{origin}/"
    page.evaluate("document.cookie = 'trip=round'")
    page.goto(f"{origin}/headers")
    assert "Cookie: trip=round" in page.locator("pre").inner_text()


def test_an_address_of_the_lab_is_the_only_way(page: Page) -> None:
    """The proxy leads nowhere else: a foreign name is refused, not looked up."""
    answer = page.goto("http://foreign.test/")
    assert answer and answer.status in (403, 421)
