"""What the first line of a transcript asks of the lab: one reading of it for all who need one."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.transcripts import COMMAND, ROOT

RUN = ["python", "-m", "lab", "run"]


class Asked(NamedTuple):
    """One run of a program. `plain` is false if the command asks for more than its output."""

    program: str
    arguments: tuple[str, ...]
    breaks: tuple[str, ...]
    plain: bool


def asked(command: str) -> Asked | None:
    """What `python -m lab run …` runs; None if it is another command."""
    words = shlex.split(command)
    if words[:4] != RUN:
        return None
    rest, breaks, plain = words[4:], [], True
    while rest[0].startswith("--"):
        option = rest.pop(0)
        if option == "--break":
            breaks.append(rest.pop(0))
        plain = plain and option == "--break"
    return Asked(rest[0], tuple(rest[1:]), tuple(breaks), plain)


def recorded(program: Path) -> Iterator[Asked]:
    """The recorded runs of a program, the plainest first."""
    name = program.relative_to(ROOT).as_posix()
    files = [p for p in program.parent.glob(f"{program.stem}.*") if p.suffix in (".out", ".svg")]
    for path in sorted(files, key=lambda path: (len(path.name.split(".")), path.name)):
        for command in COMMAND.finditer(path.read_text("utf8")):
            found = asked(command["command"])
            if found and found.program == name:
                yield found
