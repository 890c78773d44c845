"""`python -m lab` with arguments and programs that make no sense: one sentence, and no traceback.

The command line is tried in one child, which calls `main` once for each case; what a program does
to its own process (it closes stdout, it exits at once) needs a process each.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lab.running import ROOT, lab, outside
from tests.lab.writing import Write, write

__all__ = ["write"]

CHILD = """
import contextlib, io, json, os, sys
sys.path.insert(0, {root!r})
os.chdir({home!r})
from lab.__main__ import main
told = []
for argv in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(argv)
        except SystemExit as end:
            status = end.code
        except BaseException as error:
            status = repr(error)
    told.append([status, out.getvalue(), err.getvalue()])
print(json.dumps(told))
"""
PROGRAMS = {
    "ok.py": b"print('ok')",
    "empty.py": b"",
    "new\nline.py": b"print('here')",
    "bom.py": b"\xef\xbb\xbfprint('bom')",
    "latin.py": b"print('\xe9')",
    "coding.py": b"# coding: klingon\nprint(1)",
    "syntax.py": b"x = (\n",
    "nested.py": b"(" * 5000,
    "bytes.py": bytes(range(1, 256)) * 20,
    "utf16.py": "print(1)".encode("utf-16"),
    "large.py": b"# nothing\n" * 1_000_000 + b"print('end')",
    "status.py": b"raise SystemExit(7)",
    "text.py": b"raise SystemExit('a reason')",
    "odd.py": b"class End(SystemExit): pass\nraise End(3)",
    "deep.py": b"def f(): f()\nf()",
    "memory.py": b"raise MemoryError",
    "surrogate.py": b"import sys\nsys.stderr.write(ascii('\\udc80'))",
}
Case = tuple[list[str], object, str]
SAID: list[Case] = [
    ([], 2, "required: COMMAND"),
    (["walk"], 2, "invalid choice: 'walk'"),
    (["run"], 2, "which program?"),
    (["run", ""], 2, "which program?"),
    (["run", "--frob", "ok.py"], 2, "unrecognized arguments: --frob"),
    (["run", "none.py"], 2, "No program at none.py"),
    (["run", "folder"], 2, "No program at folder"),
    (["run", "-"], 2, "No program at -"),
    (["run", "a\0b.py"], 2, "No program at a\0b.py"),
    (["run", "\ud800.py"], 2, "No program at "),
    (["run", "x" * 5000], 2, "No program at xxx"),
    (["run", "--break", "", "ok.py"], 2, "No break is called ''"),
    (["run", "--break", "=", "ok.py"], 2, "No break is called ''"),
    (["run", "--break", "=-1", "ok.py"], 2, "No break is called ''"),
    (["run", "--break", "a\nb", "ok.py"], 2, r"No break is called 'a\nb'"),
    (["run", "--break", "dns-silent=", "ok.py"], 2, "takes no number"),
    (["run", "--break", "dns-silent=1", "ok.py"], 2, "takes no number"),
    *((["run", "--break", f"network-far={n}", "ok.py"], 2, "takes a whole number from 1")
      for n in ("", "0", "-1", "+1", "1.5", "abc", "\u0663", "9" * 20)),
    (["run", "--pcap"], 2, "--pcap: expected one argument"),
    (["run", "--pcap", "folder", "ok.py"], 2, "cannot write folder"),
    (["run", "--pcap", "none/x", "ok.py"], 2, "cannot write none/x"),
    (["run", "--pcap", "", "ok.py"], 2, "cannot write "),
    (["run", "--pcap", "a\0b", "ok.py"], 2, "cannot write a\0b"),
    (["trace", "--pcap", "x", "ok.py"], 2, "unrecognized arguments: --pcap"),
    (["trace", "--host", "nobody", "ok.py"], 2, "no host called nobody"),
    (["trace", "--host", "", "ok.py"], 2, "no host called ;"),
    (["trace", "--format", "poem", "ok.py"], 2, "invalid choice: 'poem'"),
    (["trace", "--format"], 2, "--format: expected one argument"),
    (["serve", "--http-port", "abc"], 2, "--http-port"),
    (["serve", "--http-port", "70000"], 2, "70000"),
    (["serve", "--break", "nothing"], 2, "No break is called 'nothing'"),
]  # fmt: skip
RUNS: list[Case] = [
    (["run", "ok.py"], 0, "ok\n"),
    (["run", "empty.py"], 0, ""),
    (["run", "/dev/null"], 0, ""),
    (["run", "new\nline.py"], 0, "here\n"),
    (["run", "bom.py"], 0, "bom\n"),
    (["run", "large.py"], 0, "end\n"),
    (["run", "--break", "dns-silent", "--break", "dns-silent", "ok.py"], 0, "ok\n"),
    (["run", "latin.py"], 1, "SyntaxError: (unicode error) 'utf-8' codec"),
    (["run", "coding.py"], 1, "SyntaxError: unknown encoding: klingon"),
    (["run", "syntax.py"], 1, "SyntaxError: '(' was never closed"),
    (["run", "nested.py"], 1, "SyntaxError: too many nested parentheses"),
    (["run", "bytes.py"], 1, "SyntaxError: "),
    (["run", "status.py"], 7, ""),
    (["run", "text.py"], 1, "a reason\n"),
    (["run", "odd.py"], 3, ""),
    (["run", "deep.py"], 1, "RecursionError: maximum recursion depth exceeded\n"),
    (["run", "memory.py"], 1, "MemoryError\n"),
    (["run", "surrogate.py"], 0, r"'\udc80'"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, str, str]]:
    """Status, stdout and stderr of each case, in the order of SAID, then of RUNS."""
    home = tmp_path_factory.mktemp("home")
    (home / "folder").mkdir()
    for name, text in PROGRAMS.items():
        (home / name).write_bytes(text)
    cases = [argv for argv, *_ in (*SAID, *RUNS)]
    child = outside("-c", CHILD.format(root=str(ROOT), home=str(home)), json.dumps(cases))
    assert child.returncode == 0, child.stderr
    answers: list[tuple[object, str, str]] = json.loads(child.stdout.splitlines()[-1])
    return answers


@pytest.mark.parametrize("number", range(len(SAID)), ids=[repr(a)[:60] for a, *_ in SAID])
def test_what_makes_no_sense_is_one_sentence(
    told: list[tuple[object, str, str]], number: int
) -> None:
    _, status, said = SAID[number]
    got, _, error = told[number]
    assert got == status, error
    assert error.startswith("lab: ")
    assert said in error
    assert "Traceback" not in error


@pytest.mark.parametrize("number", range(len(RUNS)), ids=[repr(a)[:60] for a, *_ in RUNS])
def test_a_program_is_as_good_or_bad_as_in_python(
    told: list[tuple[object, str, str]], number: int
) -> None:
    _, status, said = RUNS[number]
    got, out, error = told[len(SAID) + number]
    assert got == status, error
    assert said in out + error
    assert str(ROOT / "lab") not in error


ENDS = {
    "closes stdout": ("import sys\nsys.stdout.close()\nprint('x', file=sys.stderr)", 0, "x\n"),
    "closes its descriptors": ("import os\nos.close(1)\nos.close(2)", 0, ""),
    "exits at once": ("import os\nos._exit(5)", 5, ""),
    "kills itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGINT)", 130, "Interrupt"),
    "prints a surrogate": ("print('\\ud800')", 1, "surrogates not allowed"),
    "no reader of its own": ("import sys\nsys.stdout = None\nprint('x')", 0, ""),
}


@pytest.mark.parametrize("name", ENDS)
def test_an_odd_end_is_the_programs_own(write: Write, name: str) -> None:
    text, status, said = ENDS[name]
    ran = lab("run", write(text))
    assert ran.returncode == status, ran.stderr
    assert said in ran.stderr
    assert str(ROOT / "lab") not in ran.stderr


def test_a_program_on_stdin_is_asked_for_by_its_file(tmp_path: Path) -> None:
    ran = lab("run", "-", stdin="print('never')", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("lab: No program at -")
