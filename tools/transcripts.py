"""A page shows what a program printed; nobody types it, and nobody can forget to run it again.

A transcript begins with its command, so this tool needs no list: it runs the command of each
`snippets/**/*.out` (`$ python -m lab …`, one or several), of each `*.mmd` (`%% $ python -m lab …`)
and of each `*.svg` (`<?lab $ python -m lab …?>`), and writes what came. The lab is deterministic,
so the comparison is of every byte.

    python -m tools.transcripts [FILE]...           rewrites them (make update)
    python -m tools.transcripts --check [FILE]...   says which are out of date; changes nothing
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = re.compile(r"^(?:%% |<\?lab )?\$ (?P<command>.*?)(?:\?>)?$", re.M)
PROMPT = {".out": "$ {}", ".mmd": "%% $ {}", ".svg": "<?lab $ {}?>"}
KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMPDIR")
FIXED = {
    "COLUMNS": "80",
    "LC_ALL": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONNODEBUGRANGES": "1",  # no ^^^^ under a line of a traceback: they change with Python
    "PYTHONPATH": str(ROOT),
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}
PATIENCE = 60  # real seconds; a program in the lab takes less than one


class BadTranscript(Exception):
    """A transcript whose first line is not a command of the lab, or a command that gives none."""


def run(arguments: list[str], stderr: int = subprocess.STDOUT) -> subprocess.CompletedProcess[str]:
    """`python -m lab` with these arguments, in an environment that never varies.

    What it writes on both its outputs comes in `stdout`, in the order written.
    """
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | FIXED
    command = [sys.executable, "-m", "lab", *arguments]
    try:
        return subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=stderr, encoding="utf8", timeout=PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise BadTranscript(f"`{shlex.join(arguments)}` runs for more than {PATIENCE} s") from error


def transcripts() -> list[Path]:
    """Every transcript there is."""
    return sorted(path for path in (ROOT / "snippets").rglob("*") if path.suffix in PROMPT)


def commands(path: Path) -> list[str]:
    """What a transcript says was run."""
    text = path.read_text("utf8")
    found = [match["command"] for match in COMMAND.finditer(text)]
    if not COMMAND.match(text) or any(shlex.split(c)[:3] != ["python", "-m", "lab"] for c in found):
        raise BadTranscript(f"{path}:1: the first line must be `$ python -m lab …`")
    return found


def rewritten(path: Path) -> str:
    """The transcript, as its commands print it now."""
    prompt = PROMPT[path.suffix]
    return "\n".join(f"{prompt.format(c)}\n{_printed(c, path)}" for c in commands(path))


def difference(path: Path, now: str) -> str:
    """What changed, as a unified diff; empty if nothing did."""
    return compared(os.path.relpath(path, ROOT), path.read_text("utf8"), now)


def compared(name: str, before: str, now: str) -> str:
    """Two versions of what has this name, as a unified diff."""
    versions = before.splitlines(), now.splitlines()
    return "\n".join(difflib.unified_diff(*versions, name, f"{name} (now)", lineterm=""))


def _printed(command: str, path: Path) -> str:
    stderr = subprocess.DEVNULL if path.suffix == ".svg" else subprocess.STDOUT
    text = run(shlex.split(command)[3:], stderr).stdout
    if path.suffix == ".svg" and not text.startswith("<svg "):
        raise BadTranscript(f"`{command}` prints no <svg …>, but: {text[:200]}")
    return text if not text or text.endswith("\n") else text + "\n"


def main(arguments: Iterable[str]) -> int:
    """0 if nothing changed, or if all was rewritten; 1 if `--check` found a change."""
    names = [Path(name).resolve() for name in arguments if name != "--check"]
    paths = names or transcripts()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        now = list(pool.map(rewritten, paths))
    changes = [
        (path, text) for path, text in zip(paths, now, strict=True) if difference(path, text)
    ]
    for path, text in changes:
        print(difference(path, text))
    if "--check" in arguments:
        return bool(changes)
    for path, text in changes:
        path.write_text(text, "utf8", newline="\n")
    print(f"{len(paths)} transcripts, {len(changes)} rewritten")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (BadTranscript, OSError) as error:
        sys.exit(str(error))
