"""How long until an author sees a word just changed, and how long a build takes from nothing."""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from urllib.error import URLError
from urllib.request import urlopen

from tests.peers.dns_knot import free_port
from tools.bundle.inputs import CannotMake
from tools.site_bench.peers import KEPT, Project

PATIENCE = 120  # seconds
LOOK = 0.02  # seconds between two looks at the page


def cold(project: Project, times: int) -> float:
    """Seconds to build it when nothing is kept from before; the median."""
    return statistics.median(_cold(project) for _ in range(times))


def _cold(project: Project) -> float:
    _forget(project.folder)
    began = time.perf_counter()
    project.built()
    return time.perf_counter() - began


def _forget(folder: Path) -> None:
    """Remove what a build leaves, but for the bundle of the programs."""
    for made in ("site", "dist", ".astro", "node_modules"):
        shutil.rmtree(folder / made, ignore_errors=True)
    cache = folder / ".cache"
    for kept in cache.iterdir() if cache.exists() else []:
        if kept.name not in KEPT:
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()


def edits(project: Project, times: int) -> float:
    """Seconds from a word's change to the page that has it, as its author would be served it."""
    with _served(project) as url:
        return statistics.median(list(_edits(project, url, times)))


def _edits(project: Project, url: str, times: int) -> Iterator[float]:
    before = project.source.read_text("utf8")
    for n in range(times):
        word = f"mot{n}{os.getpid()}"
        time.sleep(1)  # watchers that look once a second must have seen the last change
        project.source.write_text(f"{before}\n\n{word}\n", "utf8")
        yield _until(url, word)
    project.source.write_text(before, "utf8")


@contextmanager
def _served(project: Project) -> Iterator[str]:
    port = free_port()
    address = f"127.0.0.1:{port}" if "mkdocs" in project.serve else str(port)
    url = f"http://127.0.0.1:{port}/{project.page}"
    with TemporaryFile() as said:
        server = subprocess.Popen(
            [*project.serve, address], cwd=project.folder, env=project.environment,
            stdout=said, stderr=said, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _until(url, "<h1", server)
            yield url
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE)


def _until(url: str, word: str, server: subprocess.Popen[bytes] | None = None) -> float:
    """Seconds until the page has this word."""
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < PATIENCE:
        if word in _text(url):
            return time.perf_counter() - began
        if server and server.poll() is not None:
            break
        time.sleep(LOOK)
    raise CannotMake(f"{url} does not have {word!r} after {passed:.0f} s.")


def _text(url: str) -> str:
    try:
        with urlopen(url, timeout=PATIENCE) as answer:
            text: str = answer.read().decode("utf8", "replace")
            return text
    except (URLError, OSError):
        return ""
