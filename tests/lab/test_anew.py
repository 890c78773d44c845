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
    ],
    ids=["hook", "hooks", "signal", "depth", "names", "trace", "gc", "exit", "objects", "loop",
         "path", "traceback", "decimal", "warnings", "opener", "loggers", "silence"],
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
