"""One program, run for a page: what it prints goes out as it comes, and then what it did.

The page's Python lives from one run to the next. So a run begins by forgetting what the run before
loaded from the programs' own folder: a module that the reader has edited since is read again.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lab.browser import anew, quickjs, sparing
from lab.browser.pictures import Picture, picture, pictures
from lab.clock import EPOCH
from lab.errors import LabError
from lab.run import prepare, read, refused, run_source
from lab.tls.pure import calm

if TYPE_CHECKING:
    from lab.building import World

Output = Callable[[str, bytes], object]
"""Takes the name of a stream, stdout or stderr, and what the program wrote to it."""
Watch = Callable[[bool], object]
"""Told when the program begins and when it has ended: its time is counted in between."""
INTERRUPTED = 130
MOST = 500
"""Messages of a run that its page shows: more than a reader reads. Its capture has them all."""


@dataclass(frozen=True)
class Outcome:
    """What is left of a run: its exit status, the exchange as HTML and as a capture, pictures."""

    status: int
    wire: str = ""
    capture: bytes = b""
    pictures: list[Picture] = field(default_factory=list)


class Sink(io.RawIOBase):
    """A stream of bytes whose reader is a function."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self._take = take

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Hand everything over at once."""
        taken = bytes(data)  # type: ignore[call-overload]
        self._take(taken)
        return len(taken)


_home = Path()
_published: dict[str, bytes] = {}


def start(folder: str, heed: calm.Heed = bool) -> None:
    """Make this Python a lab, in `folder`, which holds the programs. Once, before any run.

    `heed` is told whether Python is to look for an interrupt.
    """
    global _home
    prepare()
    calm.heeds.append(heed)
    _home = Path(folder)
    os.chdir(_home)
    for place, _, names in os.walk("snippets"):
        for path in (Path(place, name) for name in names if name.endswith(".py")):
            _published[path.as_posix()] = path.read_bytes()
    sys.path.insert(0, folder)  # each run puts its program's own folder here
    anew.keep()
    sparing.begin()


def run(
    path: str, source: bytes | None, arguments: Sequence[str], breaks: Sequence[str],
    language: str, output: Output, watch: Watch,
) -> Outcome:  # fmt: skip
    """Run the program published at `path`; or `source`, which takes its place for its neighbours.

    Never raises: whatever is wrong is said on stderr, as in a terminal.
    """
    os.chdir(_home)
    _put(path, _published.get(path) if source is None else source)
    before = set(pictures(path))
    _forget(_home)
    sparing.settle()
    anew.begin()
    with _redirected(output), warnings.catch_warnings():
        watch(True)
        try:
            context = Context()  # to the program's end: what is done there is its own
            status, world = context.run(run_source, read(path), path, arguments, breaks)
            context.run(_finalize)
        except LabError as error:
            return Outcome(refused(error, path))
        except KeyboardInterrupt:  # its time was over as it ended
            return Outcome(INTERRUPTED)
        finally:
            watch(False)
    os.chdir(_home)  # the program may have gone elsewhere
    anew.surroundings()  # and what shows its exchange may not be loaded yet
    drawn = [picture(name) for name, *_ in sorted(set(pictures(path)) - before)]
    return Outcome(status, *_told(world, path, language), drawn)


def _put(path: str, source: bytes | None) -> None:
    if source is not None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(source)


@contextlib.contextmanager
def _redirected(output: Output) -> Iterator[None]:
    """Held to the end, as in a terminal: a program may put other streams in their place."""
    given = sys.stdin, sys.stdout, sys.stderr
    out = _stream(lambda data: output("stdout", data), "strict")
    err = _stream(lambda data: output("stderr", data), "backslashreplace")
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), out, err
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr, out, err):
            with contextlib.suppress(ValueError, AttributeError):  # closed, or something else
                stream.flush()
        sys.stdin, sys.stdout, sys.stderr = given


def _finalize() -> None:
    """What a program leaves ends with it, and what that prints is its own, not the next one's."""
    anew.end()
    sys.modules["__main__"] = types.ModuleType("__main__")
    gc.collect()
    quickjs.free()


def _stream(take: Callable[[bytes], object], errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(Sink(take)), "utf-8", errors, line_buffering=True)


def _forget(folder: Path) -> None:
    """The next import of a program's neighbour reads its file again, or that of another folder."""
    here = str(folder.resolve()) + os.sep
    for name, module in list(sys.modules.items()):
        place = str(getattr(module, "__file__", None) or "")
        if place.startswith(here) and name.partition(".")[0] != "lab":
            del sys.modules[name]


def _told(world: World, path: str, language: str) -> tuple[str, bytes]:
    from lab.trace import as_html, pcap
    from lab.trace.decode import decode

    record = world.network.record
    messages = decode(record, world.network.names(), MOST)
    view = as_html.render(messages, language, as_html.name_of(path), total=len(record))
    return view, pcap.render(record, EPOCH)
