"""A third engine, Safari's, as Linux has it: WebKitGTK, driven through WebDriver.

Playwright drives only a WebKit of its own making. What we ask for is little: the W3C's WebDriver is
a few JSON messages over HTTP (https://www.w3.org/TR/webdriver2/). Its window needs a display: it
gets one that nobody sees.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.browser.in_page import PATIENCE

DRIVER, DISPLAY, BROWSER = "WebKitWebDriver", "Xvfb", "MiniBrowser"
NONE = (
    f"No {DRIVER} or no {DISPLAY} here: nobody checks in Safari's engine that programs run in the "
    "page. On Debian: apt install webkit2gtk-driver xvfb."
)
PLACES = ("/usr/lib", "/usr/libexec")
CALLED = """const done = arguments[arguments.length - 1];
(async (given) => { const made = %s; return typeof made === "function" ? made(given) : made; })(
  arguments[0]).then((value) => done({ value }), (error) => done({ error: String(error) }));"""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name of a reference, chapter 12


class Refused(Exception):
    """The browser could not do what the test asked of it."""


class Tab:
    """A window; what it can do has the names that Playwright gives it."""

    def __init__(self, driver: str, browser: str) -> None:
        self._asks = requests.Session()
        self._asks.trust_env = False  # nothing that is asked of this machine goes through a proxy
        self._url = driver
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._url += f"/session/{self._ask('/session', capabilities=wanted)['sessionId']}"
        self._ask("/timeouts", script=PATIENCE, pageLoad=PATIENCE)

    def _ask(self, path: str, **what: object) -> Any:
        answer = self._asks.post(self._url + path, json=what, timeout=2 * PATIENCE / 1000)
        value = answer.json()["value"]
        if not answer.ok:
            raise Refused(f"{value['error']}: {value['message']}")
        return value

    def goto(self, url: str) -> None:
        """Open a page, and wait until it is there."""
        self._ask("/url", url=url)

    def evaluate(self, expression: str, arg: object = None) -> Any:
        """The value of JavaScript, once it has one; a function is called with `arg`."""
        told = self._ask("/execute/async", script=CALLED % expression, args=[arg])
        if "error" in told:
            raise Refused(told["error"])
        return told.get("value")

    def click(self, selector: str) -> None:
        """A press in the middle of the first such element."""
        found = self._ask("/element", using="css selector", value=selector)
        self._ask(f"/element/{found[ELEMENT]}/click")

    def text(self, selector: str) -> str:
        """What the first such element says; nothing if there is none."""
        return str(self.evaluate("s => document.querySelector(s)?.textContent ?? ''", selector))

    def wait_for_timeout(self, timeout: float) -> None:
        """Milliseconds."""
        time.sleep(timeout / 1000)

    def close(self) -> None:
        """Leave the browser, and it ends."""
        self._asks.delete(self._url, timeout=PATIENCE / 1000)
        self._asks.close()


def missing() -> bool:
    """Whether this machine lacks any of the three."""
    return not (shutil.which(DRIVER) and shutil.which(DISPLAY) and found())


def found() -> str | None:
    """Where the browser is: in no folder of PATH."""
    places = [path for place in PLACES for path in Path(place).glob(f"**/webkit2gtk-*/{BROWSER}")]
    return str(places[-1]) if places else None


@contextmanager
def tab() -> Iterator[Tab]:
    """A window of a browser that starts and ends with it."""
    with ExitStack() as ended:
        display = ended.enter_context(_display())
        driver = ended.enter_context(_driver(display))
        tab = Tab(driver, str(found()))
        ended.callback(tab.close)
        yield tab


@contextmanager
def _display() -> Iterator[str]:
    reading, writing = os.pipe()
    command = [
        DISPLAY,
        "-displayfd",
        str(writing),
        "-nolisten",
        "tcp",
        "-screen",
        "0",
        "1280x900x24",
    ]
    with _running(command, pass_fds=(writing,)):
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"


@contextmanager
def _driver(display: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = {"GSETTINGS_BACKEND": "memory", "NO_AT_BRIDGE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
    command = [DRIVER, "--host=127.0.0.1", f"--port={port}"]
    with _running(command, env=os.environ | quiet | {"DISPLAY": display}):
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], **settings: Any) -> Iterator[None]:
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **settings)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
    raise Refused(f"{DRIVER} does not listen.")
