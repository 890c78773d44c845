"""Which file goes into which part, as page/parts.toml says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tools.bundle import fetched, inputs
from tools.bundle.compiled import DATE
from tools.bundle.inputs import described

STDLIB = "/lib/python314.zip/"
LIBRARIES = "/lib/python3.14/site-packages/"
LAB = "/aller-retour/"
"""Where tracebacks say that a module is. The lab's is true: it knows itself by its folder."""


class Part(NamedTuple):
    """One file to be published."""

    name: str
    sources: bytes
    """A zip of what is in it, or the file itself if `prefix` is None."""
    suffix: str = ".zip"
    prefix: str | None = LIBRARIES
    level: int | None = 2
    """What of its sources is left out (`compiled.byte_code`); None: they are not compiled."""
    first: bool = False
    modules: tuple[str, ...] = ()
    """What it brings when it is not among the first, as dotted names."""
    keeps: str = ""
    """The name it is published under; empty: made of its own name and its hash."""


def module(path: str) -> str:
    """Dotted name of a file of Python's."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name in sorted(files):
            out.writestr(zipfile.ZipInfo(name, DATE), files[name])
    return made.getvalue()


def unzipped(path: Path) -> dict[str, bytes]:
    """Name -> content."""
    with zipfile.ZipFile(path) as given:
        return {i.filename: given.read(i) for i in given.infolist() if not i.is_dir()}


def brought(files: Iterable[str], elsewhere: Iterable[str]) -> tuple[str, ...]:
    """The modules of `files`, without those of a package that is already named; a package is named
    only if all of it is here, that is, not `elsewhere`."""
    there = {module(each) for each in elsewhere}
    named: set[str] = set()
    for each in sorted(module(file) for file in files if file.endswith(".py")):
        parents = {each[:i] for i, letter in enumerate(each) if letter == "."}
        if not parents & named and each not in there:
            named.add(each)
    return tuple(sorted(named))


def standard() -> list[Part]:
    """Python's own library: what comes first, and the rest."""
    files = unzipped(fetched.npm_packages() / "pyodide" / "python_stdlib.zip")
    wanted = set(described("parts")["stdlib"]["first"].split())
    first = {name: files[name] for name in files if module(name) in wanted}
    rest = {name: files[name] for name in files if name not in first}
    if unknown := wanted - set(map(module, files)):
        raise inputs.CannotMake(f"page/parts.toml: no such module: {' '.join(sorted(unknown))}")
    lazy = Part("rest", zipped(rest), prefix=STDLIB, level=3, modules=brought(rest, first))
    return [Part("stdlib", zipped(first), prefix=STDLIB, level=3, first=True), lazy]


def of_wheels(names: Iterable[str]) -> dict[str, bytes]:
    """The modules of these libraries, without what only their developers read."""
    wheels, skipped = fetched.wheels(), tuple(described("parts")["libraries"]["without"])
    files = {n: data for name in names for n, data in unzipped(wheels[name]).items()}
    unread, inside = (".pyi", "py.typed", *skipped), re.compile(r"\.dist-info/|/test_\w+\.py$")
    return {n: d for n, d in files.items() if not inside.search(n) and not n.endswith(unread)}


def later_one(name: str, later: Iterable[str]) -> bool:
    """Whether a module is one of `later`, or in a package that is."""
    return any(f"{name}.".startswith(f"{each}.") for each in later)


def libraries() -> list[Part]:
    """What the lab and most programs import, what of it none does, and what few do."""
    wanted = described("parts")["libraries"]
    files, later = of_wheels(wanted["wheels"]), wanted["later"].split()
    more = {n: d for n, d in files.items() if later_one(module(n), later)}
    first = {n: d for n, d in files.items() if n not in more}
    parts = [
        Part("libraries", zipped(first), first=True),
        Part("more", zipped(more), modules=brought(more, first)),
    ]
    for name, wheels in described("parts")["lazy"].items():
        few = of_wheels(wheels)
        parts.append(Part(name, zipped(few), modules=brought(few, ())))
    return parts


def ours() -> list[Part]:
    """The lab, whose messages are docstrings, hence level 1; and the programs, as they are.

    A page has no sockets: what serves on them stays out.
    """
    files = {n: d for n, d in inputs.lab().items() if not n.startswith("lab/serve/")}
    lab = Part("lab", zipped(files), prefix=LAB, level=1, first=True)
    programs = Part("programs", zipped(inputs.programs()), prefix=LAB, level=None, first=True)
    return [lab, programs]


def unmodified() -> list[Part]:
    """Files that are published as they came."""
    wheels = fetched.wheels()
    parts = []
    for name, each in described("parts")["unmodified"].items():
        path, modules = wheels[each["wheel"]], tuple(each["modules"])
        kept = Part(name, path.read_bytes(), ".whl", None, modules=modules, keeps=path.name)
        parts.append(kept)
    for name, inside in described("parts")["npm"].items():
        path = fetched.npm_packages() / inside
        parts.append(Part(name, path.read_bytes(), path.suffix, None))
    return parts


def everything() -> list[Part]:
    """All parts."""
    return [*standard(), *libraries(), *ours(), *unmodified()]
