"""Tracebacks without the lab: what the reader did not write, and would not see on the Internet."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

HERE = str(Path(__file__).parent)


def without_lab(
    error: BaseException,
) -> tuple[type[BaseException], BaseException, TracebackType | None]:
    """What sys.excepthook takes, without the lab's frames, in the errors behind this one too."""
    seen: set[int] = set()
    behind: BaseException | None = error
    while behind is not None and id(behind) not in seen:
        seen.add(id(behind))
        behind.__traceback__ = _trimmed(behind.__traceback__)
        behind = behind.__cause__ or behind.__context__
    return type(error), error, error.__traceback__


def _trimmed(traceback: TracebackType | None) -> TracebackType | None:
    if traceback is None:
        return None
    rest = _trimmed(traceback.tb_next)
    if traceback.tb_frame.f_code.co_filename.startswith(HERE):
        return rest
    return TracebackType(rest, traceback.tb_frame, traceback.tb_lasti, traceback.tb_lineno)
