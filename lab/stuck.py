"""A call that does not come back: Ctrl-C does nothing then, since Python sees it between two calls.

A script given to the JavaScript engine may be endless, and the engine accepts no time limit from a
program that lends it functions. It does let other threads work meanwhile: one of them looks on.
"""

from __future__ import annotations

import _thread
import os
import sys
from types import FrameType

from lab import guard
from lab.errors import Stuck

SECONDS = 20
"""Of the processor: as long as a page leaves to a program (page/lab.ts)."""


def look_on() -> None:
    """From now on, end this process when its program has worked that long in one call."""
    if sys.platform != "emscripten":  # a page has no threads, and stops its programs by itself
        guard.unwatched(lambda: _thread.start_new_thread(_look_on, (_thread.get_ident(),)))


def _look_on(program: int) -> None:
    never = _thread.allocate_lock()
    never.acquire()
    where, since = (0, 0), 0.0
    while os.times().user - since < SECONDS:  # who waits for the keyboard takes no time
        frame = sys._current_frames()[program]
        here = id(frame), frame.f_lasti
        if here != where:
            where, since = here, os.times().user
        never.acquire(timeout=1)  # a real second
    _end(frame)


def _end(frame: FrameType | None) -> None:
    while frame and frame.f_code.co_filename != sys.argv[0]:
        frame = frame.f_back
    place = f"{sys.argv[0]}:{frame.f_lineno}: " if frame else ""
    sys.stdout.flush()
    print(f"lab: {place}{Stuck(seconds=SECONDS)}", file=sys.stderr, flush=True)
    os._exit(2)
