"""FILE.br and FILE.gz beside each file, for the hosts that send them as they are: no host takes the
time to compress as well as this. Those that the bundle brought stay (tools/bundle/pack.mjs); what
came of other big files is kept in .cache, by the hash of their content.
"""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import brotli

KINDS = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".wasm", ".zip"}
BIG = 200_000
"""Bytes from which what came of a file is kept."""
WEEK = 7 * 24 * 3600
WAYS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda content: brotli.compress(content, quality=11),
    ".gz": lambda content: gzip.compress(content, 9, mtime=0),
}


def compress(site: Path, cache: Path) -> None:
    """Put the two beside each file of the site that becomes smaller."""
    files = [path for path in sorted(site.rglob("*")) if path.is_file() and path.suffix in KINDS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _ in pool.map(lambda path: beside(path, cache), by_size(files)):
            pass
    forget(cache)


class Ahead:
    """Compresses big files while other work is done: `compress` then finds them in the cache."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.pool: ThreadPoolExecutor | None = None

    def begin(self, paths: Iterable[str]) -> None:
        """Begin, the longest first."""
        self.pool = ThreadPoolExecutor(os.cpu_count())
        kinds = [path for path in map(Path, paths) if path.suffix in KINDS]
        for path in by_size([path for path in kinds if path.stat().st_size >= BIG]):
            self.pool.submit(self._pack, path)

    def wait(self, give_up: bool = False) -> None:
        """Wait for all of it, or only for what is under way."""
        if self.pool:
            self.pool.shutdown(cancel_futures=give_up)

    def _pack(self, path: Path) -> None:
        content = path.read_bytes()
        for suffix in missing(path):
            packed(content, suffix, self.cache)


def forget(cache: Path) -> None:
    """Drop what no build asked for in a week."""
    for path in cache.glob("*"):
        if path.stat().st_mtime < time.time() - WEEK:
            path.unlink(missing_ok=True)


def by_size(files: list[Path]) -> list[Path]:
    """The longest work first, so that no thread ends with it alone."""
    return sorted(files, key=lambda path: -path.stat().st_size)


def missing(path: Path) -> list[str]:
    """What nobody has made of a file. MkDocs made a map of the site, with its date in it."""
    there = {suffix for suffix in WAYS if path.with_name(path.name + suffix).exists()}
    return [suffix for suffix in WAYS if path.suffix == ".xml" or suffix not in there]


def beside(path: Path, cache: Path) -> None:
    """Write what is missing of the two of one file."""
    content = path.read_bytes()
    for suffix in missing(path):
        small = packed(content, suffix, cache)
        if len(small) < len(content):
            path.with_name(path.name + suffix).write_bytes(small)


def packed(content: bytes, suffix: str, cache: Path) -> bytes:
    """The content in this way, made once if it is big."""
    if len(content) < BIG:
        return WAYS[suffix](content)
    kept = cache / f"{sha256(content).hexdigest()[:32]}{suffix}"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f"{kept.name}.{os.getpid()}")
        draft.write_bytes(WAYS[suffix](content))
        draft.replace(kept)
    os.utime(kept)
    return kept.read_bytes()
