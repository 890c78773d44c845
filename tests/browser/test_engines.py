"""Finding the browsers, getting them, saying so when there is none; and that they are discreet."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser import engines
from tests.browser.conftest import Quiet
from tests.browser.engines import CHROMIUM, ENGINES, FIREFOX, QUIET, Engine
from tests.browser.relay import MAY_BE_UNKNOWN, Relay


@pytest.fixture(params=ENGINES, ids=lambda engine: engine.name)
def bare(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An engine, on a machine that has none, nor a way to have one."""
    for kind in (engines.Engine, engines.Chromium):
        monkeypatch.setattr(kind, "find", lambda self: None)
        monkeypatch.setattr(kind, "ways", lambda self: [])
    engine: Engine = request.param
    return engine


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_no_browser(
    bare: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    status: int,
) -> None:
    monkeypatch.setenv("CI", ci)
    assert engines.main() == status
    assert bare.none in capsys.readouterr().err
    assert bare.name in bare.none and bare.lost in bare.none


def test_ways_are_tried_until_one_works(
    bare: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A way that fails is not the last word; once there is a browser, the others are left."""
    arrived = tmp_path / "browser"
    brings = [sys.executable, "-c", f"open({str(arrived)!r}, 'w')"]
    fails = [sys.executable, "-c", "raise SystemExit(1)"]
    too_late = [sys.executable, "-c", f"import os; os.remove({str(arrived)!r})"]
    kind = type(bare)
    monkeypatch.setattr(kind, "find", lambda self: str(arrived) if arrived.exists() else None)
    monkeypatch.setattr(kind, "ways", lambda self: [fails, brings, too_late])
    assert bare.get() == str(arrived)


def test_usual_way_is_always_among_them() -> None:
    assert any(way[-2:] == ["install", "chromium"] for way in CHROMIUM.ways())


class Ear(Quiet):
    """A proxy that notes what it is asked for, and gives nothing."""

    asked: list[str]

    def do_GET(self) -> None:
        """Refuse."""
        self.asked.append(self.path)
        self.send_error(403)

    do_CONNECT = do_POST = do_HEAD = do_GET


@pytest.fixture
def proxy() -> Iterator[tuple[int, list[str]]]:
    """The port of a proxy, and what it was asked for."""
    asked: list[str] = []
    kind = type("Ear", (Ear,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


def test_firefox_asks_for_nothing_of_its_own(
    playwright: Playwright, proxy: tuple[int, list[str]], origin: str
) -> None:
    """What it would ask for goes through the proxy, as what a page asks for of others does."""
    path = FIREFOX.find()
    if not path:
        pytest.skip(FIREFOX.none)
    port, asked = proxy
    ports = {f"network.proxy.{kind}_port": port for kind in ("http", "ssl")}
    browser = FIREFOX.launch(playwright, path, QUIET | ports)
    page = browser.new_page()
    page.goto(f"{origin}/dns.html")
    assert page.inner_text("h1")
    assert asked == []
    page.evaluate("fetch('http://example.com/', {mode: 'no-cors'}).catch(() => {})")
    browser.close()
    assert asked == ["http://example.com/"], "the proxy does hear what leaves"


def test_one_driver_for_both(either: Browser, origin: str) -> None:
    """What the tests use of a browser works in each."""
    page = either.new_page()
    page.goto(f"{origin}/dns.html")
    assert page.evaluate("new Promise(done => setTimeout(done, 0, [1, 'é']))") == [1, "é"]
    page.close()


def test_relay_forgives_one_refusal() -> None:
    """That of the command that it knows of, and of no other."""
    relay = Relay("ws://127.0.0.1:1")
    relay.hear(json.dumps({"id": 7, "method": MAY_BE_UNKNOWN, "params": {}}))
    relay.hear(json.dumps({"id": 8, "method": "browsingContext.navigate", "params": {}}))
    refusal = {"type": "error", "error": "unknown command", "message": MAY_BE_UNKNOWN}
    forgiven = relay.softened(json.dumps(refusal | {"id": 7}))
    assert json.loads(forgiven) == {"type": "success", "id": 7, "result": {}}
    for other in ({"id": 8}, {"id": 7, "error": "invalid argument"}):
        said = json.dumps(refusal | other)
        assert relay.softened(said) == said
