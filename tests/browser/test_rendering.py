"""The boxes of snippets/rendering are those of a browser, within a pixel, on the same bytes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lab.building import SITES
from lab.web import service as web
from tests.includes import ROOT
from tests.lab.loopback import Streams, serving, website

Place = tuple[str, float, float, float, float]
BOXES = """() => [...document.querySelectorAll("*")]
  .filter((element) => element.getClientRects().length)
  .map((element) => [element, element.getBoundingClientRect()])
  .map(([element, r]) => [element.localName, r.x, r.y, r.width, r.height])"""


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """The URL of the demo site."""
    with website() as url:
        yield f"{url}/"


@pytest.fixture(scope="module")
def harder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of tests/rendering/boxes.html."""
    root = tmp_path_factory.mktemp("harder")
    shutil.copy(ROOT / "tests/rendering/boxes.html", root / "index.html")
    shutil.copy(SITES / "www.example.com/font.woff2", root)
    server = Streams(web.stream_service(web.static_site(root), time.time, ("127.0.0.1", 80)))
    with serving(server):
        yield f"http://127.0.0.1:{server.server_address[1]}/"


def ours(program: str, url: str, width: int) -> list[Place]:
    """The boxes that a program of snippets/rendering prints."""
    path = Path(ROOT, "snippets/rendering", program)
    command = [sys.executable, str(path), url, str(width)]
    ran = subprocess.run(command, capture_output=True, encoding="utf8", check=True, timeout=60)
    lines = [line.split() for line in ran.stdout.splitlines()[1:]]
    return [(tag, *map(float, place)) for tag, *place in lines]  # type: ignore[misc]


def theirs(browser: Browser, url: str, width: int, script: bool = False) -> list[Place]:
    """The boxes of Chromium, with the page's font, without or with its scripts."""
    context = browser.new_context(
        viewport={"width": width, "height": 600}, java_script_enabled=script
    )
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    found = [tuple(place) for place in page.evaluate(BOXES)]
    context.close()
    return found


def check(one: list[Place], other: list[Place]) -> None:
    """Same elements, and each number within a pixel."""
    assert [place[0] for place in one] == [place[0] for place in other]
    far = [
        (ours, theirs)
        for ours, theirs in zip(one, other, strict=True)
        if any(abs(a - b) > 1 for a, b in zip(ours[1:], theirs[1:], strict=True))
    ]
    assert not far


@pytest.mark.parametrize("width", [800, 640, 360])
def test_boxes_of_the_demo_site(browser: Browser, demo: str, width: int) -> None:
    check(ours("layout.py", demo, width), theirs(browser, demo, width))


@pytest.mark.parametrize("width", [800, 640, 360])
def test_boxes_of_a_harder_page(browser: Browser, harder: str, width: int) -> None:
    check(ours("layout.py", harder, width), theirs(browser, harder, width))


def test_script_changes_the_page_as_in_a_browser(browser: Browser, demo: str) -> None:
    page = browser.new_page()
    page.goto(demo, wait_until="networkidle")
    theirs = page.inner_text("#count")
    page.close()
    path = Path(ROOT, "snippets/rendering/script.py")
    command = [sys.executable, str(path), demo]
    ran = subprocess.run(command, capture_output=True, encoding="utf8", check=True, timeout=60)
    assert ran.stdout.splitlines()[0] == theirs


@pytest.mark.parametrize(("script", "count"), [(False, 24), (True, 48)])
def test_the_script_s_line_takes_the_room_that_we_say(
    browser: Browser, demo: str, script: bool, count: int
) -> None:
    """snippets/rendering/script.out says that this paragraph grows by 24 pixels."""
    heights = [place[4] for place in theirs(browser, demo, 640, script) if place[0] == "p"]
    assert heights[1] == pytest.approx(count, abs=1)
