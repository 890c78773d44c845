"""Lighthouse in a Chromium of its own, which nobody else's pages have warmed."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.browser.engines import CHROMIUM
from tools.bundle.fetched import node
from tools.bundle.inputs import CannotMake
from tools.draw_diagrams import FLAGS
from tools.npm import environment, installed
from tools.site_bench.host import rules

HERE = Path(__file__).parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
QUIET = ["--headless=new", "--no-default-browser-check", "--disable-extensions", "--mute-audio"]
QUIET += ["--disable-default-apps", "--metrics-recording-only", "--disable-breakpad"]
PATIENCE = 20  # seconds for a browser to start


@dataclass(frozen=True)
class Report:
    """What Lighthouse says of one page; milliseconds, except for `cls`."""

    url: str
    error: str
    scores: dict[str, int]
    lost: dict[str, list[tuple[str, str]]]
    metrics: dict[str, float]


@contextmanager
def chromium(port: int) -> Iterator[int]:
    """Start one for which every name is at `port`; the port where it takes orders."""
    path = CHROMIUM.find()
    if not path:
        raise CannotMake(CHROMIUM.none)
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        own = [f"--user-data-dir={profile}", "--remote-debugging-port=0"]
        command = [path, *FLAGS, *QUIET, *rules(port), *own, "about:blank"]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield _orders(Path(profile, "DevToolsActivePort"))
        finally:
            browser.terminate()
            browser.wait()


def _orders(file: Path) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if file.exists() and (text := file.read_text()):
            return int(text.split()[0])
        time.sleep(0.05)
    raise CannotMake("Chromium does not start: `make browser` looks for one.")


def reports(
    urls: Sequence[str], port: int, categories: Sequence[str] = CATEGORIES
) -> Iterator[Report]:
    """One for each URL, as they come; `port` is where all names are served."""
    main = installed(HERE) / "node_modules" / "lighthouse" / "core" / "index.js"
    with chromium(port) as orders:
        asked = {"lighthouse": str(main), "port": orders, "urls": urls, "categories": categories}
        command = [str(node()), str(HERE / "run.mjs")]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        ) as ran:
            yield from _read(ran, asked)


def _read(ran: subprocess.Popen[bytes], asked: dict[str, Any]) -> Iterator[Report]:
    assert ran.stdin and ran.stdout
    ran.stdin.write(json.dumps(asked).encode())
    ran.stdin.close()
    for line in ran.stdout:
        yield Report(**json.loads(line))
    if ran.wait():
        raise CannotMake("Lighthouse stopped: see what it says above.")
