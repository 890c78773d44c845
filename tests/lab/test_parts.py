"""Modules that are fetched when a program imports them."""

from __future__ import annotations

import gzip
import importlib
import io
import sys
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.browser import parts
from lab.sockets import patches


def zipped(files: dict[str, str]) -> bytes:
    """A zip file with these modules, each under its path without .py."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.py", text)
    return whole.getvalue()


class Host:
    """Serves files, and remembers what it was asked for."""

    def __init__(self, **files: bytes) -> None:
        self.files, self.asked = files, list[str]()

    def fetch(self, name: str) -> memoryview:
        """OSError if there is none; a view of the bytes, as JavaScript gives."""
        self.asked.append(name)
        if name not in self.files:
            raise OSError("404")
        return memoryview(self.files[name])


@pytest.fixture
def clean() -> Iterator[None]:
    """What the tests load is forgotten after each."""
    before = list(sys.meta_path), list(sys.path), set(sys.modules)
    yield
    sys.meta_path[:], sys.path[:] = before[:2]
    for name in set(sys.modules) - before[2]:
        del sys.modules[name]


pytestmark = pytest.mark.usefixtures("clean")


def test_module_comes_when_it_is_imported(tmp_path: Path) -> None:
    host = Host(rare=zipped({"quaint": "WORD = 'one'", "curious": "WORD = 'two'"}))
    parts.install({"rare": ["quaint", "curious"]}, host.fetch, str(tmp_path / "kept"))
    assert host.asked == []
    assert importlib.import_module("quaint").WORD == "one"
    assert importlib.import_module("curious").WORD == "two"
    assert host.asked == ["rare"]


def test_module_that_python_has_is_never_fetched(tmp_path: Path) -> None:
    host = Host()
    parts.install({"rare": ["json", "wave"]}, host.fetch, str(tmp_path))
    importlib.import_module("json")
    assert host.asked == []


def test_rest_of_a_package(tmp_path: Path) -> None:
    """A package may be split: its usual modules at hand, the others in a part."""
    home = tmp_path / "home" / "split_package"
    home.mkdir(parents=True)
    home.joinpath("__init__.py").write_text("HERE = True")
    sys.path.append(str(home.parent))
    far = {"split_package/far/__init__": "", "split_package/far/deep": "DEPTH = 2"}
    host = Host(rest=gzip.compress(zipped(far)))
    parts.install({"rest": ["split_package.far"]}, host.fetch, str(tmp_path / "kept"))
    assert importlib.import_module("split_package.far.deep").DEPTH == 2
    with pytest.raises(ModuleNotFoundError, match=r"split_package\.near"):
        importlib.import_module("split_package.near")


@pytest.mark.parametrize("name", ["quaint", "package.inside"])
def test_what_the_lab_changes_in_a_module_is_changed_in_one_that_comes_late(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def patched(module: types.ModuleType) -> None:
        vars(module)["WORD"] += " and changed"

    monkeypatch.setitem(patches.PATCHES, name, patched)
    monkeypatch.setattr(sys, "meta_path", [patches.AfterImport(), *sys.meta_path])
    files = {"quaint": "WORD = 'one'", "package/__init__": "", "package/inside": "WORD = 'one'"}
    host = Host(rare=zipped(files))
    parts.install({"rare": ["quaint", "package"]}, host.fetch, str(tmp_path / "kept"))
    assert importlib.import_module(name).WORD == "one and changed"


def test_part_that_cannot_be_had_is_said(tmp_path: Path) -> None:
    parts.install({"lost.zip": ["quaint"]}, Host().fetch, str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match=r"quaint is in lost\.zip, .*: 404"):
        importlib.import_module("quaint")


def test_unknown_module_is_unknown(tmp_path: Path) -> None:
    parts.install({"rare": ["quaint"]}, Host().fetch, str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="No module named 'nowhere'"):
        importlib.import_module("nowhere")
