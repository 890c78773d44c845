"""One program, unchanged, in one fresh world.

A process becomes a lab process once (`prepare`); then it can run any number of programs, each in a
world of its own. What a program prints, returns and raises is its own: only the lab's own frames
are taken out of its tracebacks.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import linecache
import os
import sys
import traceback
import types
from collections.abc import Sequence
from pathlib import Path

from lab import PROGRAMS, chance, guard
from lab.building import World, build
from lab.errors import RAISED, Endless, LabError, Mistake, NoSuchProgram, NotAProgram
from lab.frames import is_mistake, without_lab
from lab.sockets import install, kernel

REFUSED = 2
"""Exit status when the lab cannot give what the program asks for."""
LEFTOVERS = 2.0
"""Virtual seconds given to what is still on its way when a program ends."""
_prepared: list[bool] = []


def prepare() -> None:
    """Make this process a lab process. It cannot be undone."""
    if not _prepared:
        install.install()
        guard.install()
        _prepared.append(True)


def run(path: str, arguments: Sequence[str] = (), breaks: Sequence[str] = ()) -> tuple[int, World]:
    """Run the program at `path`; its exit status, and the world with its record.

    NoSuchProgram, NotAProgram or UnknownBreak before it starts.
    """
    return run_source(read(path), path, arguments, breaks)


def run_source(
    source: bytes, path: str, arguments: Sequence[str] = (), breaks: Sequence[str] = ()
) -> tuple[int, World]:
    """Run a program that was read from `path`."""
    prepare()
    world = build(breaks)
    kernel.use(world.kernel)
    chance.seed(1)
    _forget_defaults()
    RAISED.clear()
    status = _status(source, path, arguments)
    if RAISED:
        status = refused(RAISED[0], path)
    _flush()
    _end(world)
    return status, world


def read(path: str) -> bytes:
    """The program's bytes. NoSuchProgram if there is none."""
    try:
        return place(path).read_bytes()
    except (OSError, ValueError) as error:  # a name may hold what no name of a file can
        raise NoSuchProgram(path=path) from error


def place(path: str) -> Path:
    """Where the program is: at `path`, or else among those that came with the lab."""
    inside = PROGRAMS / path if PROGRAMS else None
    return inside if inside and not Path(path).exists() and inside.exists() else Path(path)


def _end(world: World) -> None:
    world.network.when_idle = lambda: False
    deadline = world.network.now + LEFTOVERS
    with contextlib.suppress(Endless):
        world.kernel.exit()
        while world.network.step(deadline):
            pass


DEFAULTS = (
    ("dns.resolver", "default_resolver"), ("dns.asyncresolver", "default_resolver"),
    ("urllib.request", "_opener"), ("uuid", "_last_timestamp"), ("tempfile", "_name_sequence"),
    ("tempfile", "tempdir"),
)  # fmt: skip
"""What a module makes at its first use, and keeps for those that follow."""


def _forget_defaults() -> None:
    """The next program gets its own."""
    for name, default in DEFAULTS:
        if hasattr(module := sys.modules.get(name), default):  # a program may put None there
            setattr(module, default, None)


def _flush() -> None:
    """Whoever read the program's output may be gone: then there is nobody to tell."""
    try:
        sys.stdout.flush()
    except (ValueError, AttributeError):
        pass  # the program closed it, or put something else in its place
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


# -- the program --------------------------------------------------------------------------------


def _status(source: bytes, path: str, arguments: Sequence[str]) -> int:
    try:
        code = _compiled(source, path)
        module = _main_module(path, arguments)
        guard.watched(lambda: exec(code, module.__dict__))
    except LabError as error:
        return refused(error, path)
    except SystemExit as end:
        return _exit_status(end)
    except BaseException as error:
        return _failed(error, path)
    return 0


def _failed(error: BaseException, path: str) -> int:
    _flush()
    if is_mistake(error):
        mistake = Mistake(reason=type(error).__name__)
        mistake.__cause__ = error
        return refused(mistake, path)
    sys.excepthook(*without_lab(error))
    return 130 if isinstance(error, KeyboardInterrupt) else 1


def _compiled(source: bytes, path: str) -> types.CodeType:
    try:
        linecache.cache.pop(path, None)
        return compile(source, path, "exec", dont_inherit=True)
    except ValueError as error:
        if isinstance(error, SyntaxError):
            raise
        raise NotAProgram(path=path, reason=error) from error


def _main_module(path: str, arguments: Sequence[str]) -> types.ModuleType:
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=str(place(path)), __builtins__=builtins)
    sys.modules["__main__"] = module
    sys.argv = [path, *arguments]
    folder = place(path).resolve().parent
    _before_neighbours(folder)
    sys.path[0] = str(folder)
    return module


LATE = ("dns.message", "dns.resolver", "h11", "json", "sqlite3", "ssl", "wsgiref.handlers")
"""What the lab imports when it must; once imported, no file of the same name is taken for it."""


def _before_neighbours(folder: Path) -> None:
    """A program may be called dns.py, or stand next to one: the lab then takes its own first."""
    for name in LATE:
        top = name.partition(".")[0]
        if (folder / f"{top}.py").exists() or (folder / top / "__init__.py").exists():
            importlib.import_module(name)


def _exit_status(end: SystemExit) -> int:
    if isinstance(end.code, int) or end.code is None:
        return end.code or 0
    _flush()
    print(end.code, file=sys.stderr)
    return 1


def refused(error: LabError, path: str) -> int:
    """Say why the lab stops here, and where the program was."""
    _flush()
    if isinstance(error, Mistake) and error.__cause__:
        traceback.print_exception(error.__cause__)
    place = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == path:
            place = f"{path}:{line}: "
    print(f"lab: {place}{error}", file=sys.stderr)
    RAISED.clear()
    return REFUSED
