"""The program's clock is the network's: virtual, and the same in every run.

Each look at it takes a microsecond, so that a loop that waits for a time to come does end.
"""

from __future__ import annotations

import os
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
    return lambda: origin + _glance()


def _nanoseconds(origin: float) -> Callable[[], int]:
    return lambda: round((origin + _glance()) * 1e9)


def _sleep(seconds: float | SupportsIndex) -> None:
    seconds = float(seconds)
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    current().network.sleep(seconds)


def _of_seconds(function: Callable[..., Any]) -> Callable[..., Any]:
    """gmtime and the like: the argument is a number of seconds, now when left out."""
    return lambda seconds=None: function(EPOCH + _glance() if seconds is None else seconds)


def _of_fields(function: Callable[..., Any], before: int) -> Callable[..., Any]:
    """strftime and the like: after `before` arguments comes a struct_time, now when left out."""
    return lambda *args: function(*args, *(() if len(args) > before else (_time.gmtime(),)))


def install() -> None:
    """Replace the clocks of `time` (and its default arguments), and `datetime`'s now and today."""
    _zone()
    for name, origin in (("time", EPOCH), ("monotonic", _MONOTONIC_START), ("perf_counter", 0.0)):
        setattr(_time, name, _time_function(origin))
        setattr(_time, name + "_ns", _nanoseconds(origin))
    for name in ("gmtime", "localtime", "ctime"):
        setattr(_time, name, _of_seconds(getattr(_time, name)))
    for name, before in (("asctime", 0), ("strftime", 1)):
        setattr(_time, name, _of_fields(getattr(_time, name), before))
    _time.sleep = _sleep


def _zone() -> None:
    os.environ["TZ"] = "UTC0"
    if hasattr(_time, "tzset"):
        _time.tzset()


def patch_datetime(module: Any) -> None:
    """`datetime.datetime` and `datetime.date` ask the C clock: subclasses ask ours."""

    class datetime(module.datetime):  # type: ignore[misc]
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.fromtimestamp(_time.time(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return cls.now(module.timezone.utc).replace(tzinfo=None)

        @classmethod
        def today(cls) -> Any:
            return cls.now()

    class date(module.date):  # type: ignore[misc]
        @classmethod
        def today(cls) -> Any:
            return cls.fromtimestamp(_time.time())

    for replacement in (datetime, date):
        replacement.__module__, replacement.__qualname__ = "datetime", replacement.__name__
        setattr(module, replacement.__name__, replacement)
