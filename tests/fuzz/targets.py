"""What is fuzzed: each target takes any bytes, and raises if they did what bytes must not do.

A target knows nothing of what runs it: atheris for a long time (`python -m tests.fuzz`), the suite
on the seeds only, and on what was once found.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

Target = Callable[[bytes], None]

NAMES = ("authority", "resolver", "trace", "http", "html")


def load(name: str) -> tuple[Target, list[bytes]]:
    """The target called `name`, and bytes to begin with: its module is imported now, not before."""
    module = importlib.import_module(f"tests.fuzz.{name}")
    return module.one, module.SEEDS
