"""What a program may have changed in Python itself, and the next one must not find changed.

Only what a new interpreter would have, and what a program does with everyday functions: whoever
changes a module of Python's has to press Reset.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import os
import signal
import sys
import warnings
import weakref

_environment: dict[str, str] = {}
_depth = sys.getrecursionlimit()


def keep() -> None:
    """Remember what each run begins with. Once, before any."""
    _environment.update(os.environ)
    atexit._clear()


def begin() -> None:
    """Before a program: nothing of the one before."""
    sys.excepthook, sys.displayhook = sys.__excepthook__, sys.__displayhook__
    sys.unraisablehook = sys.__unraisablehook__
    sys.settrace(None)
    sys.setprofile(None)
    sys.setrecursionlimit(_depth)
    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if os.environ != _environment:
        os.environ.clear()
        os.environ.update(_environment)
    _usual_loop()


def _usual_loop() -> None:
    """Pyodide's own loop is the browser's: it goes on after the program, and waits for nothing."""
    vars(asyncio)["run"] = asyncio.runners.run
    asyncio._set_running_loop(None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        asyncio.set_event_loop_policy(None)


def end() -> None:
    """After a program: what it wanted to be done at its end."""
    atexit._run_exitfuncs()
    # Python itself goes on, and so does what it does when an object is gone.
    weakref.finalize._shutdown = False  # type: ignore[attr-defined]
    weakref.finalize._registered_with_atexit = False  # type: ignore[attr-defined]
