"""`select` and `poll`, over the sockets of the lab and, beside them, the keyboard and pipes."""

from __future__ import annotations

import select as real
from collections.abc import Callable, Iterable
from typing import Any

from lab.sockets.condition import POLLERR, POLLHUP, POLLIN, POLLOUT
from lab.sockets.core import Core
from lab.sockets.kernel import FIRST_DESCRIPTOR, Kernel, current, in_force

POLLPRI, POLLNVAL = 2, 32

Lists = tuple[list[Any], list[Any], list[Any]]


def _descriptor(thing: Any) -> int:
    if not isinstance(thing, int) and not hasattr(thing, "fileno"):
        raise TypeError("argument must be an int, or have a fileno() method.")
    descriptor = thing if isinstance(thing, int) else int(thing.fileno())
    if descriptor < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({descriptor})")
    return descriptor


def select(
    rlist: Iterable[Any], wlist: Iterable[Any], xlist: Iterable[Any], timeout: float | None = None
) -> tuple[list[Any], list[Any], list[Any]]:
    """What can be read, what can be written, and nothing exceptional, within `timeout` seconds."""
    lists = list(rlist), list(wlist), list(xlist)
    if timeout is not None and timeout < 0:
        raise ValueError("timeout must be non-negative")
    kernel = current()
    reads, writes, rest = ([x for x in part if _is_outside(kernel, x)] for part in lists)
    outside = reads, writes, rest

    def ready() -> tuple[list[Any], list[Any]] | None:
        seen = real.select(*outside, 0) if any(outside) else ([], [], [])
        found = (
            [each for each in lists[0] if each in seen[0] or _seen(kernel, each).readable],
            [each for each in lists[1] if each in seen[1] or _seen(kernel, each).writable],
        )
        return found if any(found) else None

    _wait(kernel, ready, timeout, outside)
    return *(ready() or ([], [])), []


class _Nothing:
    readable = writable = False


def _is_outside(kernel: Kernel, thing: Any) -> bool:
    """A descriptor of the real system. EBADF if it is one of ours that is closed."""
    descriptor = _descriptor(thing)
    return descriptor < FIRST_DESCRIPTOR or not kernel.core(descriptor)


def _seen(kernel: Kernel, thing: Any) -> Core | _Nothing:
    descriptor = _descriptor(thing)
    return kernel.core(descriptor) if descriptor >= FIRST_DESCRIPTOR else _Nothing()


def _wait(
    kernel: Kernel, ready: Callable[[], object], timeout: float | None, outside: Lists
) -> None:
    """In virtual time; where only somebody outside can still make it `ready`, in real time."""
    network = kernel.network
    network.settle()
    if ready():
        return
    if not any(outside):
        kernel.wait(ready, timeout)
        return
    deadline = None if timeout is None else network.now + timeout
    while not ready() and network.step(deadline):
        pass
    if not ready() and network.quiet:
        real.select(*outside, timeout)


class poll:
    """select.poll, on which the standard `selectors` builds."""

    def __init__(self) -> None:
        self._masks: dict[int, int] = {}

    def register(self, fd: Any, eventmask: int = POLLIN | POLLPRI | POLLOUT) -> None:
        """Watch `fd`."""
        self._masks[_descriptor(fd)] = eventmask

    def modify(self, fd: Any, eventmask: int) -> None:
        """Watch for something else."""
        if _descriptor(fd) not in self._masks:
            raise FileNotFoundError(2, "No such file or directory")
        self.register(fd, eventmask)

    def unregister(self, fd: Any) -> None:
        """Watch `fd` no more. KeyError if it was not watched."""
        del self._masks[_descriptor(fd)]

    def poll(self, timeout: float | None = None) -> list[tuple[int, int]]:
        """What happened, within `timeout` milliseconds (None or negative: for ever)."""
        if in_force() is None and not self._masks:  # `selectors` tries it when it is imported
            return []
        kernel = current()
        seconds = None if timeout is None or timeout < 0 else timeout / 1000
        outside = {fd: mask for fd, mask in self._masks.items() if fd < FIRST_DESCRIPTOR}
        reads = [fd for fd, mask in outside.items() if mask & POLLIN]
        writes = [fd for fd, mask in outside.items() if mask & POLLOUT]
        if seconds == 0:  # an event loop does so at each turn: no sign of impatience
            kernel.network.settle()
        else:
            _wait(kernel, lambda: self._events(kernel), seconds, (reads, writes, []))
        return self._events(kernel)

    def _events(self, kernel: Kernel) -> list[tuple[int, int]]:
        ours = {fd: mask for fd, mask in self._masks.items() if fd >= FIRST_DESCRIPTOR}
        events = [(fd, _event(kernel, fd, mask)) for fd, mask in ours.items()]
        return _outside(self._masks) + [(fd, event) for fd, event in events if event]


def _outside(masks: dict[int, int]) -> list[tuple[int, int]]:
    watched = {fd: mask for fd, mask in masks.items() if fd < FIRST_DESCRIPTOR}
    if not watched:
        return []
    poller = real.poll()
    for fd, mask in watched.items():
        poller.register(fd, mask)
    return poller.poll(0)


def _event(kernel: Kernel, fd: int, mask: int) -> int:
    if not kernel.knows(fd):
        return POLLNVAL
    return kernel.core(fd).events & (mask | POLLERR | POLLHUP)
