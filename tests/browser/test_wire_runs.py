"""Links to a byte of a run that the reader chose: its breaks and its arguments are in the link."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lab.record import Control, Packet
from lab.trace import as_html
from lab.trace.decode import decode
from tests.browser.conftest import Witness
from tests.browser.test_program_box import box, faked, go, typed
from tests.browser.test_wire import FIRST_RUN, marked

PENDING = {
    "fr": "Ce lien montre le message 4 d’une exécution\u00a0: appuyez sur Exécuter. "
    "Pannes et arguments sont déjà ceux du lien.",
    "en": "This link shows message 4 of a run: press Run. "
    "Breaks and arguments are already those of the link.",
}
UNKNOWN = "of a run that this page does not know"
HOME = {"fr": "", "en": "en/"}
ENDS = ("192.0.2.23", 50000), ("203.0.113.10", 80)
SENT = [Packet(n, "tcp", *ENDS, b"%d" % n, n * 9, 1, Control.ACK) for n in range(1, 6)]


def echo(page: Page, program: str = "dns/resolve") -> None:
    """In Python's place, what prints its arguments and breaks, with five messages on the wire."""
    view = as_html.render(decode(SENT, {}), "en", program)
    faked(
        page,
        "const said = JSON.stringify([data.arguments, data.breaks]);"
        "const bytes = new TextEncoder().encode(said);"
        'say({ type: "output", id: data.id, stream: "stdout", data: bytes });'
        f"say({{ ...done, wire: {json.dumps(view)}, status: 0 }});",
    )


def message(box: Locator) -> Locator:
    """The one that is open, under a program that has been run."""
    opened = box.locator("section.wire tr details[open]")
    opened.locator(".wire-says").wait_for(timeout=FIRST_RUN)
    return opened


def run(box: Locator) -> None:
    """Press Run, and wait for what it put on the wire."""
    go(box).click()
    expect(box.locator('.wire-tools a[href^="blob:"]')).to_have_count(1, timeout=FIRST_RUN)


def open_byte(box: Locator, number: int, byte: int) -> Locator:
    """What a reader does to have a link."""
    whole = box.locator("section.wire > details")
    if whole.get_attribute("open") is None:
        whole.locator("> summary").click()
    whole.locator("tbody > tr", has=box.page.locator(f"th:text-is('{number}')")).first.locator(
        "summary"
    ).click()
    message(box).locator(f'.wire-hex [data-n="{byte}"]').click()
    return message(box)


def chosen(box: Locator) -> tuple[str, list[str]]:
    """What the row under the program would do."""
    return box.locator(".program__arguments input").input_value(), box.locator(
        ".program__breaks input:checked"
    ).evaluate_all("all => all.map(each => each.value)")


def fragment(page: Page) -> str:
    return str(page.evaluate("location.hash"))


@pytest.mark.parametrize("language", HOME)
def test_from_a_run_to_the_same_byte_elsewhere(either: Browser, origin: str, language: str) -> None:
    """A run with a break and another name; its link, in another reader's page: one press away."""
    context = either.new_context(service_workers="block")
    page = context.new_page()
    resolve = box(page, f"{origin}/{HOME[language]}dns.html", "dns-resolve")
    resolve.locator(".program__breaks summary").click()
    resolve.locator("[value=dns-servfail]").check()
    resolve.locator(".program__arguments input").fill("www.example.org")
    run(resolve)
    open_byte(resolve, 4, 12)
    link = page.url
    assert link.endswith("#wire:dns/resolve:4:12?break=dns-servfail&args=www.example.org")
    context.close()
    context = either.new_context(service_workers="block")
    _follow(context.new_page(), link, language)
    context.close()


def _follow(page: Page, link: str, language: str) -> None:
    page.goto(link)
    resolve = page.locator("#program-dns-resolve")
    note = resolve.locator(".wire-wait")
    expect(note).to_have_text(PENDING[language])
    expect(note).to_have_attribute("role", "status")
    expect(note).to_be_in_viewport()
    expect(note).to_be_focused()
    expect(go(resolve)).to_be_in_viewport()
    expect(resolve.locator("[value=dns-servfail]")).to_be_visible()
    assert chosen(resolve) == ("www.example.org", ["dns-servfail"])
    assert not page.workers, "nothing runs by itself"
    page.keyboard.press("Tab")
    expect(go(resolve)).to_be_focused()
    page.keyboard.press("Enter")
    assert marked(message(resolve), "at") == ["12"]
    expect(message(resolve).locator(".wire-dump")).to_be_in_viewport()
    expect(note).to_have_count(0)
    assert resolve.locator("section.wire > details > table > tbody > tr > th").nth(3).is_visible()


