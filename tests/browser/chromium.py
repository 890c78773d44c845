"""The browser that the tests drive: the machine's own, Playwright's, or one fetched the usual way.

python -m tests.browser.chromium     finds one, or gets one, or says what will not be tested
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.draw_diagrams import browser_path

NONE = (
    "No Chromium here, and none could be had: the tests of tests/browser do not run (search, copy "
    "buttons, dark mode, small screens, no foreign request). Install Chromium, or Google Chrome."
)


def find() -> str | None:
    """Where a Chromium is; None if there is none."""
    if path := browser_path():
        return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def ways() -> list[list[str]]:
    """The commands that may bring one, best first."""
    found = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        found = [["apt-get", "install", "-y", "-qq", "chromium"], *found]
    return found


def get() -> str | None:
    """A Chromium, fetched if need be; None if it cannot be."""
    for command in ways():
        if path := find():
            return path
        print("No Chromium here. Trying:", *command, flush=True)
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL)
    return find()


def main() -> int:
    """Exit status 1 only in CI: there, a test that does not run is a failure."""
    if get():
        return 0
    print(NONE, file=sys.stderr)
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
