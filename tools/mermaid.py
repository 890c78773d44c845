"""Mermaid is fetched when a diagram is to be drawn, never by a reader nor by a build: its version
and its hash are pinned in hooks/mermaid.toml, and a tarball with another hash is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from hooks.diagrams import LIBRARY, MERMAID

INSIDE = "package/dist/mermaid.min.js"


def library() -> Path:
    """The pinned Mermaid in .cache/, fetched with npm if it is not there yet. SystemExit says why
    it cannot be."""
    if not LIBRARY.exists():
        LIBRARY.parent.mkdir(exist_ok=True)
        LIBRARY.write_bytes(extracted(tarball()))
    return LIBRARY


def tarball() -> bytes:
    """What the reader's npm registry gives for the pinned version."""
    npm = shutil.which("npm")
    if not npm:
        raise SystemExit("Drawing a diagram needs npm (it comes with Node.js), to fetch Mermaid.")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", f"mermaid@{MERMAID['version']}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return next(Path(folder).glob("*.tgz")).read_bytes()


def extracted(archive: bytes) -> bytes:
    """The script inside, once the hash of the whole is right."""
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != MERMAID["integrity"]:
        raise SystemExit(f"Mermaid has hash {found}, not the one in hooks/mermaid.toml: refused.")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        script = tar.extractfile(INSIDE)
        if script is None:
            raise SystemExit(f"No {INSIDE} in the Mermaid tarball.")
        return script.read()