ODD = (
    "\"it's a\" * é&=+%#? '' x.",
    "http://example.com/a?b=c#d A",
    '<b>x</b> "<img src=x onerror=alert(1)>"',
    "",
    "example.com.",
)


@pytest.mark.parametrize("given", ODD)
def test_any_arguments_come_back_as_they_were(page: Page, origin: str, given: str) -> None:
    """And the link has only characters that mail and chat programs keep, down to the last one."""
    echo(page, "tcp/download")
    download = box(page, f"{origin}/en/tcp.html", "tcp-download")
    download.locator(".program__arguments input").fill(given)
    run(download)
    open_byte(download, 2, 3)
    link, printed = fragment(page), download.locator(".program__output code").inner_text()
    assert re.fullmatch(r"#wire:tcp/download:2:3\?args=([\w/.%+=-]*[\w+/=-])?", link)
    page.goto("about:blank")
    page.goto(f"{origin}/en/tcp.html{link}")
    expect(download.locator(".wire-wait")).to_contain_text("message 2 of a run")
    go(download).click()
    assert marked(message(download), "at") == ["3"]
    assert download.locator(".program__output code").inner_text() == printed


def test_a_number_is_in_the_link(page: Page, origin: str) -> None:
    echo(page, "tcp/download")
    link = f"{origin}/en/tcp.html#wire:tcp/download:2:3?break=tcp-segment-lost=2"
    page.goto(link)
    download = page.locator("#program-tcp-download")
    expect(download.locator(".wire-wait")).to_contain_text("message 2 of a run")
    assert chosen(download) == ("/lines.txt", ["tcp-segment-lost"])
    go(download).click()
    message(download).locator('.wire-hex [data-n="5"]').click()
    assert page.url == link.replace(":3?", ":5?")
    said = download.locator(".program__output code").inner_text()
    assert '[["/lines.txt"],["tcp-segment-lost=2"]]' in said


SAME = (
    "wire:tcp/download:3:1",
    "wire:tcp/download:3:1?args=/lines.txt",
    "wire:tcp/download:3:1?args=%2Flines.txt",
    "wire:tcp%2Fdownload:3:1%3Fargs=/lines.txt",
)


@pytest.mark.parametrize("link", SAME)
def test_the_recorded_run_opens_at_once(page: Page, origin: str, link: str) -> None:
    page.goto(f"{origin}/en/tcp.html#{link}")
    download = page.locator("#program-tcp-download")
    assert marked(message(download), "at") == ["1"]
    assert download.locator(".wire-wait").count() == 0


LOST = (
    "?break=no-such-break",
    "?break=http-reset",  # a break of the lab, which does nothing to this program
    "?break=dns-servfail&break=no-such-break",
    "?break=dns-servfail&break=dns-servfail",
    "?break=dns-servfail=2",  # it takes no number
    "?args='a%0Ab'",  # no field can hold it
)


@pytest.mark.parametrize("asked", LOST)
def test_a_run_that_the_page_does_not_offer(
    page: Page, witness: Witness, origin: str, asked: str
) -> None:
    """The page says so, chooses nothing of it, and shows no message of another run."""
    echo(page)
    page.goto(f"{origin}/en/dns.html#wire:dns/resolve:4:12{asked}")
    resolve = page.locator("#program-dns-resolve")
    expect(resolve.locator(".wire-wait")).to_have_text(f"This link shows message 4 {UNKNOWN}.")
    assert chosen(resolve)[1] == []
    assert chosen(resolve)[0] == resolve.locator(".program__arguments input").get_attribute("value")
    run(resolve)
    assert resolve.locator("tr details[open]").count() == 0
    assert not witness.wrong and not witness.foreign(origin)


