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
from typing import Any

_environment: dict[str, str] = {}
_path: list[str] = []
_depth = sys.getrecursionlimit()


def keep() -> None:
    """Remember what each run begins with. Once, before any."""
    _environment.update(os.environ)
    _path[:] = sys.path
    atexit._clear()


def begin() -> None:
    """Before a program: nothing of the one before."""
    _usual_hooks()
    sys.setrecursionlimit(_depth)
    gc.enable()
    _usual_surroundings()
    _usual_loop()
    if hasattr(logging := sys.modules.get("logging"), "NullHandler"):  # and not one of its own
        _usual_logging(logging)


def _usual_hooks() -> None:
    """Whom Python asks or tells."""
    sys.excepthook, sys.displayhook = sys.__excepthook__, sys.__displayhook__
    sys.unraisablehook = sys.__unraisablehook__
    sys.settrace(None)
    sys.setprofile(None)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _usual_surroundings() -> None:
    """Where modules are looked for, how long a traceback is, the environment."""
    sys.path[:] = _path
    vars(sys).pop("tracebacklimit", None)
    if os.environ != _environment:
        os.environ.clear()
        os.environ.update(_environment)


def _usual_logging(logging: Any) -> None:
    """Only the handlers that do nothing stay: libraries put them there when they are imported."""
    logging.disable(logging.NOTSET)
    for logger in (logging.root, *logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers[:] = [h for h in logger.handlers if type(h) is logging.NullHandler]
            logger.filters.clear()
            logger.propagate, logger.disabled = True, False
            logger.setLevel(logging.WARNING if logger is logging.root else logging.NOTSET)


def _usual_loop() -> None:
    """Pyodide's own loop is the browser's: it goes on after the program, and waits for nothing."""
    vars(asyncio)["run"] = asyncio.runners.run
    asyncio._set_running_loop(None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        asyncio.set_event_loop_policy(None)


def end() -> None:
    """After a program: what it wanted to be done at its end."""
    try:
        atexit._run_exitfuncs()
    finally:  # Python itself goes on, and so does what it does when an object is gone
        weakref.finalize._shutdown = False  # type: ignore[attr-defined]
        weakref.finalize._registered_with_atexit = False  # type: ignore[attr-defined]
