"""What cannot be made is said in one sentence, with what to do; and nothing half made is taken."""

from __future__ import annotations

import errno
import json
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools.bundle import fetched, inputs, licences, made, one_file, scripts
from tools.bundle.inputs import CannotMake


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    folder = tmp_path / "cache"
    for module in (fetched, inputs, made):
        monkeypatch.setattr(module, "CACHE", folder)
    monkeypatch.setattr(made, "_held", [])
    return folder


@pytest.fixture
def quick(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of a bundle that is made in no time, of one part."""
    monkeypatch.setattr(scripts, "build", lambda folder: folder.mkdir() or {})
    monkeypatch.setattr(one_file, "archive", lambda: b"")
    monkeypatch.setattr(licences, "text", lambda: b"")
    monkeypatch.setattr(made, "_parts", whole)
    return cache


def whole(draft: Path) -> dict[str, int]:
    """A part that is well made."""
    (draft / "part.zip").write_bytes(b"whole")
    return {"part": 1}


def left(cache: Path) -> set[str]:
    """What a cache holds, but for its locks."""
    return {path.name for path in cache.iterdir() if path.is_dir()}


def said(call: Callable[[], object]) -> str:
    """The one sentence."""
    with pytest.raises(CannotMake) as caught:
        call()
    sentence = str(caught.value)
    assert "\n" not in sentence and sentence.endswith(".")
    return sentence


# -- Node.js -------------------------------------------------------------------------------------


def test_node_that_is_not_here_or_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetched, "version", lambda library: "99.1.2")
    assert said(fetched.node) == (
        "Node.js is not installed, or not 99.1.2: `pip install -r requirements.txt` brings it."
    )
    monkeypatch.undo()
    monkeypatch.setattr(fetched, "find_spec", lambda name: None)
    assert "pip install -r requirements.txt" in said(fetched.node)


def test_node_that_does_not_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fetched, "node", lambda: tmp_path / "node")
    assert said(lambda: fetched.run_node("-e", "1")).startswith("node does not start (No such file")


def test_node_that_fills_the_disk() -> None:
    full = "throw new Error('ENOSPC: no space left on device, write')"
    assert said(lambda: fetched.run_node("-e", full)).endswith("make room on the disk.")


# -- registries ----------------------------------------------------------------------------------


def test_a_wheel_that_is_not_the_one_that_is_pinned(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as usual:
        usual.setattr(fetched, "CACHE", inputs.ROOT / ".cache" / "bundle")
        shutil.copy(fetched.wheels()["six"], tmp_path)
    monkeypatch.setattr(fetched, "described", lambda name: {"six": "0" * 64})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    (cache / "fetching-killed").mkdir(parents=True)
    sentence = said(fetched.wheels)
    assert sentence.startswith("Cannot fetch the wheels of page/wheels.toml (")
    assert "it is not what is pinned there" in sentence
    assert not left(cache)


def test_npm_without_its_registry(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page"
    page.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(inputs.PAGE / name, page)
    monkeypatch.setattr(fetched, "PAGE", page)
    monkeypatch.setattr(fetched, "MODULES", page / "node_modules")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    sentence = said(fetched.npm_packages)
    assert sentence.startswith("Cannot fetch the npm packages of page/package-lock.json (")
    assert sentence.endswith("connect to the network, and try again.")
    assert not list(page.glob("node_modules/.ready-*"))


# -- the disk, and builds that end too soon ------------------------------------------------------


def full(draft: Path) -> dict[str, int]:
    """The disk is full in the middle of a part."""
    (draft / "part.zip").write_bytes(b"half")
    raise OSError(errno.ENOSPC, "No space left on device", str(draft))


def test_a_full_disk(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "_parts", full)
    sentence = said(made.bundle)
    assert "(No space left on device): make room there" in sentence
    assert not left(quick)


def test_a_folder_that_takes_nothing(quick: Path) -> None:
    def forbidden() -> None:
        with inputs.on_disk():
            raise PermissionError(errno.EACCES, "Permission denied", str(quick))

    assert said(forbidden).startswith(f"Cannot write {quick} (Permission denied)")
    with pytest.raises(FileNotFoundError), inputs.on_disk():
        (quick / "none").read_bytes()


def test_a_build_that_was_stopped_leaves_nothing(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(draft: Path) -> dict[str, int]:
        (draft / "part.zip").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(made, "_parts", stopped)
    with pytest.raises(KeyboardInterrupt):
        made.bundle()
    assert not left(quick)


def test_what_a_killed_build_left_is_not_taken(quick: Path) -> None:
    """Half a bundle under its own name, and a draft."""
    for name in (inputs.state(), "draft-killed", "fetching-now"):
        (quick / name).mkdir(parents=True)
        (quick / name / "half.zip").write_bytes(b"half")
    folder = made.bundle()
    assert {path.name for path in folder.iterdir()} == {"manifest.json", "part.zip", "root"}
    assert json.loads((folder / "manifest.json").read_bytes())["part"] == 1
    assert left(quick) == {folder.name, "fetching-now"}, "another process fetches there"


def test_two_builds_at_once_make_it_once(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both, makings = threading.Barrier(2, timeout=20), []

    def counted(draft: Path) -> dict[str, int]:
        makings.append(draft)
        return whole(draft)

    def build() -> Path:
        both.wait()
        return made.bundle()

    monkeypatch.setattr(made, "_parts", counted)
    with ThreadPoolExecutor(2) as pool:
        one, two = (each.result() for each in [pool.submit(build), pool.submit(build)])
    assert one == two and len(makings) == 1