HOSTILE = (
    "?break=<img src=x onerror=alert(1)>",
    "?break=%22%5D,*",
    "?break=",
    "?break=tcp-segment-lost=-1",
    "?break=tcp-segment-lost=1e3",
    "?args=a&args=b",
    "?onload=alert(1)&args=a",
    "?" + "&".join(["args=a"] * 10_000),
    "?args=" + "a+" * 10_000,
    "?break=dns-servfail&" * 60,
)


@pytest.mark.parametrize("asked", HOSTILE, ids=lambda asked: asked[:30])
def test_what_is_no_link_of_ours_changes_nothing(
    page: Page, witness: Witness, origin: str, asked: str
) -> None:
    page.goto(f"{origin}/en/dns.html")
    before = page.locator("#program-dns-resolve").inner_html()
    page.evaluate("hash => { location.hash = hash; }", f"#wire:dns/resolve:4:12{asked}")
    page.wait_for_timeout(300)
    assert page.locator("#program-dns-resolve").inner_html() == before
    assert chosen(page.locator("#program-dns-resolve")) == ("", [])
    page.evaluate("location.hash = '#wire:dns/resolve:4:12'")
    assert marked(message(page.locator("#program-dns-resolve")), "at") == ["12"]
    assert not witness.wrong and not witness.foreign(origin)


def test_a_link_to_another_run_than_the_one_shown(page: Page, origin: str) -> None:
    """After a run with a break, a link to the plain run of the same program is not to that one."""
    echo(page)
    resolve = box(page, f"{origin}/en/dns.html", "dns-resolve")
    resolve.locator(".program__breaks summary").click()
    resolve.locator("[value=dns-servfail]").check()
    run(resolve)
    open_byte(resolve, 2, 3)
    page.evaluate("location.hash = '#wire:dns/resolve:4:12'")
    note = resolve.locator(".wire-wait")
    expect(note).to_have_text("This link shows message 4 of a run: press Run.")
    assert chosen(resolve)[1] == []
    resolve.locator("[value=dns-servfail]").check()
    expect(note).to_have_count(0)  # Run would not show it any more
    resolve.locator("[value=dns-servfail]").uncheck()
    go(resolve).click()
    assert marked(message(resolve), "at") == ["12"]


def test_a_message_that_the_run_does_not_have(page: Page, origin: str) -> None:
    echo(page)
    page.goto(f"{origin}/en/dns.html#wire:dns/resolve:9:0?break=dns-servfail")
    resolve = page.locator("#program-dns-resolve")
    expect(resolve.locator(".wire-wait")).to_contain_text("press Run")
    go(resolve).click()
    expect(resolve.locator(".wire-wait")).to_have_text(f"This link shows message 9 {UNKNOWN}.")
    assert resolve.locator("tr details[open]").count() == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [(True, "Edited program: no link"), (False, "Arguments too long: no link")],
)
def test_a_run_that_no_link_can_carry(page: Page, origin: str, changed: bool, why: str) -> None:
    """Its bytes say why; the address names none of another run."""
    echo(page)
    page.goto(f"{origin}/en/dns.html#wire:dns/resolve:2:3")
    resolve = page.locator("#program-dns-resolve")
    message(resolve)
    if changed:
        typed(page, resolve, "print(1)")
    else:
        resolve.locator(".program__arguments input").fill("é" * 300)
    run(resolve)
    opened = open_byte(resolve, 4, 12)
    expect(opened).to_contain_text(f"{why} can lead to this byte.")
    assert opened.locator(".wire-copy").count() == 0
    assert fragment(page) == ""
    assert marked(opened, "at") == ["12"]


def test_the_other_language_shows_the_same_place(page: Page, origin: str) -> None:
    link = "#wire:dns/resolve:4:12?break=dns-servfail"
    page.goto(f"{origin}/dns.html{link}")
    page.locator(".language").click()
    page.wait_for_url(f"{origin}/en/dns.html{link}")
    expect(page.locator(".wire-wait")).to_have_text(PENDING["en"])
    page.evaluate("location.hash = '#wire:dns/resolve:4:13'")
    message(page.locator("#program-dns-resolve"))
    page.locator(".language").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{origin}/dns.html#wire:dns/resolve:4:13")
