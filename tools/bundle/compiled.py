"""Runs in Pyodide: byte code must come from the very Python that will load it.

Zips are stored, not deflated: the host's brotli or gzip then sees across files, and importing
unpacks nothing. Dates and order are fixed, so the same sources make the same bytes.
"""

from __future__ import annotations

import importlib.util
import io
import marshal
import zipfile
from pathlib import Path

DATE = (2026, 1, 5, 0, 0, 0)
UNCHECKED = (1).to_bytes(4, "little")
"""PEP 552: the code goes with a hash of its source, which nobody checks: it is not there."""


def byte_code(source: bytes, name: str, level: int) -> bytes:
    """A .pyc; `name` is what tracebacks show, `level` that of -O or -OO."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=level)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source)
    return head + marshal.dumps(code)


def archive(sources: bytes, prefix: str, level: int | None) -> bytes:
    """The zip of a zip of sources: .py compiled, unless `level` is None; the rest as it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sources)) as given, zipfile.ZipFile(made, "w") as out:
        for name in sorted(given.namelist()):
            data = given.read(name)
            if level is not None and name.endswith(".py"):
                data, name = byte_code(data, prefix + name, level), name + "c"
            out.writestr(zipfile.ZipInfo(name, DATE), data)
    return made.getvalue()


def write(source: str, target: str, prefix: str, level: int | None) -> None:
    """`archive`, from file to file."""
    Path(target).write_bytes(archive(Path(source).read_bytes(), prefix, level))
