"""Finding a browser, getting one, and saying so when there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine without a browser, nor a way to have one."""
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium, "ways", list)
    return monkeypatch


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_no_browser(
    bare: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    bare.setenv("CI", ci)
    assert chromium.main() == status
    assert "do not run" in capsys.readouterr().err


def test_ways_are_tried_until_one_works(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A way that fails is not the last word; once there is a browser, the others are left."""
    arrived = tmp_path / "chromium"
    brings = [sys.executable, "-c", f"open({str(arrived)!r}, 'w')"]
    fails = [sys.executable, "-c", "raise SystemExit(1)"]
    too_late = [sys.executable, "-c", f"import os; os.remove({str(arrived)!r})"]
    bare.setattr(chromium, "find", lambda: str(arrived) if arrived.exists() else None)
    bare.setattr(chromium, "ways", lambda: [fails, brings, too_late])
    assert chromium.get() == str(arrived)


def test_usual_way_is_always_among_them() -> None:
    assert any(way[-2:] == ["install", "chromium"] for way in chromium.ways())
