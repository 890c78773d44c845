"""A handshake is some milliseconds of arithmetic on long numbers. In a page, Python asks at each of
their digits whether to stop, and asking costs as much as the arithmetic: it may wait that long.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

Heed = Callable[[bool], object]
"""Told whether Python is to ask."""
heeds: list[Heed] = []
"""The page's, which lab/browser/session.py was given; none elsewhere."""


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """For work that ends soon, whoever sent the bytes."""
    try:
        for heed in heeds:
            heed(False)
        yield
    finally:
        for heed in heeds:
            heed(True)
