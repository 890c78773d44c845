"""What a program draws: the files that it writes, and that a page can show."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

KINDS = {".svg": "image/svg+xml", ".png": "image/png"}


@dataclass(frozen=True)
class Picture:
    """A file that the program wrote, and that a page can show."""

    name: str
    kind: str
    data: bytes


def pictures(program: str) -> Iterable[tuple[str, int, int]]:
    """The picture files here and beside the program: their names, sizes, times of last change."""
    for folder in {Path(), Path(program).parent}:
        for entry in os.scandir(folder) if folder.is_dir() else ():
            if Path(entry.name).suffix in KINDS and entry.is_file():
                seen = entry.stat()
                yield Path(entry.path).as_posix(), seen.st_size, seen.st_mtime_ns


def picture(name: str) -> Picture:
    """One of them, as it is now."""
    return Picture(name, KINDS[Path(name).suffix], Path(name).read_bytes())
