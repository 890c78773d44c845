"""How a run ends that was long, or went wrong: what a page shows of it, and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from lab.browser.session import MOST
from tests.browser.in_page import InPage, opened
from tests.browser.test_program_box import box, ended, faked, go
from tests.browser.test_program_output import ENDS, PRINTS, prints, status
from tests.browser.test_wire import frames

PATH = "snippets/dns/resolve.py"
TALKS = f"""
import socket

there = socket.gethostbyname("www.example.com"), 7
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for n in range({MOST + 700}):
    out.sendto(b"%d" % n, there)
"""


@pytest.fixture(scope="module")
def bare(browser: Browser, site: Path) -> Iterator[InPage]:
    """A bare page, whose worker serves for many programs."""
    with opened(browser, site) as page:
        yield page


@pytest.mark.parametrize(
    ("language", "first", "comma"),
    [
        ("fr", "Voici les 500 premiers messages sur {}\u00a0:", "\u202f"),
        ("en", "These are the first 500 messages of {}:", ","),
    ],
)
def test_of_a_very_long_exchange_the_first_messages_are_shown(
    bare: InPage, tmp_path: Path, language: str, first: str, comma: str
) -> None:
    """The page says how many there are, and the capture has them all."""
    ran = bare.run(PATH, TALKS, language=language)
    assert ran.status == 0
    assert [int(n) for n in re.findall(r"<th>(\d+)</th>", ran.wire)] == [*range(1, MOST + 1)]
    (tmp_path / "lab.pcap").write_bytes(ran.pcap)
    sent = frames(tmp_path / "lab.pcap")
    assert len(sent) >= MOST + 700 and any(frame.endswith(b"1199") for frame in sent)
    assert first.format(f"{len(sent):,}".replace(",", comma)) in ran.wire


ENGINE = "import _quickjs\n\n\ndef ask():\n    _quickjs.Context().eval('null.x')\n\n\nask()\n"


@pytest.mark.parametrize(
    ("source", "line", "last"),
    [
        (ENGINE, "8, in <module>\n    ask()\n", "_quickjs.JSException: TypeError: cannot read "),
        ("import js\njs.XMLHttpRequest.new().send()\n", "2, in <module>\n", "InvalidStateError"),
        (
            "from pyodide.http import open_url\nopen_url('http://www.example.com:80/')\n",
            "2, in <module>\n",
            "NetworkError",
        ),
    ],
    ids=["a script of the program", "the page's", "another origin"],
)
def test_an_error_of_javascript_begins_with_the_readers_line(
    bare: InPage, source: str, line: str, last: str
) -> None:
    """As any other: none of the lab's, which is not said to be wrong."""
    ran = bare.run(PATH, source)
    said = ran.stream("stderr")
    assert ran.status == 1
    assert said.startswith(f'Traceback (most recent call last):\n  File "{PATH}", line {line}')
    assert last in said and "/lab/" not in said


@pytest.mark.parametrize("over", [False, True], ids=["runs", "is over"])
def test_what_follows_a_program_is_not_its_time(page: Page, origin: str, over: bool) -> None:
    """It has 20 s; what it put on the wire is told after them, however long that takes."""
    faked(page, prints("x") + ("say({ type: 'over', id: data.id });" if over else ""))
    page.clock.install()
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    go(resolve).click()
    expect(resolve.locator(".program__output")).to_contain_text("x")
    page.clock.fast_forward("01:00")
    if over:
        expect(go(resolve)).to_contain_text("Arrêter")
    else:
        expect(status(resolve)).to_contain_text("Arrêté au bout de 20")


def test_the_worker_says_that_a_program_is_over(bare: InPage) -> None:
    """Whether it ends well, in an error, or at its limit; its time is that of the program."""
    assert bare.run(PATH).over
    assert bare.run(PATH, "1 / 0\n").over
    assert bare.run(PATH, "while True: pass\n", limit=1).over
    assert bare.run(PATH, breaks=["nonsense"]).over


def test_python_waits_for_no_style_sheet(page: Page, origin: str) -> None:
    faked(page, ENDS)
    held: list[Route] = []
    page.context.route("**/run.*css", lambda route: held.append(route))
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    with page.expect_request("**/worker-*.js"):
        go(resolve).focus()
    assert held
    held[0].continue_()


def test_a_reset_while_another_program_runs_counts_once_that_one_has_ended(
    page: Page, origin: str
) -> None:
    """Each Python says which of its runs this is."""
    held: list[Route] = []
    page.context.route("**/hold", lambda route: held.append(route))
    counts = f"self.runs = (self.runs ?? 0) + 1; {PRINTS % '48 + self.runs'}"
    faked(page, f"{counts} fetch('/hold').then(() => {{ {ENDS} }});")
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    stub = page.locator("#program-dns-stub")

    def ran(program: Locator, number: int) -> None:
        with page.expect_request("**/hold"):
            go(program).click()
        expect(program.locator(".program__output")).to_have_text(re.compile(f"{number}$"))

    for number in (1, 2):
        ran(resolve, number)
        if number == 2:
            stub.locator(".program__reset").click()
            expect(status(stub)).to_contain_text("d’origine")
        held.pop().fulfill(body="")
        ended(resolve)
    ran(resolve, 1)
