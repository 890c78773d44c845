"""What spares a reader some of the wait: nothing here changes what a program prints."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Any

from lab.sockets import kernel, patches

USUAL = (
    "dns.resolver", "lab.dns.stub", "lab.dns.resolver", "lab.dns.authority",
    "lab.trace.decode", "lab.trace.as_html", "lab.trace.pcap",
)  # fmt: skip
"""What most programs load, or their exchange when it is shown."""
_aside = [0]
"""How many modules were loaded when they were last put aside."""


def begin() -> None:
    """Once, before any run."""
    patches.PATCHES["dns._features"] = _without_metadata
    _put_aside()


def _without_metadata(module: Any) -> None:
    """No library of a page says its version, so no optional one is found: why look in every zip?"""
    module._version_check = lambda requirement: False


def warm() -> bool:
    """Load some of what a run will need, while the reader has not asked for one yet; False if
    there is no more. Not after a run: its folder comes before all others in the search."""
    for name in USUAL:
        if name not in sys.modules:
            importlib.import_module(name)
            return True
    return False


def settle() -> None:
    """What the last run loaded stays, and need not be looked through at the end of each other one;
    what its world made goes first."""
    if len(sys.modules) != _aside[0]:
        kernel.use(None)
        gc.collect()
        _put_aside()


def _put_aside() -> None:
    gc.freeze()
    _aside[0] = len(sys.modules)
