"""Where each byte goes: what the first click fetches, then what only some programs do."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tools.bundle import fetched
from tools.bundle.made import manifest

BROTLI = """
const fs = require("fs"), { brotliCompressSync } = require("zlib");
const size = (name) => brotliCompressSync(fs.readFileSync(name)).length;
console.log(JSON.stringify(JSON.parse(fs.readFileSync(0)).map(size)));
"""


class Size(NamedTuple):
    """Bytes of one file."""

    name: str
    raw: int
    gzip: int
    brotli: int
    first: bool


def sizes(folder: Path) -> list[Size]:
    """Every file of a bundle that a browser may fetch."""
    described = manifest(folder)
    found = [*_runtime(described), *_parts(described), *_scripts(folder, described)]
    return sorted(found, key=lambda size: (not size.first, -size.brotli))


def total(found: list[Size], unit: str) -> int:
    """Bytes of the first click, in that unit: raw, gzip or brotli."""
    return sum(getattr(size, unit) for size in found if size.first)


def table(folder: Path) -> str:
    """The sizes, to be read."""
    found = sizes(folder)
    sums = [total(found, unit) for unit in ("raw", "gzip", "brotli")]
    lines = [_line("first click", "raw", "gzip -9", "brotli -11")]
    lines += [_line(s.name, s.raw, s.gzip, s.brotli) for s in found if s.first]
    lines += [_line("sum", *sums), "", "later, if asked for"]
    lines += [_line(s.name, s.raw, s.gzip, s.brotli) for s in found if not s.first]
    return "\n".join(lines)


def _line(name: str, *cells: int | str) -> str:
    return f"{name:<40}" + "".join(f"{c:>12,}" if isinstance(c, int) else f"{c:>12}" for c in cells)


def _runtime(described: dict[str, Any]) -> Iterator[Size]:
    for name, each in described["runtime"]["files"].items():
        yield Size(described["pyodide"] + name, each["raw"], each["gzip"], each["brotli"], True)


def _parts(described: dict[str, Any]) -> Iterator[Size]:
    for each in described["parts"].values():
        yield Size(each["file"], each["raw"], each["gzip"], each["brotli"], each["first"])


def _scripts(folder: Path, described: dict[str, Any]) -> Iterator[Size]:
    lazy = described["scripts"].get("editor", "")
    paths = [*sorted(folder.glob("*.js")), folder / "manifest.json"]
    packed = json.loads(fetched.run_node("-e", BROTLI, given=[str(path) for path in paths]))
    for path, brotli in zip(paths, packed, strict=True):
        data, name = path.read_bytes(), path.name
        name = described["name"] if path.suffix == ".json" else name
        yield Size(name, len(data), len(gzip.compress(data, 9)), brotli, path.name != lazy)
