"""The programs, run in the lab: pictures that a browser can open, and scripts that go wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.includes import ROOT

PICTURES = sorted((ROOT / "snippets/rendering").glob("*.svg"))


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_picture_is_xml(path: Path) -> None:
    root = ElementTree.fromstring(path.read_text("utf8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [element for element in root.iter() if "id" in element.attrib]


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lab", "run", f"snippets/rendering/{program}", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf8", timeout=60)


@pytest.mark.parametrize(
    "program", ["fetch", "dom", "match", "style", "boxes", "layout", "paint", "image", "script"]
)
def test_no_page_is_one_sentence_and_an_empty_page(program: str) -> None:
    ran = run(f"{program}.py", "http://nowhere.example.com/")
    assert ran.stderr.startswith("http://nowhere.example.com/: ")
    assert "Traceback" not in ran.stderr
    assert ran.returncode == 0


def test_without_its_library_the_script_program_says_so() -> None:
    folder = ROOT / "snippets/rendering"
    code = (
        f"import runpy, sys; sys.path.insert(0, {str(folder)!r}); sys.argv = ['script.py']\n"
        f"sys.modules['_quickjs'] = None; runpy.run_path({str(folder / 'script.py')!r})"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf8")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "This program needs the package quickjs-ng.\n"


def test_a_page_that_is_not_found_has_no_script() -> None:
    ran = run("script.py", "http://www.example.com/missing")
    assert "404" in ran.stderr
    assert ran.stdout == "Nothing moved.\n"


ENDLESS = """
import sys
from lab import stuck
from lab.__main__ import main

stuck.SECONDS = 1
sys.exit(main(["run", sys.argv[1]]))
"""


@pytest.mark.parametrize("script", ["while (true) {}", "/(a+)+$/.test('a'.repeat(60) + 'b')"])
def test_a_script_that_never_ends_is_ended(tmp_path: Path, script: str) -> None:
    """Of the machine's time, which the engine keeps to itself: not even Ctrl-C would stop it."""
    program = tmp_path / "endless.py"
    lines = ["import _quickjs", "engine = _quickjs.Context()", "engine.add_callable('f', print)",
             "print('before')", f"engine.eval({script!r})"]  # fmt: skip
    program.write_text("\n".join(lines))
    command = [sys.executable, "-c", ENDLESS, str(program)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf8", timeout=60)
    assert (ran.returncode, ran.stdout) == (2, "before\n")
    assert ran.stderr.startswith(f"lab: {program}:5: This call has taken")
