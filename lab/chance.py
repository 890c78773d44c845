"""Chance is the same in every run: a page that shows an output must be able to promise it."""

from __future__ import annotations

import os
import random
from typing import Any

_plain_seed = random.Random.seed


def seed(number: int) -> None:
    """Begin the random numbers anew, those of the operating system included."""
    system = random.Random(number)
    random._urandom = os.urandom = lambda size: system.randbytes(size)  # type: ignore[attr-defined]
    if hasattr(os, "getrandom"):
        os.getrandom = lambda size, flags=0: system.randbytes(size)

    def seed(self: random.Random, a: Any = None, version: int = 2) -> None:
        """Without a number, one is drawn: from the same source in each run."""
        _plain_seed(self, system.getrandbits(256) if a is None else a, version)

    random.Random.seed = seed  # type: ignore[method-assign]
    random.seed = random._inst.seed
    random.seed(number)
