"""What a program changes in Python itself is not what the next one finds: lab/browser/anew.py."""

from __future__ import annotations

import atexit
from pathlib import Path
from weakref import finalize

import pytest

from lab.browser import anew

from .test_session import ASK, home, recorded, runs

__all__ = ["home"]

LOGGING = "import logging\nlogging.basicConfig(level=logging.CRITICAL)\n"


@pytest.mark.parametrize(
    ("mess", "source", "said"),
    [
        ("import sys\nsys.excepthook = print", "1/0", "ZeroDivisionError: division by zero"),
        ("import sys\nsys.displayhook = sys.unraisablehook = None",
         "import sys\nsys.displayhook(1)", "1"),
        ("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)",
         "import signal\nprint(signal.getsignal(signal.SIGINT).__name__)", "default_int_handler"),
        ("import sys\nsys.setrecursionlimit(90)", "import sys\nprint(sys.getrecursionlimit() > 90)",
         "True"),
        ("import os\nos.environ['LEFT'] = 'x'", "import os\nprint(os.environ.get('LEFT'))", "None"),
        ("import sys\nsys.settrace(lambda *of: None)", "import sys\nprint(sys.gettrace())", "None"),
        ("import gc\ngc.disable()", "import gc\nprint(gc.isenabled())", "True"),
        ("import atexit\natexit.register(print, 'late')", "print('next')", "next"),
        ("import tempfile\nd = tempfile.TemporaryDirectory()",
         "import tempfile, weakref\nclass A: pass\na = A()\n"
         "weakref.finalize(a, print, 'gone')\ndel a", "gone"),
        ("import asyncio\nasyncio.set_event_loop_policy(None)\nasyncio._set_running_loop(1)\n"
         "asyncio.run = None", "import asyncio\nasyncio.run(asyncio.sleep(9))\nprint('slept')",
         "slept"),
        ("import sys\nsys.path.append('left')", "import sys\nprint('left' in sys.path)", "False"),
        ("import sys\nsys.tracebacklimit = 0", "import sys\nprint(hasattr(sys, 'tracebacklimit'))",
         "False"),
        ("import decimal\ndecimal.getcontext().prec = 5",
         "import decimal\nprint(decimal.getcontext().prec)", "28"),
        ("import warnings\nwarnings.simplefilter('ignore')",
         "import warnings\nwarnings.warn('heard')", "  warnings.warn('heard')"),
        ("import urllib.request as u\nu.install_opener(u.build_opener())",
         "import urllib.request as u\nprint(u._opener)", "None"),
        (f"{LOGGING}logging.getLogger('a').setLevel(logging.DEBUG)",
         f"{LOGGING}logging.getLogger('a').info('unwanted')\nprint(logging.root.level)", "50"),
        ("import logging\nlogging.disable()\nlogging.root.addFilter(print)",
         f"{LOGGING}logging.critical('heard')", "CRITICAL:root:heard"),
        ("import sys\nsys.path = ('left',)", "import sys\nprint('left' in sys.path)", "False"),
        ("import sys\nsys.path.clear()", "print('next')", "next"),
        ("import sys\nsys.modules['urllib.request'] = None", "print('next')", "next"),
        ("import logging\nlogging.root.handlers = None", "print('next')", "next"),
        ("import logging\nlogging.setLogRecordFactory(print)",
         f"{LOGGING}logging.critical('heard')", "CRITICAL:root:heard"),
        ("import http.client\nhttp.client.HTTPConnection.debuglevel = 1",
         "import http.client\nprint(http.client.HTTPConnection.debuglevel)", "0"),
        ("import sys\nsys.set_int_max_str_digits(0)",
         "import sys\nprint(sys.get_int_max_str_digits())", "4300"),
    ],
    ids=["hook", "hooks", "signal", "depth", "names", "trace", "gc", "exit", "objects", "loop",
         "path", "traceback", "decimal", "warnings", "opener", "loggers", "silence", "paths",
         "no path",          "no module", "no handlers", "records", "debug", "digits"],
)  # fmt: skip
def test_what_a_run_changes_in_python_is_not_the_next_ones(
    home: Path, mess: str, source: str, said: str
) -> None:
    path = "snippets/lab/own.py"
    _, run = runs(home, {"path": path, "source": mess}, {"path": path, "source": source})
    assert str(run["all"]).splitlines()[-1:] == [said]


def test_what_is_to_be_done_at_the_end_is_done_then(home: Path) -> None:
    source = "import atexit\natexit.register(print, 'last')\nprint('first')\n"
    run, after = runs(home, {"path": "snippets/lab/own.py", "source": source}, {"path": ASK})
    assert run["stdout"] == "first\nlast\n"
    assert after["all"] == recorded("client-server/ask.out")


