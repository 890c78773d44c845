"""`_quickjs` in a page does what the native module does: the same cases on both, word for word.

The two engines are not of the same age: the columns in "at <eval> (<input>:1:11)" may differ.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.running import ROOT
from tools.bundle import fetched

CASES = Path(__file__).with_name("quickjs_cases.py")
MANY = Path(__file__).with_name("quickjs_many.py")
WASM = "@jitl/quickjs-ng-wasmfile-release-sync/dist/emscripten-module.wasm"
COLUMN = re.compile(r"(<input>:\d+):\d+")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """What a program prints in the page's Python."""
    modules, script = fetched.npm_packages(), tmp_path_factory.mktemp("quickjs") / "quickjs.mjs"
    order = {"entryPoints": ["quickjs.ts"], "outfile": str(script), "bundle": True, "format": "esm"}
    fetched.run_node(Path(__file__).with_name("quickjs_bundle.mjs"), given=order)
    given = {"root": str(ROOT), "script": str(script), "wasm": str(modules / WASM)}

    def said(program: Path) -> str:
        order = given | {"program": program.read_text("utf8")}
        return fetched.run_node(Path(__file__).with_name("quickjs_page.mjs"), given=order)

    return said


def native() -> list[str]:
    """What they print in this one."""
    command = [sys.executable, "-X", "utf8", str(CASES)]
    run = subprocess.run(command, capture_output=True, encoding="utf8", check=True)
    return COLUMN.sub(r"\1", run.stdout).splitlines()


def test_there_are_cases() -> None:
    assert len(native()) > 100
    assert any("SyntaxError" in line for line in native())


def test_cases_are_the_same(page: Callable[[Path], str]) -> None:
    assert COLUMN.sub(r"\1", page(CASES)).splitlines() == native()


def test_200_programs_take_the_memory_of_a_few(page: Callable[[Path], str]) -> None:
    few, many, after = page(MANY).splitlines()
    assert few == many
    assert after == "as new"  # one that could not be freed takes the engine with it
