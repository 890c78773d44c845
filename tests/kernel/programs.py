"""The snippets as their readers run them, on an interpreter that has never heard of the lab."""

from __future__ import annotations

import difflib
import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab.world.hosts import LAPTOP
from tests.includes import ROOT
from tests.kernel.namespace import Internet
from tools.transcripts import COMMAND, transcripts

UNTOUCHED = (sys.executable, "-s", "-u", "-X", "utf8", "-X", "no_debug_ranges")
"""No variable of the environment, no folder of the user's; tracebacks as in the transcripts."""
ALONE = {"PYTHONPATH": str(Path(__file__).with_name("alone"))}
PATIENCE = 60
"""Seconds; what has not ended then is stopped, and has not printed what it should."""
A_WHILE = 1
"""Seconds that a long program must still be running after its first lines."""
LISTS = tomllib.loads(Path(__file__).with_name("programs.toml").read_text("utf8"))


@dataclass(frozen=True)
class Run:
    """A command of a transcript, and what it printed in the lab."""

    words: tuple[str, ...]
    printed: str
    breaks: tuple[str, ...] = ()
    drawing: bool = False

    @property
    def name(self) -> str:
        """How the lists of programs.toml call it: its path in snippets/, then its arguments."""
        return shlex.join(self.words).removeprefix("snippets/")

    @property
    def program(self) -> str:
        """Its path in snippets/."""
        return self.words[0].removeprefix("snippets/")


def all_runs() -> Iterator[Run]:
    """Every command that a transcript shows, but for those that show the exchange."""
    for path in transcripts():
        if path.suffix != ".mmd":
            yield from runs_of(path)


def runs_of(path: Path) -> Iterator[Run]:
    """The commands of one transcript, each with what it printed."""
    text = path.read_text("utf8")
    found = list(COMMAND.finditer(text))
    starts = [match.start() for match in found[1:]]
    for match, end in zip(found, [*(at - 1 for at in starts), len(text)], strict=True):
        words = shlex.split(match["command"])[4:]
        breaks = []
        while words[0].startswith("--"):
            option = words.pop(0)
            breaks += [words.pop(0)] if option == "--break" else []
        printed = text[match.end() + 1 : end]
        yield Run(tuple(words), printed, tuple(breaks), path.suffix == ".svg")


def outside(run: Run, internet: Internet) -> str:
    """What the program prints on the laptop; of a long one, its first lines.

    One that takes longer than it may is stopped there.
    """
    visits = _visitors(run, internet)
    with subprocess.Popen(
        [*internet.laptop, *UNTOUCHED, *run.words], cwd=ROOT, env=internet.environment() | ALONE,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf8",
        stderr=subprocess.DEVNULL if run.drawing else subprocess.STDOUT,
    ) as process:  # fmt: skip
        limit = threading.Timer(PATIENCE, process.kill)
        limit.start()
        printed = _read(process, LISTS["long"].get(run.name))
        limit.cancel()
    for visit in visits:
        visit.join()
    return printed


def _read(process: subprocess.Popen[str], lines: int | None) -> str:
    assert process.stdout
    if lines is None:
        return process.stdout.read()
    begun = "".join(process.stdout.readline() for _ in range(lines))
    try:
        process.wait(A_WHILE)
    except subprocess.TimeoutExpired:
        process.kill()
        return begun
    return f"{begun}(and then it ended)"


def _visitors(run: Run, internet: Internet) -> list[threading.Thread]:
    """Those who come, from the servers' side, to a program that listens."""
    port = LISTS["visited"].get(run.name)
    if port is None:
        return []
    door = [LAPTOP.addresses[0], str(port), str(PATIENCE)]
    command = [*internet.servers, sys.executable, "-m", "tests.kernel.visit", *door]
    come = threading.Thread(target=subprocess.run, args=[command], kwargs={"cwd": ROOT})
    come.start()
    return [come]


def difference(run: Run, printed: str) -> str:
    """What is not as in the transcript; empty if all is. Of a long program, as far as it came."""
    lines = LISTS["long"].get(run.name)
    before = "".join(run.printed.splitlines(keepends=True)[:lines])
    before, now = without_what_varies(before, run), without_what_varies(printed, run)
    ends = before.splitlines(), now.splitlines()
    changes = difflib.unified_diff(*ends, "lab", "kernel", n=0, lineterm="")
    return "\n".join(["", run.name, *changes]) if before != now else ""


def without_what_varies(text: str, run: Run) -> str:
    """The text, with `#` for what cannot be the same twice, as programs.toml says."""
    for kind in LISTS["varies"].get(run.program, []):
        text = re.sub(LISTS["kinds"][kind], "#", text)
    return text
