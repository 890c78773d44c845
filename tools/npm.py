"""npm packages that measure the site or that it is measured against: never what readers get.

Each lot has a folder with its package.json and its lock, whose hashes npm checks. The packages go
to .cache, where nothing looks for them by accident, the first time that they are needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools.bundle.fetched import node
from tools.bundle.inputs import ROOT, CannotMake, digest
from tools.bundle.locked import locked

CACHE = ROOT / ".cache" / "npm"
PINS = ("package.json", "package-lock.json")
SILENT = {"ASTRO_TELEMETRY_DISABLED": "1", "DO_NOT_TRACK": "1", "NO_UPDATE_NOTIFIER": "1"}


def environment() -> dict[str, str]:
    """What Node.js programs run in: this Node.js first, and nothing told to anybody."""
    found = os.pathsep.join([str(node().parent), os.environ.get("PATH", "")])
    return {**os.environ, **SILENT, "PATH": found}


def installed(pins: Path) -> Path:
    """The folder that holds the node_modules of the lot described in `pins`."""
    name = f"{pins.name}-{digest((pins / pin).read_bytes() for pin in PINS)}"
    folder = CACHE / name
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with locked(CACHE / "installing"):
            if not folder.exists():
                _install(pins, folder)
    return folder


def _install(pins: Path, folder: Path) -> None:
    draft = folder.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for pin in PINS:
        shutil.copy(pins / pin, draft)
    _npm(draft, pins)
    draft.rename(folder)


def _npm(draft: Path, pins: Path) -> None:
    """`install`, not `ci`, which refuses a lock without the binaries of every other system."""
    home = node().parent.parent if os.name != "nt" else node().parent
    npm = next(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(
        [node(), npm, "install", *quiet], cwd=draft, env=environment(), capture_output=True
    )
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip()[:500]
        raise CannotMake(f"npm cannot install {pins.relative_to(ROOT)}/package.json:\n{why}")
