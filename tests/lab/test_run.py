"""What a program is promised: nothing of its own changes, and the lab says its limits."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.lab.running import ROOT, lab, outside
from tests.lab.writing import Write, write

__all__ = ["write"]

PAGE = "snippets/request/by_socket.py"


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


def test_a_deep_traceback_and_one_of_a_task(write: Write) -> None:
    run = lab("run", write("def f():\n    f()\n\nf()\n"))
    assert run.stderr.endswith("RecursionError: maximum recursion depth exceeded\n")
    assert str(ROOT / "lab") not in run.stderr
    path = write(
        "import asyncio\n"
        "async def ask(): await asyncio.open_connection('nowhere.example.com', 80)\n"
        "async def main():\n    async with asyncio.TaskGroup() as group: group.create_task(ask())\n"
        "asyncio.run(main())"
    )
    run = lab("run", path)
    assert "Name or service not known" in run.stderr
    assert str(ROOT / "lab") not in run.stderr


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
        "import datetime, os, random, socket, tempfile, time, uuid\n"
        "print(time.time(), datetime.datetime.now(), datetime.date.today(), time.strftime('%c'))\n"
        "print(random.random(), os.urandom(4), uuid.uuid4(), {'a', 'b', 'c', 'd'})\n"
        "print(socket.create_connection(('www.example.com', 80)).getsockname())\n"
        "print(random.Random().random(), uuid.uuid1(), tempfile.mktemp(), os.getrandom(3))\n"
        "print(time.clock_gettime(time.CLOCK_REALTIME), time.process_time(), time.thread_time())\n"
        "random.seed()\nprint(random.random())\n"
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


# -- the command line --------------------------------------------------------------------------


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


def test_trace_of_a_program_that_writes_bytes(write: Write) -> None:
    path = write(
        "import socket, sys\nsys.stdout.buffer.write(b'x')\nsocket.gethostbyname('www.example.com')"
    )
    run = lab("trace", path)
    assert "www.example.com" in run.stdout
    assert run.returncode == 0


def test_trace_says_why_it_stopped(write: Write) -> None:
    run = lab("trace", write("import socket\nsocket.create_server(('', 1)).accept()[0].recv(1)\n"
                             "socket.gethostbyname('www.python.org')"))  # fmt: skip
    assert run.returncode == 2
    assert "GET / HTTP/1.1" in run.stdout
    assert "no host named www.python.org" in run.stderr


def test_a_capture_is_written(tmp_path: Path) -> None:
    path = tmp_path / "exchange.pcap"
    assert lab("run", "--pcap", str(path), PAGE).returncode == 0
    magic, *_, link = struct.unpack("<IHHiIII", path.read_bytes()[:24])
    assert (magic, link) == (0xA1B2C3D4, 101)


def test_breaks_are_listed_in_french_to_who_reads_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert "Le résolveur ne répond jamais." in lab("run", "--break").stdout


def test_a_python_without_the_libraries_is_told_so() -> None:
    run = outside("-S", "-m", "lab", "run", PAGE)
    assert run.returncode == 2
    assert run.stderr == (
        "lab: The lab needs dnspython, and this Python does not have it: pip install dnspython.\n"
    )
