"""The "on the wire" view in a browser: bytes and fields answer each other, and a link finds one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from lab.record import Control, Packet
from lab.trace import as_html
from lab.trace.decode import decode
from tests.browser.conftest import Witness
from tests.lab.running import lab

VIEW = 'section.wire[data-program="dns/resolve"]'
THIRD = "#wire:dns/resolve:3:40"
"""Byte 40 of the third message: the type of the first record, in the root's referral."""
PAGES = {"fr": "dns.html", "en": "en/dns.html"}
SENSE = {"fr": "il dit comment lire ses données", "en": "it says how to read its data"}
FIRST_RUN = 90_000  # milliseconds: Python is loaded, on a machine that may be busy


def opened(page: Page, origin: str, language: str = "fr", link: str = THIRD) -> Locator:
    """The message that a link leads to."""
    page.goto(f"{origin}/{PAGES[language]}{link}")
    page.wait_for_selector(f"{VIEW} .wire-says")
    return page.locator(f"{VIEW} tr details[open]")


def marked(message: Locator, kind: str = "on") -> list[str]:
    """The places of the bytes that are marked."""
    places: list[str] = message.locator(f".wire-hex .{kind}").evaluate_all(
        "all => all.map(each => each.dataset.n)"
    )
    return places


def go_down(summaries: Locator) -> None:
    """From the first message to the second, once the script of the view is there to do it."""
    for _ in range(50):
        summaries.first.press("ArrowDown")
        if summaries.nth(1).evaluate("summary => summary === document.activeElement"):
            return
        summaries.page.wait_for_timeout(200)
    pytest.fail("the arrow does nothing after ten seconds")


@pytest.mark.parametrize("language", PAGES)
def test_a_link_opens_a_message_at_a_byte(
    page: Page, witness: Witness, origin: str, language: str
) -> None:
    message = opened(page, origin, language)
    assert message.count() == 1
    assert marked(message, "at") == ["40"]
    assert marked(message) == ["39", "40"]
    said = message.locator(".wire-says")
    expect(said).to_contain_text("authority 1: type")
    expect(said).to_contain_text(SENSE[language])
    expect(said.locator("a")).to_have_attribute("href", re.compile(r"rfc1035#section-4\.1\.3$"))
    expect(message.locator(".wire-dump")).to_be_in_viewport()
    assert not witness.wrong and not witness.foreign(origin)


def test_a_byte_shows_its_field_and_a_field_its_bytes(page: Page, origin: str) -> None:
    message = opened(page, origin)
    message.locator('.wire-hex [data-n="9"]').hover()
    expect(message.locator(".wire-fields .on")).to_contain_text("0xf6aa")
    assert marked(message) == ["8", "9"]
    message.locator(".wire-fields tr", has_text="question: name").hover()
    assert marked(message) == [str(n) for n in range(20, 33)]
    assert message.locator(".wire-text .on").all_inner_texts() == list("·example·com·")
    assert THIRD in page.url, "looking is not choosing"


def test_a_byte_that_is_chosen_is_in_the_address(page: Page, origin: str) -> None:
    message = opened(page, origin)
    message.locator('.wire-hex [data-n="9"]').click()
    assert page.url.endswith("#wire:dns/resolve:3:9")
    message.locator(".wire-copy").click()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.reload()
    page.wait_for_selector(f"{VIEW} .wire-says")
    assert marked(message, "at") == ["9"]


def test_keyboard(page: Page, origin: str) -> None:
    """Enter opens a message; arrows go by fields and by bytes; Escape closes."""
    page.goto(f"{origin}/{PAGES['en']}")
    view = page.locator(VIEW)
    view.locator("summary").first.press("Enter")
    summaries = view.locator("tr summary")
    go_down(summaries)
    page.keyboard.press("Enter")
    message = view.locator("tr details[open]")
    expect(message.locator(".wire-says")).to_contain_text("source port")
    for _ in range(3):
        page.keyboard.press("Tab")  # its source, the link to copy, its fields
    expect(message.locator(".wire-name").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(message.locator(".wire-name", has_text="destination port")).to_be_focused()
    assert marked(message) == ["2", "3"]
    assert page.url.endswith("#wire:dns/resolve:2:3")
    page.keyboard.press("Escape")
    expect(summaries.nth(1)).to_be_focused()
    assert message.count() == 0


def test_without_a_script_it_is_a_table(browser_without_script: Page, origin: str) -> None:
    page = browser_without_script
    page.goto(f"{origin}/{PAGES['en']}")
    view = page.locator(VIEW)
    view.locator("summary").first.click()
    view.locator("tr summary").first.click()
    fields = view.locator(".wire-fields").first
    expect(fields).to_contain_text("A random number, copied into the response")
    expect(fields.locator("a").first).to_be_visible()
    assert view.get_by_role("row").count() > 24
    assert view.get_by_role("columnheader", name="From").count() == 1


def frames(path: Path) -> list[bytes]:
    """The packets of a capture, without their times, which count how often a clock was read."""
    data, at, found = path.read_bytes(), 24, []
    while at < len(data):
        length = int.from_bytes(data[at + 8 : at + 12], "little")
        found.append(data[at + 16 : at + 16 + length])
        at += 16 + length
    assert len(found) > 10
    return found


def test_a_link_to_a_run_waits_for_the_run(page: Page, origin: str, tmp_path: Path) -> None:
    """The page says which program to run; after the run the message opens, with its capture."""
    page.goto(f"{origin}/en/tcp.html#wire:tcp/connect:9:4")
    box = page.locator('[data-path="snippets/tcp/connect.py"]')
    expect(box.locator(".wire-wait")).to_contain_text("message 9 of a run")
    expect(box).to_be_in_viewport()
    box.locator(".program__go").click()
    message = box.locator("section.wire tr details[open]")
    message.locator(".wire-says").wait_for(timeout=FIRST_RUN)
    assert marked(message, "at") == ["4"]
    with page.expect_download() as download:
        box.locator(".wire-tools a").click()
    written = tmp_path / "run.pcap"
    lab("run", "--pcap", str(written), "snippets/tcp/connect.py")
    assert download.value.suggested_filename == "tcp-connect.pcap"
    assert frames(download.value.path()) == frames(written)


LONG = [
    Packet(n, "tcp", ("192.0.2.23", 50000), ("203.0.113.10", 80), b"%d" % n, n * 9, 1, Control.ACK)
    for n in range(1, 401)
]


def test_long_exchange(page: Page, origin: str) -> None:
    """Its end waits for the reader to ask, and opens as its beginning does."""
    message = opened(page, origin)
    html = as_html.render(decode(LONG, {}), "en", "dns/cache")
    room = '[data-path="snippets/dns/cache.py"] .program__wire'
    page.eval_on_selector(room, "(node, html) => node.innerHTML = html", html)
    page.evaluate("location.hash = '#wire:dns/cache:399:21'")
    message = page.locator(f"{room} tr details[open]")
    expect(message.locator(".wire-says")).to_contain_text('"399"')
    assert marked(message, "at") == ["21"]
    assert page.locator(f"{room} :is(.wire-all, tbody[hidden])").count() == 0
    assert message.locator(".wire-fields tbody tr").count() == 9
    expect(message.locator(".wire-says a")).to_have_attribute("href", re.compile("rfc9293"))
