"""Tracebacks without the lab: what the reader did not write, and would not see on the Internet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

HERE = str(Path(__file__).parent) + os.sep
USUAL: list[type[Exception]] = [
    OSError, TypeError, ValueError, KeyError, SyntaxError, ImportError, OverflowError,
    RecursionError, MemoryError,
]  # fmt: skip
"""What the lab raises in a program, as the modules that it stands in for do; they add their own."""


def without_lab(
    error: BaseException,
) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """What sys.excepthook takes, without the lab's frames, in the errors behind this one too."""
    for each in _all_behind(error):
        # Not by its attribute: that of an error of JavaScript's own would be set in JavaScript.
        BaseException.with_traceback(each, _trimmed(each.__traceback__))
    return type(error), error, error.__traceback__


def is_mistake(error: BaseException) -> bool:
    """Whether `error` comes out of the lab, and is none that a program should ever see."""
    frames = list(_frames(error.__traceback__))
    inside = bool(frames) and _of_lab(frames[-1])
    return inside and isinstance(error, Exception) and not isinstance(error, tuple(USUAL))


def _all_behind(error: BaseException) -> Iterator[BaseException]:
    left, seen = [error], set[int]()
    while left:
        each = left.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            left += [behind for behind in (each.__cause__, each.__context__) if behind]
            left += each.exceptions if isinstance(each, BaseExceptionGroup) else ()


def _frames(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _of_lab(traceback: TracebackType) -> bool:
    return traceback.tb_frame.f_code.co_filename.startswith(HERE)


def _trimmed(traceback: TracebackType | None) -> TracebackType | None:
    rest = None
    for each in reversed(list(_frames(traceback))):
        if not _of_lab(each):
            rest = TracebackType(rest, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return rest
