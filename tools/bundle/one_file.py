"""lab.pyz: the lab, the programs and the libraries that they need, in one file for any Python of
this age: nothing to install, no network. Sources, not byte code: they run on all of them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tools.bundle import fetched, inputs, parts
from tools.bundle.compiled import DATE
from tools.bundle.inputs import described
from tools.bundle.started import INSIDE


def content() -> dict[str, bytes]:
    """What is unpacked on the reader's machine."""
    wheels = fetched.wheels()
    libraries = {
        name: data
        for library in described("parts")["pyz"]["wheels"]
        for name, data in parts.unzipped(wheels[library]).items()
        if not name.endswith((*described("parts")["libraries"]["without"], ".pyi", "/RECORD"))
    }
    licence = {"LICENSE": (inputs.ROOT / "LICENSE").read_bytes()}
    return {**libraries, **inputs.lab(), **inputs.programs(), **licence}


def archive() -> bytes:
    """The whole file."""
    files = {INSIDE + name: data for name, data in content().items()}
    mark = inputs.digest(part for n in sorted(files) for part in (n.encode(), files[n]))
    files["__main__.py"] = Path(__file__).with_name("started.py").read_bytes()
    files["mark"] = mark.encode()
    made = io.BytesIO(b"#!/usr/bin/env python3\n")
    made.seek(0, io.SEEK_END)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(files):
            described = zipfile.ZipInfo(name, DATE)
            described.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(described, files[name])
    return made.getvalue()
