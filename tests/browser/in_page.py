"""The published worker, without the site around it: a bare page sends it the page's messages.

The page comes with the strictest rules a host may set (no inline script, no eval, nothing from
another origin), so a program that runs here runs wherever the site is published.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser

from lab.__main__ import parser
from tests.browser.conftest import Quiet, Witness

HERE = Path(__file__).parent
LAB = "assets/lab/"
OURS = ("bare.html", "bare.js")
RULES = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "connect-src 'self'; style-src 'self'; img-src 'self' data: blob:"
)
PATIENCE = 60_000  # milliseconds
NAMED = ("status", "milliseconds", "wire", "broken", "over")


class Strict(Quiet):
    """A static host that forbids all it can, and has the bare page beside the site."""

    def end_headers(self) -> None:
        """The rules go with every answer: a worker has those of its own script."""
        self.send_header("Content-Security-Policy", RULES)
        super().end_headers()

    def translate_path(self, path: str) -> str:
        """The site's files, and two of ours."""
        name = path.partition("?")[0].removeprefix("/")
        return str(HERE / name) if name in OURS else super().translate_path(path)


@contextmanager
def serving(site: Path, host: type[Strict] = Strict) -> Iterator[str]:
    """The URL of the site, under strict rules, on this kind of host."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(host, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@dataclass(frozen=True)
class Ran:
    """What came of a run. `status` is None if it was stopped."""

    status: int | None
    written: list[tuple[str, bytes]]
    pictures: list[tuple[str, str, bytes]]
    milliseconds: float = 0
    wire: str = ""
    pcap: bytes = b""
    broken: bool = False
    over: bool = False
    """Whether the worker said that the program had ended, before it told the rest."""

    @property
    def output(self) -> str:
        """Both streams, in the order written."""
        return b"".join(data for _, data in self.written).decode()

    def stream(self, name: str) -> str:
        """One of them: stdout, stderr."""
        return b"".join(data for stream, data in self.written if stream == name).decode()


class Window(Protocol):
    """What is asked of a browser's window, whoever drives it."""

    def goto(self, url: str) -> object:
        """Open a page."""

    def evaluate(self, expression: str, arg: Any = None) -> Any:
        """The value of JavaScript; a function is called with `arg`."""

    def wait_for_timeout(self, timeout: float) -> None:
        """Milliseconds."""


class Bare:
    """A bare page and its worker."""

    def __init__(self, window: Window, origin: str, site: Path) -> None:
        self.page = window
        [manifest] = (site / LAB).glob("manifest-*.json")
        window.goto(f"{origin}/bare.html#{LAB}{manifest.name}")

    def start(self) -> float:
        """A new worker, and nothing of the one before; how long it took, in milliseconds."""
        return float(self.page.evaluate("start()"))

    def run(self, path: str, source: str | None = None, arguments: Sequence[str] = (),
            breaks: Sequence[str] = (), limit: float = 20,
            language: str = "en") -> Ran:  # fmt: skip
        """Run a program to its end, in a page of this language."""
        order = _order(path, source, limit, arguments, breaks) | {"language": language}
        return ran(self.page.evaluate("order => run(order)", order))

    def command(self, argv: Sequence[str], language: str = "en") -> Ran:
        """Run what `python -m lab ARGV` runs."""
        asked = parser().parse_args(argv)
        return self.run(
            asked.file, arguments=asked.arguments, breaks=asked.breaks, language=language
        )

    def run_and_stop(self, path: str, source: str) -> Ran:
        """Run a program until it has printed something; then Stop, and wait for the new worker."""
        order = _order(path, source, 600)
        self.page.evaluate("order => { window.stopped = run(order); }", order)
        while not self.page.evaluate("heard()"):  # the rules forbid what wait_for_function does
            self.page.wait_for_timeout(20)
        self.page.evaluate("stop()")
        return ran(self.page.evaluate("window.stopped"))


class InPage(Bare):
    """The same, with a witness of all that is asked for."""

    def __init__(self, browser: Browser, origin: str, site: Path) -> None:
        self.context = browser.new_context()
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        self.witness = Witness(page)
        super().__init__(page, origin, site)

    def close(self) -> None:
        """Leave."""
        self.context.close()


@contextmanager
def opened(browser: Browser, site: Path) -> Iterator[InPage]:
    """A bare page of the site, served to it alone."""
    with serving(site) as origin:
        page = InPage(browser, origin, site)
        yield page
        page.close()


def _order(path: str, source: str | None, limit: float, arguments: Sequence[str] = (),
           breaks: Sequence[str] = ()) -> dict[str, object]:  # fmt: skip
    order = {"path": path, "source": source, "limit": limit, "language": "en"}
    return order | {"arguments": [*arguments], "breaks": [*breaks]}


def ran(result: dict[str, Any]) -> Ran:
    """What the page says of a run, with bytes again."""
    return Ran(
        written=[(stream, data.encode("latin-1")) for stream, data in result["output"]],
        pictures=[(name, kind, data.encode("latin-1")) for name, kind, data in result["pictures"]],
        pcap=result.get("pcap", "").encode("latin-1"),
        **{name: result[name] for name in NAMED if name in result},
    )