def test_an_edited_log_level_counts(home: Path) -> None:
    """logging.basicConfig() does nothing if it finds what the run before has left."""
    source = "import logging\nlogging.basicConfig(level='{}')\nlogging.info('a detail')\n"
    orders = [{"path": "snippets/lab/own.py", "source": source.format(level)}
              for level in ("WARNING", "INFO", "WARNING")]  # fmt: skip
    assert [run["stderr"] for run in runs(home, *orders)] == ["", "INFO:root:a detail\n", ""]


def test_python_goes_on_after_an_end_that_was_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut() -> None:
        monkeypatch.setattr(finalize, "_shutdown", True)
        raise KeyboardInterrupt

    monkeypatch.setattr(atexit, "_run_exitfuncs", cut)
    with pytest.raises(KeyboardInterrupt):
        anew.end()
    assert not vars(finalize)["_shutdown"]


TASK = "import asyncio\nasync def main():\n    print(asyncio.current_task().get_name())\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (f"{TASK}asyncio.run(main())", "Task-1\n"),
        (f"{TASK}async def two():\n    await asyncio.gather(main(), main())\nasyncio.run(two())",
         "Task-2\nTask-3\n"),
        (f"{TASK}async def own():\n    asyncio.get_running_loop().set_task_factory("
         "lambda loop, coro, **more: asyncio.Task(coro, loop=loop, **more))\n"
         "    await asyncio.create_task(main())\nasyncio.run(own())", "Task-2\n"),
        (f"{TASK}loop = asyncio.new_event_loop()\n"
         "loop.run_until_complete(loop.create_task(main(), name='mine'))\nloop.close()", "mine\n"),
        (f"{LOGGING}import warnings\nlogging.captureWarnings(True)\nwarnings.warn('kept')", ""),
        ("import tempfile\nwith tempfile.TemporaryDirectory() as name:\n    print(name)", None),
        ("import uuid\nprint(uuid.uuid1())", None),
        ("import cProfile\nprofile = cProfile.Profile()\nprofile.enable()\nprint(1)", "1\n"),
    ],
    ids=["task", "tasks", "task of its own", "named task", "warnings", "file", "uuid", "profiler"],
)  # fmt: skip
def test_a_second_run_is_as_the_first(home: Path, source: str, said: str | None) -> None:
    first, second = runs(home, *[{"path": "snippets/lab/own.py", "source": source}] * 2)
    assert first == second
    assert said in (None, first["all"])


def test_a_task_was_created_where_the_program_says(home: Path) -> None:
    """In debug mode, asyncio tells where: none of the lab's lines is in it."""
    source = (
        "import asyncio\nasync def main():\n"
        "    print(asyncio.current_task()._source_traceback[-1].filename)\n"
        "    print(asyncio.create_task(asyncio.sleep(0))._source_traceback[-1].filename)\n"
        "asyncio.run(main(), debug=True)\n"
    )
    [run] = runs(home, {"path": "snippets/lab/own.py", "source": source})
    lines = str(run["stdout"]).splitlines()
    assert [Path(line).name for line in lines] == ["runners.py", "tasks.py"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import atexit, decimal\ndecimal.getcontext().prec = 5\n"
         "atexit.register(lambda: print(decimal.Decimal(1) / 3))", "0.33333\n"),
        ("import logging.handlers, sys\n"
         "handler = logging.StreamHandler(sys.stdout)\n"
         "logging.root.addHandler(logging.handlers.MemoryHandler(9, target=handler))\n"
         "logging.warning('kept')", "kept\n"),
    ],
    ids=["context", "log"],
)  # fmt: skip
def test_the_end_of_a_program_is_as_in_a_terminal(home: Path, source: str, said: str) -> None:
    order = {"path": "snippets/lab/own.py", "source": source}
    assert [run["stdout"] for run in runs(home, order, order)] == [said, said]


def test_an_end_that_was_not_reached_is_not_the_next_ones(home: Path) -> None:
    """A program that is interrupted again while its excepthook tells of it has no end."""
    source = (
        "import atexit, sys\natexit.register(print, 'late')\n"
        "def hook(*error):\n    raise KeyboardInterrupt\nsys.excepthook = hook\n1 / 0\n"
    )
    cut, after = runs(home, {"path": "snippets/lab/own.py", "source": source}, {"path": ASK})
    assert cut["status"] == 130
    assert after["all"] == recorded("client-server/ask.out")
