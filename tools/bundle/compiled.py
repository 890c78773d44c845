"""Runs in Pyodide: byte code must come from the very Python that will load it.

Zips are stored, not deflated: the host's brotli or gzip then sees across files, and importing
unpacks nothing. Dates and order are fixed, so the same sources make the same bytes.
"""

from __future__ import annotations

import ast
import importlib.util
import io
import marshal
import zipfile
from pathlib import Path

DATE = (2026, 1, 5, 0, 0, 0)
UNCHECKED = (1).to_bytes(4, "little")
"""PEP 552: the code goes with a hash of its source, which nobody checks: it is not there."""
DESCRIBED = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)


def byte_code(source: bytes, name: str, level: int) -> bytes:
    """A .pyc; `name` is what tracebacks show, `level` what is left out.

    1: assertions, as -O does. 2: also docstrings, but not those of classes, as those of dnspython's
    errors are their messages. 3: all docstrings, as -OO does.
    """
    tree = ast.parse(source, name)
    if level == 2:
        undescribe(tree)
    code = compile(tree, name, "exec", dont_inherit=True, optimize=2 if level == 3 else 1)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source)
    return head + marshal.dumps(code)


def undescribe(tree: ast.Module) -> None:
    """Takes the docstrings of modules and functions away; lines stay where they were."""
    for node in ast.walk(tree):
        if isinstance(node, DESCRIBED) and ast.get_docstring(node, clean=False) is not None:
            node.body[:1] = [] if node.body[1:] else [ast.copy_location(ast.Pass(), node.body[0])]


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
