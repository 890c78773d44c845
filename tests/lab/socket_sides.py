"""The two sides on which a script of socket calls runs: the kernel's loopback, and the lab."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from tests.lab.running import PATIENCE, ROOT

PROGRAM = "tests/lab/socket_program.py"
AGAIN = 6
"""The kernel draws ports at random, and others use some: what differs once may be chance."""

LIFE = 300
"""Scripts of one child: the lab lets a program send so much and no more."""

Script = list[list[Any]]


class Difference(NamedTuple):
    """The first call of a script that gave two things."""

    place: int
    call: str
    linux: Any
    lab: Any


class Side:
    """A child that runs scripts, one after the other; a new one if one was its end."""

    def __init__(self, *arguments: str) -> None:
        self._command = [sys.executable, *arguments, PROGRAM]
        self._child: subprocess.Popen[str] | None = None
        self._left = 0

    def ask(self, script: Script) -> list[Any]:
        """What each call gave; fewer, with why, if the child ended or did not answer."""
        child = self._warm()
        assert child.stdin and child.stdout
        child.stdin.write(json.dumps(script) + "\n")
        child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], PATIENCE)
        if line := child.stdout.readline() if ready else "":
            return list(json.loads(line))
        return [f"the program ended: {self.close()[-2000:]}"]

    def _warm(self) -> subprocess.Popen[str]:
        if not self._left:
            self.close()
        if self._child is None:
            self._child, self._left = self._start(), LIFE
        self._left -= 1
        return self._child

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def close(self) -> str:
        """End the child; what it complained of."""
        child, self._child = self._child, None
        if child is None:
            return ""
        try:
            return child.communicate(timeout=PATIENCE)[1]
        except subprocess.TimeoutExpired:
            child.kill()
            return child.communicate()[1] + "(no answer)"


class Both:
    """The kernel and the lab, side by side; how many calls they were compared on."""

    def __init__(self) -> None:
        self.linux, self.lab = Side(), Side("-m", "lab", "run")
        self.scripts = self.calls = 0
        self.outcomes: set[str] = set()

    def difference(self, script: Script) -> Difference | None:
        """The first difference that is there each time."""
        self.scripts += 1
        for _ in range(AGAIN):
            found = self._first(script)
            if found is None:
                return None
        return found

    def _first(self, script: Script) -> Difference | None:
        linux, lab = self.linux.ask(script), self.lab.ask(script)
        for place, (real, ours) in enumerate(zip(linux, lab, strict=False)):
            if real != ours:
                return Difference(place, script[place][0], real, ours)
            self.calls += 1
            self.outcomes.add(json.dumps([script[place][0], real]))
        return None


@contextmanager
def both() -> Iterator[Both]:
    """Both sides, until the block ends."""
    sides = Both()
    try:
        yield sides
    finally:
        sides.linux.close()
        sides.lab.close()
