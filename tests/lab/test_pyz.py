"""lab.pyz on a machine that has Python and nothing else, in a folder that has nothing either."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import venv
import zipfile
from pathlib import Path

import pytest

from tests.includes import ROOT
from tests.telling import expect
from tools import transcripts
from tools.bundle import made

RECORDED = sorted(
    path
    for path in [*ROOT.glob("snippets/*/*.out"), *ROOT.glob("snippets/*/*.svg")]
    if "." not in path.stem and path.with_suffix(".py").exists()
)
SOME = sorted({path.parent: path for path in RECORDED}.values())
"""One of each page, the last: they all stand on the same file."""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter without a library."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture(scope="module")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, where its reader would put it."""
    path = tmp_path_factory.mktemp("downloads") / "lab.pyz"
    path.write_bytes((made.bundle() / made.ROOT_FILES / "lab.pyz").read_bytes())
    return path


def run(
    python: Path, pyz: Path, *arguments: str, cache: str | Path = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """`python lab.pyz` with these arguments, in an environment of its own."""
    kept = {name: os.environ[name] for name in transcripts.KEPT if name in os.environ}
    fixed = {name: value for name, value in transcripts.FIXED.items() if name != "PYTHONPATH"}
    home = cache or pyz.parent / "cache"
    caches = {"XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home)}
    here = pyz.parent / "elsewhere"
    here.mkdir(exist_ok=True)
    return subprocess.run(
        [python, pyz, *arguments], cwd=here, env=kept | fixed | caches | more, encoding="utf8",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("path", SOME, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_programs_print_their_transcripts(path: Path, python: Path, pyz: Path) -> None:
    command = transcripts.commands(path)[0]
    done = run(python, pyz, *command.removeprefix("python -m lab ").split())
    expect(without_commands(path).startswith(done.stdout) and done.stdout, done.stdout)


def test_a_library_that_is_not_in_the_file_is_said(python: Path, pyz: Path) -> None:
    """quickjs-ng is not pure Python."""
    done = run(python, pyz, "run", "snippets/rendering/script.py")
    assert done.stdout.startswith("This program needs the package quickjs-ng")


def without_commands(path: Path) -> str:
    """What the first command of a transcript printed, and the others."""
    text = path.read_text("utf8")
    return re.sub(r"\A(\$ |%% \$ |<\?lab \$ ).*\n", "", text)


def test_the_readers_own_program(python: Path, pyz: Path) -> None:
    program = pyz.parent / "mine.py"
    program.write_text('import requests\nprint(requests.get("http://www.example.com/").url)\n')
    assert run(python, pyz, "run", str(program)).stdout == "http://www.example.com/\n"


def test_it_calls_itself_by_its_name(python: Path, pyz: Path) -> None:
    said = run(python, pyz, "run", "--break", "none", "snippets/dns/resolve.py").stdout
    assert said == "lab: No break is called 'none'; `python lab.pyz run --break` lists them.\n"
    assert "usage: python lab.pyz " in run(python, pyz, "--help").stdout
    assert "`python lab.pyz --help`" in run(python, pyz).stdout


def test_a_machine_where_nothing_can_be_kept(python: Path, pyz: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    done = run(python, pyz, "run", "snippets/dns/resolve.py", cache=blocked)
    assert done.stdout.startswith("A     203.0.113.10 ")


def test_it_unpacks_once(python: Path, pyz: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run(python, pyz, "run", "snippets/dns/resolve.py", cache=tmp_path).returncode == 0
    assert len(list((tmp_path / "aller-retour").iterdir())) == 1


def test_what_a_cleaner_of_caches_took_is_unpacked_again(
    python: Path, pyz: Path, tmp_path: Path
) -> None:
    run(python, pyz, "run", "--break", cache=tmp_path)
    [folder] = (tmp_path / "aller-retour").iterdir()
    taken = folder / "h11" / "__init__.py"
    for left in (None, b""):
        taken.unlink() if left is None else taken.write_bytes(left)
        done = run(python, pyz, "run", "snippets/dns/resolve.py", cache=tmp_path)
        assert done.stdout.startswith("A     203.0.113.10 ")


def test_a_cache_that_is_nowhere_in_particular(python: Path, pyz: Path) -> None:
    """The rules of XDG: a path that is not absolute is to be ignored."""
    run(python, pyz, "run", "--break", cache="here", HOME=str(pyz.parent / "home"))
    assert not (pyz.parent / "elsewhere" / "here").exists()


HARD = ["-I", "-E -s -B", "-P", "-X utf8=0"]


@pytest.mark.parametrize("options", HARD)
def test_any_way_to_start_python(options: str, python: Path, pyz: Path, tmp_path: Path) -> None:
    """In a folder whose name has spaces and accents, with other people's modules before ours."""
    here, other = tmp_path / "un dossier à moi", tmp_path / "other"
    for name in ("requests", "dns", "h11", "lab"):
        (other / name).mkdir(parents=True)
        (other / name / "__init__.py").write_text("raise SystemExit('not ours')")
    here.mkdir()
    file = here / pyz.name
    file.write_bytes(pyz.read_bytes())
    command: list[str | Path] = [python, *options.split(), file]
    command += ["run", "snippets/request/with_requests.py"]
    done = subprocess.run(
        command, cwd=here, env={"PYTHONPATH": str(other), "XDG_CACHE_HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf8", timeout=60,
    )  # fmt: skip
    recorded = without_commands(ROOT / "snippets/request/with_requests.out")
    assert done.stderr == "" and recorded.startswith(done.stdout) and done.stdout


OLD = """
import runpy, sys
sys.version_info = (3, 10, 9)
runpy.run_path(sys.argv[1], None, "__main__")
"""


def test_a_python_that_is_too_old(python: Path, pyz: Path) -> None:
    """Whatever it is: the file must be read by it to say so."""
    done = subprocess.run([python, "-c", OLD, pyz], capture_output=True, encoding="utf8")
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.splitlines() == [
        "lab.pyz needs Python 3.11 or later. / lab.pyz demande Python 3.11 ou plus."
    ]
    with zipfile.ZipFile(pyz) as held:
        ast.parse(held.read("__main__.py"), feature_version=(3, 6))


def test_it_holds_the_licences_of_what_it_brings(pyz: Path) -> None:
    with zipfile.ZipFile(pyz) as held:
        names = held.namelist()
    brought = {name.split("/")[1] for name in names if ".dist-info/METADATA" in name}
    licensed = {n.split("/")[1] for n in names if re.search(r"dist-info/.*(LICEN|COPYING)", n)}
    assert brought and brought == licensed
