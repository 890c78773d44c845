"""Whatever a reader writes in the box comes to a clear end, and the next run is as good as new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.in_page import InPage, Ran, opened
from tests.includes import ROOT

PATH = "snippets/dns/resolve.py"
TRANSCRIPT = ROOT / "snippets/dns/resolve.out"
COUNT_FOR_EVER = "def count():\n    n = 0\n    while True:\n        n += 1\n\n\ncount()\n"
HEAD = f'Traceback (most recent call last):\n  File "{PATH}", line '


@pytest.fixture(scope="module")
def page(either: Browser, site: Path) -> Iterator[InPage]:
    """A bare page, whose worker serves for many programs."""
    with opened(either, site) as page:
        yield page


@pytest.fixture(scope="module")
def one(browser: Browser, site: Path) -> Iterator[InPage]:
    """In one engine, what depends on Python and not on the engine."""
    with opened(browser, site) as page:
        yield page


def written(page: InPage, source: str, limit: float = 20) -> Ran:
    """Run what a reader has written over a program."""
    return page.run(PATH, source, limit=limit)


def check_next_run(page: InPage) -> None:
    """The program as published does as it always did."""
    assert page.run(PATH).output == TRANSCRIPT.read_text("utf8").partition("\n")[2]


def test_endless_loop(page: InPage) -> None:
    """The traceback begins with the reader's line, and has no other's."""
    ran = written(page, COUNT_FOR_EVER, limit=1)
    assert ran.status == 130
    said = ran.stream("stderr")
    assert said.startswith(f"{HEAD}7, in <module>\n    count()\n")
    assert said.count("  File ") == 2 and said.endswith("\nKeyboardInterrupt\n")
    check_next_run(page)


@pytest.mark.parametrize(
    "loop",
    [
        "import time\nwhile True:\n    time.sleep(1)\n",
        "import socket\nwhile True:\n    socket.gethostbyname('www.example.com')\n",
        "try:\n    while True: pass\nexcept KeyboardInterrupt: pass\nwhile True: pass\n",
        "import asyncio\nasync def spin():\n    while True: pass\nasyncio.run(spin())\n",
        "import _quickjs\n_quickjs.Context().eval('while (true);')\n",
    ],
    ids=["sleeps", "asks", "ignores the first signal", "asyncio", "a script"],
)
def test_other_endless_loops(page: InPage, loop: str) -> None:
    ran = written(page, loop, limit=1)
    assert ran.status == 130
    assert ran.stream("stderr").startswith(HEAD)
    assert ran.stream("stderr").endswith("\nKeyboardInterrupt\n")
    check_next_run(page)


ASYNC = """
import asyncio

async def ask():
    reader, writer = await asyncio.open_connection("www.example.com", 80)
    writer.write(b"HEAD / HTTP/1.0\\r\\nHost: www.example.com\\r\\n\\r\\n")
    print((await reader.readline()).decode().strip())
    await asyncio.sleep(60)

print(asyncio.run(asyncio.wait_for(ask(), 70)))
print(asyncio.new_event_loop().run_until_complete(asyncio.sleep(1, "slept")))
"""


def test_asyncio(page: InPage) -> None:
    """On the lab's clock and network, and over when the program is: not Pyodide's own loop."""
    ran = written(page, ASYNC)
    assert (ran.status, ran.output) == (0, "HTTP/1.1 200 OK\nNone\nslept\n")


SCRIPTS = """
import _quickjs
from lab.browser import quickjs

context = _quickjs.Context()
context.add_callable("same", lambda value: (context, value)[1])
context.eval("kept = Array.from({length: 1e5}, (_, n) => ({n})); same(1)")
print(quickjs.engines[0]().memory)
"""


def test_what_scripts_took_is_given_back(one: InPage) -> None:
    """At the end of each run: the memory of the engine is that of one."""
    said = {written(one, SCRIPTS).output for _ in range(10)}
    assert len(said) == 1 and said.pop().strip().isdigit()


def test_a_program_with_enough_time_is_left_alone(one: InPage) -> None:
    """The limit is that of one run: neither of the page's life, nor of the run before."""
    written(one, COUNT_FOR_EVER, limit=1)
    ran = written(one, "print(sum(n * n for n in range(10**6)))\n", limit=60)
    assert (ran.status, ran.output) == (0, "333332833333500000\n")


def test_stop(page: InPage) -> None:
    """Python does not look at its signals during a match: only Stop ends this one."""
    source = 'import re\nprint("first", flush=True)\nre.match("(a+)+$", "a" * 40 + "b")\n'
    ran = page.run_and_stop(PATH, source)
    assert ran.status is None and ran.output == "first\n"
    check_next_run(page)


def test_flood(page: InPage) -> None:
    """A hundred thousand lines: all there, in few enough messages for the page to stay alive."""
    ran = written(page, "for n in range(10**5):\n    print(n)\n", limit=120)
    assert ran.status == 0
    assert ran.output == "".join(f"{n}\n" for n in range(10**5))
    assert len(ran.written) < 1000


def test_memory(one: InPage) -> None:
    """More than a page may have: an exception of Python's, or a worker that says it is broken."""
    ran = written(one, "held = []\nwhile True:\n    held.append(bytearray(2**30))\n", limit=120)
    assert ran.status == 1
    assert ran.broken or ran.output.endswith("\nMemoryError\n")
    one.start()  # the reader's Reset; a page's memory never shrinks
    check_next_run(one)


