"""Links to a byte of the "on the wire" view, good and bad, and the view that a run leaves there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hooks import wire
from tests.browser.conftest import Witness
from tests.browser.in_page import InPage
from tests.browser.in_page import opened as bare_page
from tests.browser.test_wire import THIRD, VIEW, opened
from tests.includes import ROOT
from tests.site.test_wire import PLACES


def test_a_link_to_a_message_that_is_not_there_is_to_another_run(page: Page, origin: str) -> None:
    """Old links do not say which: the page says so, and the recorded run stays."""
    page.goto(f"{origin}/en/dns.html#wire:dns/resolve:999:4")
    box = page.locator('[data-path="snippets/dns/resolve.py"]')
    expect(box.locator(".wire-wait")).to_contain_text("message 999 of a run that this page")
    expect(box.locator(".wire-wait")).to_be_in_viewport()
    assert box.locator("section.wire tr").count() > 24
    page.evaluate("location.hash = '#wire:dns/resolve:998:4'")
    expect(box.locator(".wire-wait")).to_contain_text("message 998 of a run that this page")
    assert box.locator(".wire-wait").count() == 1


BAD = ("wire:dns/resolve:0:0", "wire:../../x:1:1", "wire::::", "%E0%A4%A", 'wire:dns/resolve":1:1')


@pytest.mark.parametrize("fragment", BAD)
def test_a_fragment_that_is_no_link_of_ours_does_nothing(
    page: Page, witness: Witness, origin: str, fragment: str
) -> None:
    page.goto(f"{origin}/en/dns.html#{fragment}")
    page.wait_for_timeout(300)
    assert page.locator(".wire-says, .wire-wait").count() == 0
    page.evaluate("hash => { location.hash = hash; }", THIRD)
    page.wait_for_selector(f"{VIEW} .wire-says")
    assert not witness.wrong and not witness.foreign(origin)


LONG = {"17:21": ".wire-hex .at", "17:900": ".wire-hex .at", "17": "summary"}


@pytest.mark.parametrize("place", LONG)
def test_in_a_long_message_what_a_link_names_is_in_sight(
    page: Page, origin: str, place: str
) -> None:
    """Its middle may be a screen away."""
    page.goto(f"{origin}/response.html#wire:response/validate:{place}")
    message = page.locator("section.wire tr details[open]")
    expect(message.locator(LONG[place])).to_be_in_viewport(ratio=1)
    taller = "dump => dump.offsetHeight > innerHeight"
    assert message.locator(".wire-dump").evaluate(taller)


def test_back_and_forward(page: Page, origin: str) -> None:
    """From a byte to another, of another program, and back, also from another page."""
    message = opened(page, origin)
    page.evaluate("location.hash = '#wire:dns/by_hand:2:5'")
    other = page.locator('section.wire[data-program="dns/by_hand"] .wire-dump')
    expect(other).to_be_in_viewport()
    page.go_back()
    expect(message.locator(".wire-dump")).to_be_in_viewport()
    page.go_forward()
    expect(other).to_be_in_viewport()
    page.goto(f"{origin}/tcp.html")
    page.go_back()
    expect(other).to_be_in_viewport()


# -- the view of a run ----------------------------------------------------------------------------

CLOCK = re.compile(r"(?<=</th>)<td>[\d.,]+</td>")
"""The time: it counts how often a clock was read, and one Python reads it more often."""
TOOLS = re.compile(r'<p class="wire-tools">.*?</p>')
RECORDED = sorted({(language, path) for language, _, path in PLACES})


@pytest.fixture(scope="module")
def bare(browser: Browser, site: Path) -> Iterator[InPage]:
    """A bare page, whose worker runs one program after another."""
    with bare_page(browser, site) as page:
        yield page


@pytest.mark.parametrize(("language", "path"), RECORDED)
def test_a_run_shows_what_the_recorded_one_shows(bare: InPage, language: str, path: str) -> None:
    """Every message, byte, field and meaning, in the language of the page; but for the capture."""
    views = (
        wire.seen(path, ROOT)[language],
        bare.command(wire.recorded(path, ROOT), language).wire,
    )
    recorded, ran = (CLOCK.sub("", TOOLS.sub("", view)) for view in views)
    assert recorded.count("<tr") > 50
    assert ran == recorded
