"""Running a program as its reader does: a fresh interpreter, in the lab or outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Real seconds: a program that hangs is a failure, not a hang of the suite."""


def lab(*arguments: str, stdin: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """`python -m lab` with these arguments."""
    return _python("-m", "lab", *arguments, stdin=stdin, cwd=cwd)


def outside(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The same interpreter without the lab: real sockets, on loopback only."""
    return _python(*arguments, stdin="", cwd=ROOT)


def _python(*arguments: str, stdin: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment,
        timeout=PATIENCE,
    )
