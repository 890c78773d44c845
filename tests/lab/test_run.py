"""What a program is promised: nothing of its own changes, and the lab says its limits."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.running import ROOT, lab, outside

PAGE = "snippets/request/by_socket.py"


Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a program into a folder of its own; its path."""

    def write(text: str, name: str = "program.py") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


# -- the program's own --------------------------------------------------------------------------


def test_input_arguments_name_and_neighbours(write: Write, tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("HERE = True\n")
    path = write(
        "import sys, neighbour\nprint(__name__, __file__ == sys.argv[0], sys.argv[1:], input())"
    )
    run = lab("run", path, "one", "--trace", "-x", stdin="typed\n")
    assert run.stdout == "__main__ True ['one', '--trace', '-x'] typed\n"


@pytest.mark.parametrize(
    ("end", "status", "said"),
    [("3", 3, ""), ("None", 0, ""), ("'no'", 1, "no\n"), ("True", 1, "")],
)
def test_exit_status(write: Write, end: str, status: int, said: str) -> None:
    run = lab("run", write(f"import sys\nprint('out')\nsys.exit({end})"))
    assert (run.returncode, run.stdout, run.stderr) == (status, "out\n", said)


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    1 / 0\n\nf()\n",
        "import socket\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    {}['x']\n",
        "x = (\n",
        "raise KeyboardInterrupt\n",
    ],
)
def test_a_traceback_is_the_one_of_python(write: Write, text: str) -> None:
    path = write(text)
    real, simulated = outside(path), lab("run", path)
    assert simulated.stderr == real.stderr
    assert simulated.returncode == (130 if "Interrupt" in text else 1)


def test_the_lab_is_not_in_a_traceback(write: Write) -> None:
    path = write("import socket\nsocket.create_connection(('closed.example.com', 80))\n")
    run = lab("run", path)
    assert run.returncode == 1
    assert run.stderr.rstrip().endswith("ConnectionRefusedError: [Errno 111] Connection refused")
    assert str(ROOT / "lab") not in run.stderr
    assert f'File "{path}", line 2, in <module>' in run.stderr


def test_an_excepthook_of_its_own_is_called(write: Write) -> None:
    path = write(
        "import sys\nsys.excepthook = lambda *what: print('mine', what[0].__name__)\n1 / 0"
    )
    assert lab("run", path).stdout == "mine ZeroDivisionError\n"


def test_two_runs_are_the_same(write: Write) -> None:
    path = write(
        "import datetime, os, random, socket, time, uuid\n"
        "print(time.time(), datetime.datetime.now(), datetime.date.today(), time.strftime('%c'))\n"
        "print(random.random(), os.urandom(4), uuid.uuid4(), {'a', 'b', 'c', 'd'})\n"
        "print(socket.create_connection(('www.example.com', 80)).getsockname())\n"
        "time.sleep(3600)\n"
        "print(time.monotonic(), time.localtime().tm_hour)\n"
    )
    first, second = lab("run", "--trace", path), lab("run", "--trace", path)
    assert first.stdout.startswith("1767603600.0")
    assert "2026-01-05 09:00:00" in first.stdout
    assert (first.stdout, first.stderr) == (second.stdout, second.stderr)


def test_a_loop_that_looks_at_the_clock_ends(write: Write) -> None:
    path = write(
        "import time\nend = time.time() + 0.2\nwhile time.time() < end:\n    pass\nprint(1)"
    )
    assert lab("run", path).stdout == "1\n"


# -- what the lab cannot give -------------------------------------------------------------------

