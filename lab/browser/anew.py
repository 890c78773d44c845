"""What a program may have changed in Python itself, and the next one must not find changed.

Only what a new interpreter would have, and what a program does with everyday functions: whoever
changes a module of Python's has to press Reset.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import itertools
import os
import signal
import sys
import warnings
import weakref
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable
from functools import partial
from typing import Any

_environment: dict[str, str] = {}
_path: list[str] = []
_depth = sys.getrecursionlimit()
_digits = sys.get_int_max_str_digits()
_numbers = [itertools.count(1)]
"""Of the tasks of a run that have no name."""
USUAL = (None, getattr(asyncio, "eager_task_factory", None))  # Python 3.12
"""What makes a task, and takes its name."""


def keep() -> None:
    """Remember what each run begins with. Once, before any."""
    _environment.update(os.environ)
    _path[:] = sys.path
    _number_tasks()


def begin() -> None:
    """Before a program: nothing of the one before."""
    atexit._clear()  # if that one was cut short, its end may have been too
    _usual_hooks()
    _usual_limits()
    surroundings()
    _usual_loop()
    _usual_libraries()


def _usual_libraries() -> None:
    """What a program asks of the modules that tell of what goes on: only of those it loaded."""
    if connection := getattr(sys.modules.get("http.client"), "HTTPConnection", None):
        connection.debuglevel = 0
    if hasattr(logging := sys.modules.get("logging"), "NullHandler"):  # and not one of its own
        _usual_logging(logging)
        _usual_loggers(logging)


def _usual_hooks() -> None:
    """Whom Python asks or tells."""
    sys.excepthook, sys.displayhook = sys.__excepthook__, sys.__displayhook__
    sys.unraisablehook = sys.__unraisablehook__
    sys.settrace(None)
    sys.setprofile(None)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _usual_limits() -> None:
    """How far Python goes, and what looks on: a profiler that nobody stopped keeps its place."""
    sys.setrecursionlimit(_depth)
    sys.set_int_max_str_digits(_digits)
    gc.enable()
    if hasattr(sys, "monitoring"):  # Python 3.12
        sys.monitoring.free_tool_id(sys.monitoring.PROFILER_ID)


def surroundings() -> None:
    """Where modules are looked for, how long a traceback is, the environment."""
    sys.path = [*_path]
    vars(sys).pop("tracebacklimit", None)
    if os.environ != _environment:
        os.environ.clear()
        os.environ.update(_environment)


def _usual_logging(logging: Any) -> None:
    """What it makes of a record, and what it does when it is imported: that was in another run."""
    logging.disable(logging.NOTSET)
    logging.captureWarnings(False)
    logging.setLogRecordFactory(logging.LogRecord)
    atexit.register(logging.shutdown)


def _usual_loggers(logging: Any) -> None:
    """Only the handlers that do nothing stay: libraries put them there when they are imported."""
    for logger in (logging.root, *logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            given = logger.handlers or ()
            logger.handlers = [h for h in given if type(h) is logging.NullHandler]
            logger.filters.clear()
            logger.propagate, logger.disabled = True, False
            logger.setLevel(logging.WARNING if logger is logging.root else logging.NOTSET)


def _usual_loop() -> None:
    """Pyodide's own loop is the browser's: it goes on after the program, and waits for nothing."""
    vars(asyncio)["run"] = asyncio.runners.run
    _numbers[0] = itertools.count(1)
    asyncio._set_running_loop(None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        asyncio.set_event_loop_policy(None)


def _number_tasks() -> None:
    """Task-1 is the first of each run: asyncio's own count cannot be put back."""
    create = BaseEventLoop.create_task

    def create_task(self: Any, coro: Any, **options: Any) -> Any:
        task: Any = _named(self._task_factory, partial(create, self, coro), options)
        if self._task_factory is None and task._source_traceback:
            del task._source_traceback[-2:]  # in debug mode: these functions
        return task

    BaseEventLoop.create_task = create_task  # type: ignore[method-assign]


def _named(factory: Any, create: Callable[..., Any], options: dict[str, Any]) -> Any:
    if options.get("name") is not None:
        return create(**options)
    name = f"Task-{next(_numbers[0])}"
    if factory in USUAL:
        return create(**options | {"name": name})
    task = create(**options)
    if hasattr(task, "set_name"):  # its factory may not take one
        task.set_name(name)
    return task


def end() -> None:
    """After a program: what it wanted to be done at its end."""
    try:
        atexit._run_exitfuncs()
    finally:  # Python itself goes on, and so does what it does when an object is gone
        weakref.finalize._shutdown = False  # type: ignore[attr-defined]
        weakref.finalize._registered_with_atexit = False  # type: ignore[attr-defined]
