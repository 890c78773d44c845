"""The program's clock is the network's: virtual, and the same in every run.

Each look at it takes a microsecond, so that a loop that waits for a time to come does end. What
replaces a function of C is a `staticmethod`: as theirs, it stays itself as a class's attribute.
"""

from __future__ import annotations

import os
import threading
import time as _time
from collections.abc import Callable
from typing import Any, SupportsIndex

from lab.net import GLANCE
from lab.sockets.kernel import current, in_force

EPOCH = 1_767_603_600
"""The lab's programs start on Monday 5 January 2026 at 09:00 UTC."""
_MONOTONIC_START = 1000.0


def _glance() -> float:
    """The time since the program started; between two programs, when libraries load, none."""
    kernel = in_force()
    if kernel is None:
        return 0.0
    kernel.network.now += GLANCE
    return kernel.network.now


def _time_function(origin: float) -> Callable[[], float]:
    return staticmethod(lambda: origin + _glance())


def _nanoseconds(origin: float) -> Callable[[], int]:
    return staticmethod(lambda: round((origin + _glance()) * 1e9))


def _sleep(seconds: float | SupportsIndex) -> None:
    seconds = float(seconds)
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    current().network.sleep(seconds)


def _of_seconds(function: Callable[..., Any]) -> Callable[..., Any]:
    """gmtime and the like: the argument is a number of seconds, now when left out."""
    return staticmethod(
        lambda seconds=None: function(EPOCH + _glance() if seconds is None else seconds)
    )


def _of_fields(function: Callable[..., Any], before: int) -> Callable[..., Any]:
    """strftime and the like: after `before` arguments comes a struct_time, now when left out."""
    return staticmethod(
        lambda *args: function(*args, *(() if len(args) > before else (_time.gmtime(),)))
    )


ORIGINS = {"time": EPOCH, "monotonic": _MONOTONIC_START, "perf_counter": 0.0,
           "process_time": 0.0, "thread_time": 0.0}  # fmt: skip


def install() -> None:
    """Replace the clocks of `time` (and its default arguments), and `datetime`'s now and today."""
    _zone()
    for name, origin in ORIGINS.items():
        setattr(_time, name, _time_function(origin))
        setattr(_time, name + "_ns", _nanoseconds(origin))
    _time.clock_gettime = lambda clock: _by_number(clock)()
    _time.clock_gettime_ns = lambda clock: round(_by_number(clock)() * 1e9)
    for name in ("gmtime", "localtime", "ctime"):
        setattr(_time, name, _of_seconds(getattr(_time, name)))
    for name, before in (("asctime", 0), ("strftime", 1)):
        setattr(_time, name, _of_fields(getattr(_time, name), before))
    _time.sleep = staticmethod(_sleep)
    threading._time = _time.monotonic  # type: ignore[attr-defined]
    threading.Lock = threading._allocate_lock = Lock  # type: ignore[attr-defined,assignment]


def _by_number(clock: int) -> Callable[[], float]:
    return _time.time if clock == getattr(_time, "CLOCK_REALTIME", 0) else _time.monotonic


class Lock:
    """`threading.Lock`, in a process of one thread: nobody else will ever release it.

    So waiting for it with a time-out lets virtual time pass, and without one it is a deadlock.
    Queues, events and conditions of `threading` wait in this way.
    """

    def __init__(self) -> None:
        self._held = False

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take it; False if it is held, after `timeout` seconds."""
        if self._held and blocking:
            network = current().network
            network.wait(lambda: not self._held, None if timeout < 0 else timeout)
        taken, self._held = not self._held, True
        return taken

    def release(self) -> None:
        """Give it back. RuntimeError if nobody holds it."""
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False

    def _at_fork_reinit(self) -> None:
        """concurrent.futures wants it; no child is ever started."""
        self._held = False

    def locked(self) -> bool:
        """Whether it is held."""
        return self._held

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *error: object) -> None:
        self.release()


def _zone() -> None:
    os.environ["TZ"] = "UTC0"
    if hasattr(_time, "tzset"):
        _time.tzset()


def patch_datetime(module: Any) -> None:
    """`datetime.datetime` and `datetime.date` ask the C clock: subclasses ask ours.

    They pass for the originals, of which `datetime.date()` and others still make some.
    """
    originals = {name: getattr(module, name) for name in ("datetime", "date")}

    class Passing(type):
        def __instancecheck__(cls, instance: object) -> bool:
            if cls in replacements:
                return isinstance(instance, originals[cls.__name__])
            return super().__instancecheck__(instance)

        def __subclasscheck__(cls, subclass: type) -> bool:
            if cls in replacements:
                return issubclass(subclass, originals[cls.__name__])
            return super().__subclasscheck__(subclass)

    class datetime(module.datetime, metaclass=Passing):  # type: ignore[misc]
        def __repr__(self) -> str:
            return _qualified(self, super().__repr__())

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.fromtimestamp(_time.time(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.now(module.timezone.utc).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    class date(module.date, metaclass=Passing):  # type: ignore[misc]
        def __repr__(self) -> str:
            return _qualified(self, super().__repr__())

        @classmethod
        def today(cls) -> Any:
            return cls.fromtimestamp(_time.time())

    replacements = (datetime, date)
    for replacement in replacements:
        replacement.__module__, replacement.__qualname__ = "datetime", replacement.__name__
        setattr(module, replacement.__name__, replacement)


def _qualified(value: object, text: str) -> str:
    """The name of a C type says its module, that of a Python class does not."""
    return "datetime." + text if type(value).__module__ == "datetime" else text