REFUSED = {
    "thread": ("import threading\nthreading.Thread(target=print).start()", "one thread"),
    "pool": (
        "from concurrent.futures import ThreadPoolExecutor as T\nT().submit(print)",
        "one thread",
    ),
    "child": ("import subprocess, sys\nsubprocess.run([sys.executable, '-V'])", "one process"),
    "shell": ("import os\nos.system('true')", "one process"),
    "address": (
        "import socket\nsocket.create_connection(('203.0.113.200', 80))",
        "no host at 203.0.113.200",
    ),
    "datagram": (
        "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('203.0.113.200', 1))",
        "no host at 203.0.113.200",
    ),
    "name": (
        "import socket\nsocket.gethostbyname('www.python.org')",
        "no host named www.python.org",
    ),
    "hidden": (
        "import socket\ntry:\n    socket.gethostbyname('www.python.org')\nexcept Exception: pass",
        "no host named www.python.org",
    ),
    "deadlock": (
        "import socket\ns = socket.socketpair()\ns[0].recv(1)",
        "wait for ever",
    ),
    "real socket": ("from lab.sockets.install import real\nreal.socket()", "no real socket"),
    "real name": (
        "from lab.sockets.install import real\nreal.gethostbyname('localhost')",
        "no real socket",
    ),
    "real connect": (
        "import lab.sockets.install as i, _imp, importlib.util\n"
        "i.real.create = i.real.socket\ni.real.create(2, 1)",
        "no real socket",
    ),
    "native": ("import ctypes\nctypes.CDLL(None).socket", "no real socket"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_are_one_sentence_and_status_2(write: Write, name: str) -> None:
    text, said = REFUSED[name]
    path = write(text + "\nprint('went on')")
    run = lab("run", path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"lab: {path}:")
    assert said in run.stderr
    assert run.stderr.count("\n") == 1


def test_the_guard_sees_what_it_refuses(write: Write) -> None:
    """Unwatched, the same program does open a real socket: the refusal is not for nothing."""
    path = write("import _socket\nprint(_socket.socket(2, 1).fileno() > 0)")
    assert outside(path).stdout == "True\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "nowhere.py"), "No program at nowhere.py"),
        (("run", "lab"), "No program at lab"),
        (("run",), "which program?"),
        (("run", "--break", "dns-eaten", PAGE), "No break is called 'dns-eaten'"),
        (("run", "--pcap", "/nowhere/x.pcap", PAGE), "cannot write /nowhere/x.pcap"),
        (("walk", PAGE), "invalid choice: 'walk'"),
        (("trace", "--format", "poem", PAGE), "invalid choice: 'poem'"),
        (("trace", "--host", "nobody", PAGE), "no host called nobody"),
    ],
)
def test_a_wrong_command_line_is_said_clearly(arguments: tuple[str, ...], said: str) -> None:
    run = lab(*arguments)
    assert run.returncode == 2
    assert run.stderr.startswith("lab: ")
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_bytes_that_are_no_program(tmp_path: Path) -> None:
    path = tmp_path / "zero.py"
    path.write_bytes(b"print(1)\0")
    run = lab("run", str(path))
    assert run.returncode in (1, 2)  # a SyntaxError since Python 3.12
    assert "null bytes" in run.stderr
    assert str(ROOT / "lab") not in run.stderr


# -- what it shows ------------------------------------------------------------------------------


def test_breaks_alone_lists_them() -> None:
    run = lab("run", "--break")
    assert run.returncode == 0
    assert any(line.startswith("dns-silent ") for line in run.stdout.splitlines())


def test_trace_goes_to_standard_error() -> None:
    plain, traced = lab("run", PAGE), lab("run", "--trace", PAGE)
    assert traced.stdout == plain.stdout
    assert "query" in traced.stderr
    assert "SYN ACK" in traced.stderr
    assert "GET / HTTP/1.1" in traced.stderr


def test_trace_of_one_host() -> None:
    run = lab("trace", "--host", "www.example.com", PAGE)
    assert run.returncode == 0
    assert all(
        "www.example.com" in line.split("  ")[1] or "www.example.com" in line
        for line in run.stdout.splitlines()
    )
    assert "root-servers" not in run.stdout


def test_a_capture_is_written(tmp_path: Path) -> None:
    path = tmp_path / "exchange.pcap"
    assert lab("run", "--pcap", str(path), PAGE).returncode == 0
    magic, *_, link = struct.unpack("<IHHiIII", path.read_bytes()[:24])
    assert (magic, link) == (0xA1B2C3D4, 101)
