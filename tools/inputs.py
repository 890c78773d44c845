"""What the site is made of, and whether it changed: every file of the project, since a page may
include any; and the code, which Python would keep as it was when it was first read."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

NO_INPUT = re.compile(r"^\.|^(?:__pycache__|node_modules|site)$|~$")
State = dict[str, tuple[int, int, int]]


def entries(folder: str | None) -> Iterator[os.DirEntry[str]]:
    """What a folder holds, without what is made, or is an editor's."""
    with os.scandir(folder) as found:
        yield from (entry for entry in found if not NO_INPUT.search(entry.name))


def seen(folder: Path, above: str = "") -> State:
    """Every input, by its path from the root, with what changes when it is written."""
    state: State = {}
    for entry in entries(str(folder)):
        if entry.is_dir():
            state |= seen(Path(entry), f"{above}{entry.name}/")
        elif entry.is_file():
            of = entry.stat()
            state[above + entry.name] = (of.st_mtime_ns, of.st_size, of.st_ino)
    return state


def forget_code(root: Path) -> None:
    """Have hooks, lab and tools read again, from their sources: a .pyc knows its own by the second,
    so one must not be written while they change."""
    sys.dont_write_bytecode = True
    for name, module in list(sys.modules.items()):
        path = Path(getattr(module, "__file__", None) or "/")
        inside = path.relative_to(root).parts if path.is_relative_to(root) else (".",)
        if name != "__main__" and not inside[0].startswith("."):
            del sys.modules[name]
    hooks: Any = MkDocsConfig.hooks
    hooks._load_hook.cache_clear()
    importlib.invalidate_caches()
