"""Browsers, the built site on a free port of this machine, and a witness of what is asked for."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright

from tests.browser.engines import CHROMIUM, FIREFOX, Engine


class Quiet(SimpleHTTPRequestHandler):
    """What any static host does, without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    """The URL of the site, served from this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium; without one, the tests that need it are skipped, or fail in CI."""
    yield from started(CHROMIUM, playwright)


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """A Firefox, on the same terms."""
    yield from started(FIREFOX, playwright)


@pytest.fixture(scope="session", params=["browser", "firefox"], ids=["chromium", "firefox"])
def either(request: pytest.FixtureRequest) -> Browser:
    """Each browser in turn."""
    browser: Browser = request.getfixturevalue(request.param)
    return browser


def started(engine: Engine, playwright: Playwright) -> Iterator[Browser]:
    """This engine's browser, for as long as it is needed."""
    path = engine.find()
    if not path:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(engine.none)
    browser = engine.launch(playwright, path)
    yield browser
    browser.close()


HERE = Path(__file__).parent
PLAYWRIGHTS_OWN = "Service Worker registration blocked by Playwright"
"""What Playwright writes in the console of a page to which it gives no worker."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two browsers and a build on two processors: a test of a page that comes too late is tried
    once more, and the summary says so (RERUN). What fails twice fails."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))


class Witness:
    """What a page asked for, and what went wrong, since it was opened."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda r: self.wrong.append(f"{r.url}: {r.failure}"))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on(
            "response",
            lambda r: self.wrong.append(f"{r.url}: {r.status}") if r.status >= 400 else None,
        )
        page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and message.text != PLAYWRIGHTS_OWN:
            self.wrong.append(message.text)

    def foreign(self, *allowed: str) -> list[str]:
        """The URLs asked for that begin with none of these."""
        return [url for url in self.asked if not url.startswith((*allowed, "data:", "blob:"))]


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    """A new window, 1280 pixels wide, in which each test begins from nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def witness(page: Page) -> Witness:
    """What this page asks for."""
    return Witness(page)


@pytest.fixture
def browser_without_script(browser: Browser, site: Path) -> Iterator[Page]:
    """A window that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """A site that this test may change."""
    return Path(shutil.copytree(site, tmp_path / "site"))


@pytest.fixture
def reader(either: Browser) -> Iterator[Page]:
    """A new reader, in each browser, whom the site has never seen."""
    context = either.new_context()
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def chromium(browser: Browser) -> Iterator[Page]:
    """A new reader in Chromium: what depends on our code alone, and a disk that is full."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
