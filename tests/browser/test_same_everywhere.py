"""A program prints in the page what it prints here, byte for byte, in two engines.

Every transcript of `snippets/` is compared: `.out` and `.svg` by what is printed; what a trace
shows (`.mmd`, and `.out` of `lab trace`) by the bytes that crossed the wire, as a capture.
The few programs that no page can run are in `snippets/not_in_page.toml`, with the reason that the
page gives to its reader.
"""

from __future__ import annotations

import functools
import random
import re
import shlex
import struct
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lab.__main__ import parser
from tests.browser.in_page import Bare, InPage, opened, serving
from tests.includes import ROOT
from tests.site.test_programs import CONCERNED
from tools.transcripts import PROMPT, commands, difference, run, transcripts

NOT_IN_PAGE = tomllib.loads((ROOT / "snippets/not_in_page.toml").read_text("utf8"))
COUNT = 0  # how many programs are in that list: it only gets shorter
RANDOM = {"snippets/tls/eavesdrop.py"}  # a hello has random bytes, and each TLS library its own


def program(command: str) -> str:
    """The path of the program that a command runs."""
    return str(parser().parse_args(shlex.split(command)[3:]).file)


def printed(path: Path) -> list[str]:
    """The commands of a transcript whose result is what the program prints."""
    return [c for c in commands(path) if shlex.split(c)[3] == "run" and "--trace" not in c]


def in_pages(path: Path) -> bool:
    return not any(program(command) in NOT_IN_PAGE for command in commands(path))


def name(path: Path) -> str:
    return path.relative_to(ROOT / "snippets").as_posix()


COMPARED = [path for path in transcripts() if printed(path) == commands(path)]
RUN = [path for path in COMPARED if in_pages(path)]
TRACED = sorted({c for path in transcripts() for c in {*commands(path)} - {*printed(path)}})


@pytest.fixture(scope="module")
def strict(site: Path) -> Iterator[str]:
    """The URL of the site, under strict rules."""
    with serving(site) as origin:
        yield origin


@pytest.fixture(scope="module")
def page(either: Browser, site: Path) -> Iterator[InPage]:
    """A bare page, whose worker serves for many programs."""
    with opened(either, site) as page:
        yield page


@pytest.fixture(scope="module")
def one(browser: Browser, site: Path) -> Iterator[InPage]:
    """In one engine, what depends on Python and not on the engine."""
    with opened(browser, site) as page:
        yield page


def now(page: Bare, path: Path) -> str:
    """The transcript, as the page makes it."""
    prompt = PROMPT[path.suffix]
    return "\n".join(f"{prompt.format(c)}\n{_shown(page, c, path)}" for c in commands(path))


def _shown(page: Bare, command: str, path: Path) -> str:
    ran = page.command(shlex.split(command)[3:])
    text = ran.stream("stdout") if path.suffix == ".svg" else ran.output
    return text if not text or text.endswith("\n") else text + "\n"


def check(page: Bare, path: Path) -> None:
    text = now(page, path)
    if text != path.read_text("utf8"):
        pytest.fail(f"not the same in the page:\n{difference(path, text)}", pytrace=False)


@pytest.mark.parametrize("path", RUN, ids=name)
def test_prints_the_same(page: InPage, path: Path) -> None:
    check(page, path)


def packets(capture: bytes) -> list[tuple[float, bytes]]:
    """The virtual time and the bytes of each packet of a capture."""
    found, at = [], 24
    while at < len(capture):
        seconds, rest, size, _ = struct.unpack_from("<4I", capture, at)
        found.append((seconds % 10**5 + rest / 1e6, capture[at + 16 : at + 16 + size]))
        at += 16 + size
    return found


@functools.cache
def captured(command: str, folder: Path) -> bytes:
    """What crosses the wire here."""
    asked = parser().parse_args(shlex.split(command)[3:])
    breaks = [word for each in asked.breaks for word in ("--break", each)]
    file = folder / "here.pcap"
    run(["run", "--pcap", str(file), *breaks, asked.file, *asked.arguments])
    return file.read_bytes()


@pytest.mark.parametrize("command", TRACED, ids=lambda c: c.removeprefix("python -m lab "))
def test_sends_the_same(page: InPage, command: str, tmp_path: Path) -> None:
    """What a trace tells comes from these bytes."""
    if program(command) in NOT_IN_PAGE or program(command) in RANDOM:
        pytest.skip("its bytes are not the same twice, or no page runs it")
    there = packets(page.command(shlex.split(command)[3:]).pcap)
    here = packets(captured(command, tmp_path))
    assert there and [data for _, data in there] == [data for _, data in here]
    # To look at the lab's clock takes a microsecond, and one Python looks more often than another.
    assert [at for at, _ in there] == pytest.approx([at for at, _ in here], rel=0, abs=2e-4)


def test_list_does_not_rot(page: InPage) -> None:
    """What is in the list does not run; each has its reason, in both languages."""
    assert len(NOT_IN_PAGE) == COUNT
    for path, reason in NOT_IN_PAGE.items():
        assert (ROOT / path).exists() and reason["fr"].strip() and reason["en"].strip(), path
    left = [path for path in COMPARED if not in_pages(path)]
    assert {program(c) for path in left for c in commands(path)} == set(NOT_IN_PAGE)
    runs = [name(path) for path in left if now(page, path) == path.read_text("utf8")]
    assert not runs, "these run in the page: take their programs out of snippets/not_in_page.toml"


def test_any_order(one: InPage) -> None:
    """What a program prints does not depend on what ran before it in the same worker."""
    shuffled = random.Random(4).sample(RUN, 12)
    one.start()
    assert [name(path) for path in shuffled if now(one, path) != path.read_text("utf8")] == []


BROKEN = [(path, each) for path, breaks in CONCERNED.items() for each in breaks]
MESSAGE = ("snippets/dns/walk_from_root.py", "network-lossy")  # dnspython's, from a docstring
FRAMES = re.compile(r"(?<=^Traceback \(most recent call last\):\n)(?: .*\n)+", re.M)
"""A page has no library's source, and another Python may raise from other lines."""


@pytest.mark.parametrize(
    "path, fault", [MESSAGE, *random.Random(5).sample(BROKEN, 11)], ids=lambda text: Path(text).stem
)
def test_breaks_the_same(one: InPage, path: str, fault: str) -> None:
    """What no transcript holds: a choice of what to break that the page offers."""
    argv = ["run", "--break", fault, path]
    there, here = (FRAMES.sub("", text) for text in (one.command(argv).output, run(argv).stdout))
    assert there == here


FRESH = [path for path in RUN if name(path) in ("failures/why.out", "tls/fetch.out")]


@pytest.mark.parametrize("path", FRESH, ids=name)
def test_alone_in_a_new_worker(one: InPage, path: Path) -> None:
    """Nor does it need anything to have run before."""
    one.start()
    check(one, path)


def test_nobody_else_is_asked(either: Browser, strict: str, site: Path) -> None:
    """Not even by the worker; and the strict rules were broken by nothing."""
    page = InPage(either, strict, site)
    check(page, ROOT / "snippets/dns/resolve.out")
    assert any("/assets/lab/" in url for url in page.witness.asked)
    assert page.witness.foreign(strict) == []
    assert page.witness.wrong == []
    page.close()
