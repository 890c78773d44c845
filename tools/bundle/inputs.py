"""What the bundle is made of. One hash of it all says whether it has to be made again: reading a
few hundred small files costs less than asking each tool whether it has anything to do."""

from __future__ import annotations

import errno
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bundle"
PAGE = ROOT / "page"
IGNORED = {"__pycache__", "node_modules"}
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS}


class CannotMake(Exception):
    """One sentence: what could not be made or fetched, and what to do about it."""


@contextmanager
def on_disk() -> Iterator[None]:
    """CannotMake if the block cannot write what it makes."""
    try:
        yield
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        what = f"Cannot write {error.filename or CACHE} ({error.strerror})"
        raise CannotMake(f"{what}: make room there, or allow it, and try again.") from error


def digest(contents: Iterable[bytes]) -> str:
    """Sixteen hexadecimal digits that stand for these contents, in this order."""
    whole = hashlib.sha256()
    for content in contents:
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()[:16]


def under(folder: Path) -> Iterator[Path]:
    """The files of a folder that count, in a fixed order."""
    for path in sorted(folder.iterdir()):
        if path.name in IGNORED or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from under(path)
        else:
            yield path


def named(paths: Iterable[Path]) -> dict[str, bytes]:
    """Path from the project's root -> content."""
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}


def lab() -> dict[str, bytes]:
    """The lab: its code and its data."""
    return named(under(ROOT / "lab"))


def programs() -> dict[str, bytes]:
    """The programs that the pages show, and what they read; not what they once printed."""
    kept = (path for path in under(ROOT / "snippets") if path.suffix not in {".out", ".mmd"})
    return named(kept)


def of_the_rest() -> Iterator[Path]:
    """What else changes the bundle: the page's scripts, the pins, the words, this tool, LICENSE."""
    yield from under(PAGE)
    yield from under(ROOT / "tools" / "bundle")
    yield ROOT / "LICENSE"
    yield ROOT / "requirements.txt"
    yield ROOT / "hooks" / "words.toml"


def state() -> str:
    """The hash of everything."""
    files = lab() | programs() | named(of_the_rest())
    return digest(part for name in sorted(files) for part in (name.encode(), files[name]))


def described(name: str) -> dict[str, Any]:
    """A .toml of page/, as it is now: `mkdocs serve` lives longer than its content."""
    return tomllib.loads((PAGE / f"{name}.toml").read_text("utf8"))


def version(library: str) -> str:
    """The version of a library that requirements.txt asks for."""
    text = (ROOT / "requirements.txt").read_text("utf8")
    if found := re.search(rf"^{re.escape(library)}==([^\s;]+)", text, re.M | re.I):
        return found[1]
    raise CannotMake(f"requirements.txt gives no version of {library}: add it.")
