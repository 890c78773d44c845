"""The browsers that the tests drive: the machine's own, or one fetched the usual way.

Two engines, so that what one of them forgives is seen. Neither may talk to its makers.

python -m tests.browser.engines     finds them, or gets them, or says what will not be tested
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tools.draw_diagrams import BROWSERS, FLAGS

RELAY = Path(__file__).with_name("relay.py")
QUIET = tomllib.loads(Path(__file__).with_name("firefox.toml").read_text("utf8"))
"""The settings of a Firefox that talks to nobody but this machine."""
ONCE = ["--js-flags=--liftoff-only"]
"""Python is compiled once: in a page that a test soon leaves, the second time is a third of all."""
ALONE = {"MOZ_DISABLE_NONLOCAL_CONNECTIONS": "1"}  # it would rather die than go further


@dataclass(frozen=True)
class Engine:
    """A browser: where it may be, which Debian package brings it, and what is lost without it."""

    name: str
    commands: tuple[str, ...]
    package: str
    lost: str

    @property
    def none(self) -> str:
        """What to say when there is none."""
        return f"No {self.name} here, and none could be had: {self.lost} Install {self.name}."

    def find(self) -> str | None:
        """Where it is; None if it is not."""
        return next(filter(None, map(shutil.which, self.commands)), None)

    def ways(self) -> list[list[str]]:
        """The commands that may bring one, best first."""
        root = getattr(os, "geteuid", lambda: 1)() == 0
        if shutil.which("apt-get") and root:
            return [["apt-get", "install", "-y", "-qq", self.package]]
        return []

    def get(self) -> str | None:
        """One, fetched if need be; None if it cannot be."""
        for command in self.ways():
            if path := self.find():
                return path
            print(f"No {self.name} here. Trying:", *command, flush=True)
            subprocess.run(command, check=False, stdin=subprocess.DEVNULL)
        return self.find()

    def launch(self, playwright: Playwright, path: str) -> Browser:
        """Start the one at `path`."""
        raise NotImplementedError


class Chromium(Engine):
    """The machine's Chromium or Chrome, or Playwright's own build."""

    def find(self) -> str | None:
        """Where it is; None if it is not."""
        if path := super().find():
            return path
        with ThreadPoolExecutor(1) as aside:  # here, a Playwright may be at work
            path = aside.submit(_of_playwright).result()
        return path if Path(path).exists() else None

    def ways(self) -> list[list[str]]:
        """As any other's, then Playwright's."""
        return [*super().ways(), [sys.executable, "-m", "playwright", "install", "chromium"]]

    def launch(self, playwright: Playwright, path: str) -> Browser:
        """Start it, through its DevTools."""
        return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *ONCE])


def _of_playwright() -> str:
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


class Firefox(Engine):
    """A Firefox that nobody patched, which Playwright drives through WebDriver BiDi."""

    def launch(
        self, playwright: Playwright, path: str, settings: Mapping[str, str | float | bool] = QUIET
    ) -> Browser:
        """Start it, behind tests/browser/relay.py; `settings` as in its about:config."""
        with tempfile.TemporaryDirectory() as folder:
            start = Path(folder, "firefox")
            relay = shlex.join([sys.executable, RELAY.as_posix(), path])
            start.write_text(f'#!/bin/sh\nexec {relay} "$@"\n')
            start.chmod(0o755)
            return playwright.firefox.launch(
                channel="moz-firefox", executable_path=start, firefox_user_prefs=dict(settings),
                env={**os.environ, **ALONE},
            )  # fmt: skip


CHROMIUM = Chromium(
    "Chromium",
    tuple(BROWSERS),
    "chromium",
    "the tests of tests/browser do not run (search, copy buttons, dark mode, small screens, no "
    "foreign request, programs run in the page).",
)
FIREFOX = Firefox(
    "Firefox",
    ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"),
    "firefox-esr",
    "nobody checks in a second engine that a program prints in the page what it prints here.",
)
ENGINES: list[Engine] = [CHROMIUM, FIREFOX]


def main() -> int:
    """Exit status 1 only in CI: there, a test that does not run is a failure."""
    missing = [engine for engine in ENGINES if not engine.get()]
    for engine in missing:
        print(engine.none, file=sys.stderr)
    return int(bool(missing) and os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
