"""axe finds nothing to say of any page: wide and narrow, by day and by night, open and closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe_core import PHONE, faults, faults_in_all_modes
from tests.browser.test_reading import HOME, URLS

ALL = [*URLS, *(f"{home}{name}.html" for home in HOME.values() for name in ("404", "offline"))]
FAULTY = (
    "<!doctype html><html lang=fr><title>x</title><main><h1>x</h1><a href=x></a>"
    "<p style='color:#999;background:#fff'>gris</p><p style='color:#999;background:#fff'>gris</p>"
)


@pytest.fixture(scope="module")
def window(browser: Browser, site: Path) -> Iterator[Page]:
    """One window for all pages: it is resized, never opened again."""
    context = browser.new_context(service_workers="block", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("url", ALL)
def test_page_shuts_nobody_out(window: Page, origin: str, url: str) -> None:
    window.goto(f"{origin}/{url}")
    if found := faults_in_all_modes(window):
        pytest.fail("\n".join(f"{url}: {fault}" for fault in found), pytrace=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_shuts_nobody_out(window: Page, origin: str, scheme: str) -> None:
    """The menu, the contents, the search, a message's bytes, a term's definition, an output."""
    window.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    window.set_viewport_size(PHONE)
    window.mouse.move(0, 0)
    window.goto(f"{origin}/dns.html#wire:dns/resolve:3:40")
    window.wait_for_selector(".wire-says")
    found = faults(window)
    for opens, shown in (("menu", "#menu"), ("toc", "#toc"), ("search", "dialog[open]")):
        window.locator(f".header__{opens}").click()
        window.wait_for_selector(shown)
        found += [f"{opens}: {fault}" for fault in faults(window)]
        window.keyboard.press("Escape")
    window.locator("a.term").first.focus()
    window.locator("#program-dns-stub .program__go").click()
    window.wait_for_selector("#program-dns-stub .program__output", timeout=60_000)
    window.locator("#program-dns-stub ~ p a.term").first.focus()  # no link is half under the header
    found += [f"run: {fault}" for fault in faults(window)]
    assert not found, "\n".join(found)


def test_every_page_is_seen(site: Path) -> None:
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert built == set(ALL)


def test_axe_sees_faults(window: Page) -> None:
    """Those of one kind are one: the first grey paragraph stands for the second."""
    window.goto("about:blank")
    window.set_content(FAULTY)
    found = faults(window)
    assert [line.partition(":")[0] for line in sorted(found)] == ["color-contrast", "link-name"]
    assert "1 × p" in sorted(found)[0]
