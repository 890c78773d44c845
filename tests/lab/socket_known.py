"""Where the lab's sockets differ from Linux's, and why: socket_differences.toml, read.

A difference is known if the call, what Linux gave and what the lab gave are those of an entry,
to the letter.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from tests.lab.socket_sides import Difference, Script


class Known(NamedTuple):
    """One entry of the list: the shortest script whose last call shows it."""

    script: Script
    linux: Any
    lab: Any
    reason: str

    def covers(self, difference: Difference) -> bool:
        """It is this difference."""
        return difference[1:] == (self.script[-1][0], self.linux, self.lab)


def _read() -> list[Known]:
    entries = tomllib.loads(Path(__file__).with_name("socket_differences.toml").read_text("utf8"))
    return [_known(**each) for each in entries["difference"]]


def _known(script: str, linux: str, lab: str, reason: str) -> Known:
    return Known(json.loads(script), json.loads(linux), json.loads(lab), reason)


KNOWN = _read()


def known(difference: Difference) -> bool:
    """The difference is listed."""
    return any(each.covers(difference) for each in KNOWN)
