"""What the lab cannot give, it says; what a program may expect beside sockets, it gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.running import lab, outside
from tests.lab.writing import Write, write

__all__ = ["write"]

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
    "task": (
        "import asyncio, socket\nasync def ask(): socket.gethostbyname('www.python.org')\n"
        "async def main():\n    async with asyncio.TaskGroup() as group: group.create_task(ask())\n"
        "asyncio.run(main())",
        "no host named www.python.org",
    ),
    "gathered": (
        "import asyncio, socket\nasync def ask(): socket.gethostbyname('www.python.org')\n"
        "async def main(): await asyncio.gather(ask(), return_exceptions=True)\n"
        "asyncio.run(main())",
        "no host named www.python.org",
    ),
    "old thread": ("import _thread\n_thread.start_new(print, ())", "one thread"),
    "multiprocessing": (
        "import multiprocessing as m\nm.get_context('spawn').Process(target=print).start()",
        "one process",
    ),
    "native child": ("import ctypes\nctypes.CDLL(None).system(b'true')", "no real socket"),
    "native call": ("import ctypes\nctypes.CDLL(None).syscall(41, 2, 1, 0)", "no real socket"),
    "lock": ("import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()", "wait for ever"),
    "event": ("import threading\nthreading.Event().wait()", "wait for ever"),
    "accept": (
        "import socket\nserver = socket.create_server(('', 8000))\n"
        "while True: server.accept()[0].close()",
        "wait for ever",
    ),
    "accept without waiting": (
        "import socket\nserver = socket.create_server(('', 8000))\nserver.setblocking(False)\n"
        "while True:\n    try: server.accept()\n    except BlockingIOError: pass",
        "wait for ever",
    ),
    "polling": (
        "import socketserver as s\ns.TCPServer(('', 8000), s.BaseRequestHandler).serve_forever()",
        "wait for ever",
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


def test_what_the_lab_said_cannot_be_unsaid(write: Write) -> None:
    path = write("import socket\ntry: socket.gethostbyname('www.python.org')\nexcept: print('?')")
    run = lab("run", path)
    assert (run.returncode, run.stdout) == (2, "?\n")
    assert run.stderr.startswith(f"lab: {path}:2: The lab has no host named www.python.org")


def test_the_end_of_the_process_is_watched_too(write: Write) -> None:
    path = write(
        "import atexit\nfrom lab.sockets.install import real\natexit.register(real.socket)\n"
    )
    assert "lab.errors.RealSocket" in lab("run", path).stderr


def test_a_mistake_of_the_lab_is_told_as_one(write: Write) -> None:
    """Be it inside an event of the network, or in what the program calls."""
    inside = "current().network.at(0, lambda: {}['here'])\nsocket.create_connection(('laptop', 1))"
    path = write(f"import socket\nfrom lab.sockets.kernel import current\n{inside}")
    run = lab("run", path)
    assert run.returncode == 2
    assert "_happen" in run.stderr
    assert "The lab itself is wrong here (KeyError)" in run.stderr
    path = write("import socket\nfrom lab.sockets.kernel import current\n"
                 "current().host = None\nsocket.create_connection(('192.0.2.53', 53))")  # fmt: skip
    run = lab("run", path)
    assert run.returncode == 2
    assert "lab/sockets" in run.stderr
    assert "The lab itself is wrong here (AttributeError)" in run.stderr


@pytest.mark.parametrize("name", ["dns", "h11", "wsgiref"])
def test_a_program_may_have_the_name_of_what_the_lab_uses(write: Write, name: str) -> None:
    path = write(
        "import socket\nprint('once')\ns = socket.create_connection(('www.example.com', 80))\n"
        "s.sendall(b'GET / HTTP/1.0\\r\\nHost: www.example.com\\r\\n\\r\\n')\n"
        "print(s.recv(15))\n",
        f"{name}.py",
    )
    run = lab("run", path)
    assert (run.stdout, run.stderr) == ("once\nb'HTTP/1.1 200 OK'\n", "")


def test_a_neighbour_is_found_from_another_folder(write: Write, tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("HERE = True\n")
    write("import os\nos.chdir('/')\nimport neighbour\nprint(neighbour.HERE)")
    assert lab("run", "program.py", cwd=tmp_path).stdout == "True\n"


def test_the_keyboard_beside_a_socket(write: Write) -> None:
    path = write(
        "import select, socket, sys\nserver = socket.create_server(('127.0.0.1', 0))\n"
        "print(select.select([sys.stdin, server], [], [])[0] == [sys.stdin], input())"
    )
    assert lab("run", path, stdin="typed\n").stdout == "True typed\n"


def test_waiting_for_a_lock_takes_virtual_time(write: Write) -> None:
    path = write(
        "import queue, threading, time\nstart = time.monotonic()\n"
        "print(threading.Event().wait(100))\n"
        "try: queue.Queue().get(timeout=500)\n"
        "except queue.Empty: print(round(time.monotonic() - start))"
    )
    assert lab("run", path).stdout == "False\n600\n"


def test_a_signal_handler_in_a_loop(write: Write) -> None:
    path = write(
        "import asyncio, signal\nasync def main():\n"
        "    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, print)\n"
        "    await asyncio.sleep(1)\nasyncio.run(main())\nprint('end')"
    )
    assert lab("run", path).stdout == "end\n"


def test_the_guard_sees_what_it_refuses(write: Write) -> None:
    """Unwatched, the same program does open a real socket: the refusal is not for nothing."""
    path = write("import _socket\nprint(_socket.socket(2, 1).fileno() > 0)")
    assert outside(path).stdout == "True\n"
