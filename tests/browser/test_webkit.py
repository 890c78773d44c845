"""Safari's engine: each program prints there what it prints here; it can be stopped; a page offers
it, shows its bytes, and does so without a network too."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import webkit
from tests.browser.host import Host
from tests.browser.in_page import PATIENCE, Bare, serving
from tests.browser.offline import KEPT, of
from tests.browser.test_runaway import COUNT_FOR_EVER, HEAD, PATH, TRANSCRIPT
from tests.browser.test_same_everywhere import RUN, check, name
from tests.browser.webkit import Tab

GO = "#program-dns-resolve .program__go"
SAID = "#program-dns-resolve .program__status"
RUN_VIEW = "#program-dns-resolve .program__wire section.wire"
SHOWN = ".wire-dump"
OPEN = """view => {
    const list = document.querySelector(view);
    list.querySelector("summary").click();
    list.querySelector("tr summary").click();
}"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """A window; without one these tests are skipped, or fail in CI."""
    if webkit.missing():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(webkit.NONE)
    with webkit.tab() as tab:
        yield tab


@pytest.fixture(scope="module")
def bare(tab: Tab, site: Path) -> Iterator[Bare]:
    """A bare page, whose worker serves for many programs."""
    with serving(site) as origin:
        yield Bare(tab, origin, site)


@pytest.mark.parametrize("path", RUN, ids=name)
def test_prints_the_same(bare: Bare, path: Path) -> None:
    check(bare, path)


def test_endless_loop(bare: Bare) -> None:
    ran = bare.run(PATH, COUNT_FOR_EVER, limit=1)
    assert ran.status == 130
    assert ran.stream("stderr").startswith(f"{HEAD}7, in <module>\n    count()\n")
    check(bare, TRANSCRIPT)


def test_stop(bare: Bare) -> None:
    source = 'import re\nprint("first", flush=True)\nre.match("(a+)+$", "a" * 40 + "b")\n'
    ran = bare.run_and_stop(PATH, source)
    assert ran.status is None and ran.output == "first\n"
    check(bare, TRANSCRIPT)


def wait_until(tab: Tab, true: str, arg: object) -> None:
    """Ask until it is."""
    until = time.monotonic() + PATIENCE / 1000
    while not tab.evaluate(true, arg):
        assert time.monotonic() < until, f"never true: {true}"
        tab.wait_for_timeout(50)


def press_run(tab: Tab, url: str) -> None:
    """On the page that is read; it says at last that the output is that of the transcript."""
    tab.goto(url)
    tab.click(GO)
    said = f"() => /^Terminé.*octet pour octet/.test(document.querySelector('{SAID}').textContent)"
    wait_until(tab, said, None)


def test_a_reader_runs_a_program_and_opens_a_message(tab: Tab, site: Path) -> None:
    with Host(site) as host:
        press_run(tab, f"{host.url}dns.html")
        wait_until(tab, "view => !!document.querySelector(view)", RUN_VIEW)
        tab.evaluate(OPEN, RUN_VIEW)
        bytes_shown = f"view => !!document.querySelector(view + ' {SHOWN}')"
        wait_until(tab, bytes_shown, RUN_VIEW)


def test_without_a_network(tab: Tab, site: Path) -> None:
    """Once a program was run: the page, and the program."""
    [rest] = (site / "assets/lab").glob("rest-*.zip.gz")
    with Host(site) as host:
        press_run(tab, f"{host.url}dns.html")
        wait_until(tab, f"async hash => (await ({KEPT})()).includes(hash)", of(rest))
        host.stop()
        press_run(tab, f"{host.url}dns.html")
