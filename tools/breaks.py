"""A reader may break anything, but most breaks would change nothing in most programs; the page
offers those that do. Nobody guesses which: each program runs under each break, with the arguments
of each of its recorded runs, and a break concerns it if what it prints or its status changes; or
if a transcript shows it: some breaks change only what is on the wire.

    python -m tools.breaks [PROGRAM]...           rewrites snippets/breaks.toml (make update)
    python -m tools.breaks --check [PROGRAM]...   says what is out of date; changes nothing
"""

from __future__ import annotations

import contextlib
import difflib
import io
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lab.run import run
from lab.world.breaks import BREAKS
from tools.commands import recorded
from tools.transcripts import FIXED, KEPT, ROOT

FILE = ROOT / "snippets" / "breaks.toml"
HEADING = """\
# The breaks that change what each program prints. Written by `python -m tools.breaks`.

"""


def concerning(program: Path) -> list[str]:
    """The names of the breaks that concern a program, in the lab's order."""
    path = program.relative_to(ROOT).as_posix()
    runs = list(recorded(program))
    found = {name.partition("=")[0] for each in runs for name in each.breaks}
    for arguments in dict.fromkeys(each.arguments for each in runs):
        printed(path, arguments, [])  # what the first run imports, the others find imported
        usual = printed(path, arguments, [])
        others = [each.name for each in BREAKS if each.name not in found]
        found |= {name for name in others if printed(path, arguments, [name]) != usual}
    return [each.name for each in BREAKS if each.name in found]


def printed(path: str, arguments: Sequence[str], breaks: Sequence[str]) -> tuple[int, bytes]:
    """The exit status of one run, and what it wrote on both its outputs, in the order written."""
    both = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with contextlib.redirect_stdout(both), contextlib.redirect_stderr(both):
        status, _ = run(path, arguments, breaks)
    both.flush()
    raw = both.buffer
    assert isinstance(raw, io.BytesIO)
    return status, raw.getvalue()


def found(programs: Sequence[Path]) -> dict[str, list[str]]:
    """The breaks that concern each of these programs."""
    shares = [programs[n :: os.cpu_count() or 1] for n in range(os.cpu_count() or 1)]
    with ThreadPoolExecutor(len(shares)) as pool:
        return {name: names for part in pool.map(in_a_child, shares) for name, names in part}


def in_a_child(programs: Sequence[Path]) -> list[tuple[str, list[str]]]:
    """The breaks of each, found in a process of the lab, in an environment that never varies."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | FIXED
    command = [sys.executable, "-m", "tools.breaks", "--share", *map(str, programs)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return [(name, names) for name, names in json.loads(ran.stdout)]


def share(programs: Sequence[str]) -> int:
    """What such a process does: print, in JSON, each program's name and the breaks found."""
    paths = [Path(program) for program in programs]
    found = [(path.relative_to(ROOT).as_posix(), concerning(path)) for path in paths]
    print(json.dumps(found))
    return 0


def written(table: Mapping[str, Sequence[str]]) -> str:
    """The whole file."""
    lines = (f'"{name}" = {listed(table[name])}\n' for name in sorted(table))
    return HEADING + "".join(lines)


def listed(names: Sequence[str]) -> str:
    """A list in TOML, one name a line, so that a diff says which came or went."""
    if not names:
        return "[]"
    return "[\n" + "".join(f'  "{name}",\n' for name in names) + "]"


def main(arguments: Sequence[str]) -> int:
    """0 if nothing changed, or if the file was rewritten; 1 if `--check` found a change."""
    everything = sorted((ROOT / "snippets").glob("*/*.py"))
    chosen = [Path(name).resolve() for name in arguments if name != "--check"] or everything
    before = FILE.read_text("utf8") if FILE.exists() else ""
    table = tomllib.loads(before) | found(chosen)
    names = {program.relative_to(ROOT).as_posix() for program in everything}
    now = written({name: breaks for name, breaks in table.items() if name in names})
    for line in difflib.unified_diff(before.splitlines(), now.splitlines(), "before", "now", n=1):
        print(line.rstrip())
    if "--check" in arguments:
        return int(before != now)
    FILE.write_text(now, "utf8", newline="\n")
    return 0


if __name__ == "__main__":
    chosen = sys.argv[1:]
    sys.exit(share(chosen[1:]) if chosen[:1] == ["--share"] else main(chosen))
