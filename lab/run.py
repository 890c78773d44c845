"""One program, unchanged, in one fresh world.

A process becomes a lab process once (`prepare`); then it can run any number of programs, each in a
world of its own. What a program prints, returns and raises is its own: only the lab's own frames
are taken out of its tracebacks.
"""

from __future__ import annotations

import linecache
import sys
import types
from collections.abc import Sequence
from pathlib import Path

from lab import guard
from lab.building import World, build
from lab.errors import LabError, NoSuchProgram, NotAProgram
from lab.frames import without_lab
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
    install.seed(1)
    _forget_resolvers()
    status = _status(source, path, arguments)
    sys.stdout.flush()
    _end(world)
    return status, world


def read(path: str) -> bytes:
    """The program's bytes. NoSuchProgram if there is none."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise NoSuchProgram(path=path) from error


def _end(world: World) -> None:
    world.kernel.exit()
    world.network.when_idle = lambda: False
    deadline = world.network.now + LEFTOVERS
    while world.network.step(deadline):
        pass


def _forget_resolvers() -> None:
    """dnspython keeps a default resolver: the next program gets its own."""
    for name in ("dns.resolver", "dns.asyncresolver"):
        if name in sys.modules:
            sys.modules[name].__dict__["default_resolver"] = None


# -- the program --------------------------------------------------------------------------------


def _status(source: bytes, path: str, arguments: Sequence[str]) -> int:
    try:
        code = _compiled(source, path)
        module = _main_module(path, arguments)
        guard.watched(lambda: exec(code, module.__dict__))
    except SystemExit as end:
        return _exit_status(end)
    except LabError as error:
        return refused(error, path)
    except BaseException as error:
        sys.stdout.flush()
        sys.excepthook(*without_lab(error))
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


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
    module.__dict__.update(__file__=path, __builtins__=__builtins__)
    sys.modules["__main__"] = module
    sys.argv = [path, *arguments]
    sys.path[0] = str(Path(path).parent)
    return module


def _exit_status(end: SystemExit) -> int:
    if isinstance(end.code, int) or end.code is None:
        return end.code or 0
    sys.stdout.flush()
    print(end.code, file=sys.stderr)
    return 1


def refused(error: LabError, path: str) -> int:
    """Say why the lab stops here, and where the program was."""
    sys.stdout.flush()
    traceback = without_lab(error)[2]
    place = ""
    while traceback:
        if traceback.tb_frame.f_code.co_filename == path:
            place = f"{path}:{traceback.tb_lineno}: "
        traceback = traceback.tb_next
    print(f"lab: {place}{error}", file=sys.stderr)
    return REFUSED