def test_recursion(page: InPage) -> None:
    ran = written(page, "def deeper():\n    deeper()\n\n\ndeeper()\n")
    assert ran.status == 1 and not ran.broken
    assert ran.output.startswith(HEAD)
    assert ran.output.splitlines()[-1].startswith("RecursionError: ")
    check_next_run(page)


def test_a_script_too_deep_is_the_same_error_whose_stack_ever_ends(page: InPage) -> None:
    """The engine's own, for calls; the browser's may end first, for what holds itself."""
    source = (
        "import _quickjs\n\nfor script in ('function f() { return f() + 1 } f()',\n"
        "    'let a = []; for (let n = 0; n < 1e5; n++) a = [a]; JSON.stringify(a)'):\n"
        "    try:\n        _quickjs.Context().eval(script)\n"
        "    except _quickjs.StackOverflow as error:\n        print(str(error).splitlines()[0])\n"
    )
    assert written(page, source).output == 2 * "RangeError: Maximum call stack size exceeded\n"


@pytest.mark.parametrize(
    "source",
    [
        "nest = []\nfor n in range(10**5):\n    nest = [nest]\nprint(nest)\n",
        "import os\nos._exit(3)\n",
        "import os\nos.abort()\n",
    ],
    ids=["nest", "exit", "abort"],
)
def test_python_killed(one: InPage, source: str) -> None:
    """It does not come back by itself, but the page knows; a new worker is as good as new."""
    ran = written(one, source)
    assert ran.status != 0 and (ran.broken or ran.output)
    if ran.broken:
        one.start()
    check_next_run(one)


@pytest.mark.parametrize(
    ("source", "status", "stdout", "end"),
    [
        ("import sys\nsys.exit()\n", 0, "", ""),
        ("import sys\nsys.exit(3)\n", 3, "", ""),
        ("import sys\nprint('a')\nsys.exit('no')\n", 1, "a\n", "no\n"),
        ("print(input('name? '))\n", 1, "name? ", "\nEOFError: EOF when reading a line\n"),
        ("print('é → 日本 🙂')\n", 0, "é → 日本 🙂\n", ""),
        ("import sys\nprint('é', file=sys.stderr)\n", 0, "", "é\n"),
        ("x = (1,\n", 1, "", "\nSyntaxError: '(' was never closed\n"),
        ("def f():\nreturn 1\n", 1, "", "\nIndentationError: expected an indented block after "
         "function definition on line 1\n"),
        ("print(1)\nprint(a)\n", 1, "1\n", "\nNameError: name 'a' is not defined\n"),
        ("from resolve2 import x\n", 1, "", "\nModuleNotFoundError: No module named 'resolve2'\n"),
    ],
    ids=["exit", "3", "no", "input", "letters", "stderr", "syntax", "indent", "name", "module"],
)  # fmt: skip
def test_ends(one: InPage, source: str, status: int, stdout: str, end: str) -> None:
    """As in a terminal: status, what is printed, and the last words."""
    ran = written(one, source)
    assert (ran.status, ran.stream("stdout")) == (status, stdout)
    assert ran.stream("stderr").endswith(end) and bool(end) == bool(ran.stream("stderr"))


def test_bytes_are_not_touched(one: InPage) -> None:
    ran = written(one, "import sys\nsys.stdout.buffer.write(bytes(range(256)))\n")
    assert b"".join(data for _, data in ran.written) == bytes(range(256))


def test_streams_in_order(one: InPage) -> None:
    source = "import sys\nfor n in range(3):\n    print(n)\n    print(-n, file=sys.stderr)\n"
    assert written(one, source).output == "0\n0\n1\n-1\n2\n-2\n"


MESSES = {
    "sockets left open": "import socket\nleft = [socket.create_server(('', 8000 + n)) for n in "
    "range(50)]\nleft += [socket.create_connection(('www.example.com', 80)) for n in range(50)]\n",
    "names": "import builtins\nresolver = socket = name = print\n",
    "modules": "import sys\nsys.modules['socket'] = None\nsys.path.clear()\n",
    "an edited file": "print('edited')\n",
    "another folder": "import os\nos.chdir('/')\n",
    "streams": "import sys\nsys.stdout.close()\nsys.stderr.close()\n",
    "an exit handler": "import atexit\natexit.register(print, 'late')\n",
    "resolvers": "import dns.resolver as r\nr.get_default_resolver().nameservers = ['192.0.2.1']\n",
    "a patch": "import socket\nsocket.socket = socket.getaddrinfo = None\n",
    "a removed file": "import os\nos.remove(__file__)\n",
    "a seed": "import random\nrandom.seed(7)\n",
    "a warning filter": "import warnings\nwarnings.simplefilter('error')\n",
}


SURVIVED = ["a patch", "modules"]  # what only Reset mends: Python's modules live as long as Python


@pytest.mark.parametrize("mess", SURVIVED)
def test_reset(one: InPage, mess: str) -> None:
    """Whatever a program breaks in its Python, Reset mends: a new worker knows nothing of it."""
    written(one, MESSES[mess])
    one.start()
    check_next_run(one)


@pytest.mark.parametrize("mess", [mess for mess in MESSES if mess not in SURVIVED])
def test_two_runs(one: InPage, mess: str) -> None:
    """And most of it is mended without: all these messes are made in the same Python."""
    written(one, MESSES[mess])
    try:
        check_next_run(one)
    except AssertionError:
        one.start()  # the next mess is not to blame
        raise
