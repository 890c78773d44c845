"""No real socket, ever: the interpreter itself reports each attempt, and it is refused here.

An audit hook (PEP 578) sees what the C modules do, below everything that the lab replaces, and
cannot be removed. It does not see native code that calls the system by itself: what `ctypes` looks
up by name is refused too, but a compiled library that opens sockets of its own is out of its sight.
"""

from __future__ import annotations

import _thread
import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Any

from lab.errors import LabError, NoChildren, NoThreads, RealSocket

NATIVE = frozenset(
    ("socket", "connect", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "syscall", "dlsym",
     "system", "popen", "fork", "vfork", "clone", "posix_spawn", "posix_spawnp", "pthread_create",
     "execl", "execle", "execlp", "execv", "execve", "execvp", "execvpe", "fexecve")
)  # fmt: skip
CHILDREN = ("subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn",
            "os.spawn", "os.startfile", "_posixsubprocess.fork_exec")  # fmt: skip
_watching = [False]


def refusal(event: str, args: tuple[object, ...]) -> LabError | None:
    """The error for an audit event, or None for a harmless one."""
    if event.startswith("socket.") or (event == "ctypes.dlsym" and args[-1] in NATIVE):
        return RealSocket(event=event)
    if event.startswith("_thread.start"):
        return NoThreads()
    return NoChildren(event=event) if event in CHILDREN else None


def install() -> None:
    """Watch this process from now on, whenever a program runs."""

    def hook(event: str, args: tuple[object, ...]) -> None:
        error = refusal(event, args) if _watching[0] else None
        if error:
            raise error

    sys.addaudithook(hook)
    start = _announced(hook, "_thread.start_new_thread", _thread.start_new_thread)
    _thread.start_new_thread = _thread.start_new = start
    threading._start_new_thread = start  # type: ignore[attr-defined]
    with contextlib.suppress(ImportError):  # Windows has none
        import _posixsubprocess as child

        child.fork_exec = _announced(hook, "_posixsubprocess.fork_exec", child.fork_exec)


def _announced(
    hook: Callable[[str, tuple[object, ...]], None], event: str, function: Callable[..., Any]
) -> Callable[..., Any]:
    """No event tells of a new thread before Python 3.12, nor of a child of multiprocessing."""

    def announced(*args: Any) -> Any:
        hook(event, ())
        return function(*args)

    return announced


def watched(run: Callable[[], None]) -> None:
    """Call `run` under watch."""
    watch(True)
    try:
        run()
    finally:
        watch(False)


def unwatched(run: Callable[[], object]) -> None:
    """Call `run`, which is the lab's own, in the middle of a program."""
    before = _watching[0]
    watch(False)
    try:
        run()
    finally:
        watch(before)


def watch(on: bool) -> None:
    """Watch, or not."""
    _watching[0] = on
