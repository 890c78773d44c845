"""One Python, many runs, as in a page: what comes out of each, and what the next one inherits.

A process that became a lab stays one: each test is a program in a child.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from .running import ROOT, outside

CHILD = """
import json, os, sys
sys.path.insert(0, {root!r})
from lab.browser import session

os.chdir({home!r})
session.start({home!r})
told = []
for order in json.loads(sys.argv[1]):
    streams, watched = dict(stdout=b"", stderr=b""), []
    merged = []
    def output(stream, data):
        streams[stream] += data
        merged.append(data)
    source = order.get("source")
    outcome = session.run(
        order["path"], source.encode() if source is not None else None,
        order.get("arguments", []), order.get("breaks", []), order.get("language", "en"),
        output, watched.append,
    )
    told.append(dict(
        status=outcome.status, wire=outcome.wire, capture=outcome.capture[:4].hex(),
        stdout=streams["stdout"].decode(), stderr=streams["stderr"].decode(),
        all=b"".join(merged).decode(), watched=watched,
        pictures=[[p.name, p.kind, p.data.decode()] for p in outcome.pictures],
    ))
print(json.dumps(told))
"""
ASK = "snippets/client-server/ask.py"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the programs in it, as a page has it."""
    shutil.copytree(ROOT / "snippets", tmp_path / "snippets")
    return tmp_path


def runs(home: Path, *orders: Mapping[str, object]) -> list[dict[str, object]]:
    """What each run gave."""
    child = outside("-c", CHILD.format(root=str(ROOT), home=str(home)), json.dumps(orders))
    assert child.returncode == 0, child.stderr
    told: list[dict[str, object]] = json.loads(child.stdout.splitlines()[-1])
    return told


def recorded(name: str) -> str:
    """A transcript without its command."""
    return Path(ROOT, "snippets", name).read_text("utf8").partition("\n")[2]


def test_run_is_that_of_the_transcript(home: Path) -> None:
    [run] = runs(home, {"path": ASK})
    assert run["all"] == recorded("client-server/ask.out")
    assert (run["status"], run["watched"], run["pictures"]) == (0, [True, False], [])
    assert run["capture"] == "d4c3b2a1"
    assert 'data-program="client-server/ask"' in str(run["wire"])


def test_runs_do_not_depend_on_those_before(home: Path) -> None:
    """The second is under a break, the third is not: it equals the first."""
    order = {"path": "snippets/tcp/connect.py"}
    first, broken, third = runs(home, order, {**order, "breaks": ["tcp-refused"]}, order)
    assert broken["all"] == recorded("tcp/connect.tcp-refused.out")
    assert first == third


def test_language_of_the_exchange(home: Path) -> None:
    french, english = runs(home, {"path": ASK, "language": "fr"}, {"path": ASK})
    assert french["all"] == english["all"]
    assert french["wire"] != english["wire"]


def test_edited_source_replaces_the_file(home: Path) -> None:
    """It stays in place of the file; its neighbours see it, as in a folder of one's own."""
    helper, user = "snippets/lab/helper.py", "snippets/lab/user.py"
    told = runs(
        home,
        {"path": helper, "source": "WORD = 'one'\n"},
        {"path": user, "source": "import helper\nprint(helper.WORD)\n"},
        {"path": helper, "source": "WORD = 'two'\n"},
        {"path": user, "source": "import helper\nprint(helper.WORD)\n"},
    )
    assert [run["stdout"] for run in told] == ["", "one\n", "", "two\n"]


def test_neighbours_of_the_same_name(home: Path) -> None:
    """Each program has that of its own folder."""
    orders = []
    for folder in ("snippets/lab", "snippets/dns"):
        orders.append({"path": f"{folder}/helper.py", "source": f"WORD = {folder!r}\n"})
        program = "import helper\nprint(helper.WORD)\n"
        orders.append({"path": f"{folder}/user.py", "source": program})
    told = runs(home, *orders)
    assert [run["stdout"] for run in told[1::2]] == ["snippets/lab\n", "snippets/dns\n"]


