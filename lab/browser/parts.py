"""What a program needs only sometimes is fetched when it is imported, not before.

The first click brings what most programs use. The other modules are in *parts*: zip files or
wheels, kept as their makers publish them, each with the names of the modules that it brings.
"""

from __future__ import annotations

import gzip
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

Fetch = Callable[[str], bytes | memoryview]
"""Gives a published file by its name, now, since an import cannot wait; raises if it cannot."""

GZIP = b"\x1f\x8b"


def unpacked(data: bytes) -> bytes:
    """The content of a published file, which some hosts give packed by gzip."""
    return gzip.decompress(data) if data.startswith(GZIP) else data


class Parts(importlib.abc.MetaPathFinder):
    """The last finder: asked for a module that nothing else has."""

    def __init__(self, files: Mapping[str, Sequence[str]], fetch: Fetch, folder: Path) -> None:
        """`files`: what each file brings, as dotted names; `folder`: where they are kept."""
        self._files = {name: file for file, names in files.items() for name in names}
        self._fetch, self._folder = fetch, folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module in the part that brings it. ImportError if that part cannot be fetched."""
        file = self._bringing(fullname)
        if file is None:
            return None
        place = str(self._kept(file, fullname))
        parent = fullname.rpartition(".")[0]
        if parent:
            inside = "/".join([place, *parent.split(".")])
            return PathFinder.find_spec(fullname, [*(path or ()), inside])
        sys.path.append(place) if place not in sys.path else None
        return PathFinder.find_spec(fullname)

    def _bringing(self, fullname: str) -> str | None:
        while fullname:
            if fullname in self._files:
                return self._files[fullname]
            fullname = fullname.rpartition(".")[0]
        return None

    def _kept(self, file: str, fullname: str) -> Path:
        kept = self._folder / file
        if not kept.exists():
            try:
                data = bytes(self._fetch(file))
            except Exception as error:  # an OSError; in a browser, JavaScript's own
                why = f"{fullname} is in {file}, which could not be fetched: {error}"
                raise ModuleNotFoundError(why, name=fullname) from error
            self._folder.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(unpacked(data))
        return kept


def install(files: Mapping[str, Sequence[str]], fetch: Fetch, folder: str) -> None:
    """Have these parts fetched when they are needed."""
    sys.meta_path.append(Parts(files, fetch, Path(folder)))
