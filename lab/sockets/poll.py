"""`select` and `poll`, over the sockets of the lab. Other descriptors go to the real ones."""

from __future__ import annotations

import select as real
from collections.abc import Iterable
from typing import Any

from lab.sockets.kernel import FIRST_DESCRIPTOR, Kernel, current

POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32


def _descriptor(thing: Any) -> int:
    return thing if isinstance(thing, int) else int(thing.fileno())


def select(
    rlist: Iterable[Any], wlist: Iterable[Any], xlist: Iterable[Any], timeout: float | None = None
) -> tuple[list[Any], list[Any], list[Any]]:
    """What can be read, what can be written, and nothing exceptional, within `timeout` seconds."""
    reads, writes, rest = list(rlist), list(wlist), list(xlist)
    if timeout is not None and timeout < 0:
        raise ValueError("timeout must be non-negative")
    everything = [_descriptor(thing) for thing in (*reads, *writes, *rest)]
    if everything and max(everything) < FIRST_DESCRIPTOR:
        return real.select(reads, writes, rest, timeout)
    kernel = current()
    for descriptor in everything:
        kernel.core(descriptor)

    def ready() -> tuple[list[Any], list[Any]] | None:
        found = (
            [thing for thing in reads if kernel.core(_descriptor(thing)).readable],
            [thing for thing in writes if kernel.core(_descriptor(thing)).writable],
        )
        return found if any(found) else None

    _wait(kernel, ready, timeout)
    return *(ready() or ([], [])), []


def _wait(kernel: Kernel, ready: Any, timeout: float | None) -> None:
    kernel.network.settle()
    if timeout != 0 and not ready():
        kernel.network.wait(ready, timeout)


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
        kernel = current()
        seconds = None if timeout is None or timeout < 0 else timeout / 1000
        _wait(kernel, lambda: self._events(kernel), seconds)
        return self._events(kernel)

    def _events(self, kernel: Kernel) -> list[tuple[int, int]]:
        events = [(fd, self._event(kernel, fd, mask)) for fd, mask in self._masks.items()]
        return [(fd, event) for fd, event in events if event]

    @staticmethod
    def _event(kernel: Kernel, fd: int, mask: int) -> int:
        if not kernel.knows(fd):
            return POLLNVAL
        core = kernel.core(fd)
        seen = POLLIN * core.readable | POLLOUT * core.writable
        return (seen & mask) | POLLERR * bool(core.error)