@pytest.mark.parametrize(
    "harm",
    ["", "import os\nos.chdir('/')\n", "import os\nos.remove(__file__)\n",
     "import os, shutil\nshutil.rmtree('snippets/client-server')\n"],
)  # fmt: skip
def test_published_program_comes_back(home: Path, harm: str) -> None:
    """Without a source, the program is the published one, whatever became of its file."""
    _, run = runs(home, {"path": ASK, "source": f"print('mine')\n{harm}"}, {"path": ASK})
    assert run["all"] == recorded("client-server/ask.out")


@pytest.mark.parametrize(
    ("source", "status", "said"),
    [
        ("import sys\nsys.exit(3)\n", 3, ""),
        ("import sys\nsys.exit('no')\n", 1, "no\n"),
        ("print(\n", 1, "SyntaxError"),
        ("1/0\n", 1, 'File "snippets/lab/own.py", line 1, in <module>\n'),
        ("input()\n", 1, "EOFError"),
        (
            "import socket\nsocket.gethostbyname('www.python.org')\n",
            2,
            "lab: snippets/lab/own.py:2",
        ),
        ("x = '\\0'\n\0\n", 1, "null bytes"),
    ],
)
def test_failures_are_told_on_stderr(home: Path, source: str, status: int, said: str) -> None:
    run, after = runs(home, {"path": "snippets/lab/own.py", "source": source}, {"path": ASK})
    assert run["status"] in (status, 2), run
    assert said in str(run["stderr"])
    assert "lab/browser" not in str(run["stderr"])
    assert after["all"] == recorded("client-server/ask.out")


@pytest.mark.parametrize("breaks", [["nonsense"], ["tcp-segment-lost=x"], ["tcp-refused=3"]])
def test_bad_break_is_refused(home: Path, breaks: list[str]) -> None:
    run, after = runs(home, {"path": ASK, "breaks": breaks}, {"path": ASK})
    assert run["status"] == 2
    assert str(run["stderr"]).startswith("lab: ")
    assert after["status"] == 0


def test_missing_program_is_refused(home: Path) -> None:
    [run] = runs(home, {"path": "snippets/nowhere.py"})
    assert (run["status"], run["stderr"]) == (
        2, "lab: No program at snippets/nowhere.py: give the path of a Python file.\n",
    )  # fmt: skip


def test_pictures_are_files_that_the_run_wrote(home: Path) -> None:
    write = "open('drawn.svg', 'w').write('<svg/>')\nopen('notes.txt', 'w').write('x')\n"
    first, second = runs(home, {"path": "snippets/lab/own.py", "source": write}, {"path": ASK})
    assert first["pictures"] == [["drawn.svg", "image/svg+xml", "<svg/>"]]
    assert second["pictures"] == []


@pytest.mark.parametrize(
    ("mess", "said"),
    [
        ("import io, sys\nsys.stdout.write('kept')\nsys.stdout = io.StringIO()\n", "kept"),
        ("import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer)\nprint(1)\n", "1\n"),
        ("class Late:\n    def __del__(self):\n        print('late')\nkept = Late()\n", "late\n"),
        ("import os\nos.mkdir('a.svg')\n", ""),
        ("import sys\nsys.stdout.close()\n", ""),
    ],
    ids=["stream replaced", "stream wrapped", "finalizer", "folder", "stream closed"],
)
def test_what_a_run_leaves_is_its_own(home: Path, mess: str, said: str) -> None:
    run, after = runs(home, {"path": "snippets/lab/own.py", "source": mess}, {"path": ASK})
    assert (run["stdout"], run["status"]) == (said, 0)
    assert after["all"] == recorded("client-server/ask.out")


def test_bytes_and_accents_pass(home: Path) -> None:
    source = (
        "import sys\nprint('déjà vu')\nsys.stdout.flush()\n"
        "sys.stdout.buffer.write('é'.encode())\nprint('\\ud800', file=sys.stderr)\n"
    )
    [run] = runs(home, {"path": "snippets/lab/own.py", "source": source})
    assert (run["stdout"], run["stderr"]) == ("déjà vu\né", "\\ud800\n")
