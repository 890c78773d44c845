"""The operating system of the reader's laptop: descriptors of sockets, ports taken, the resolver.

One kernel lives as long as one program. `current()` gives the one in force, so that the functions
in `_socket` are installed once and the world under them can be changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from lab.errors import LabError
from lab.host import Host
from lab.net import Network

if TYPE_CHECKING:
    from lab.sockets.core import Core

FIRST_DESCRIPTOR = 1 << 20
"""Far above the real ones, so that neither can be taken for the other."""


class Found(NamedTuple):
    """What a name stands for: addresses, or none and the error of getaddrinfo (EAI_…)."""

    canonical: str
    addresses: list[str]
    error: int = 0


Lookup = Callable[[str, int], Found]
"""Looks up a name for a family (AF_INET, AF_INET6 or 0); time passes meanwhile."""


class Kernel:
    """The sockets of one program, on one host of one network."""

    def __init__(self, network: Network, host: Host, lookup: Lookup) -> None:
        self.network, self.host, self.lookup = network, host, lookup
        self.default_timeout: float | None = None
        self.taken: dict[tuple[int, str, int], Core] = {}
        self.tamper: Callable[[int, bytes], bytes] = lambda port, data: data
        self._cores: dict[int, Core] = {}
        self._last, self._exited = FIRST_DESCRIPTOR, False

    def open(self, core: Core) -> int:
        """A new descriptor for `core`."""
        self._last += 1
        self._cores[self._last] = core
        core.handles += 1
        return self._last

    def core(self, descriptor: int) -> Core:
        """The socket behind `descriptor`. EBADF if it is none of ours."""
        if descriptor not in self._cores:
            raise fault("EBADF")
        return self._cores[descriptor]

    def close(self, descriptor: int) -> None:
        """Close `descriptor`; the last one of a socket ends it. EBADF if it is none of ours."""
        if self._exited:
            return
        core = self.core(descriptor)
        del self._cores[descriptor]
        core.handles -= 1
        if not core.handles:
            core.end()

    def knows(self, descriptor: int) -> bool:
        """`descriptor` is one of ours."""
        return descriptor in self._cores

    def exit(self) -> None:
        """The program ended: the operating system closes what it left open."""
        for descriptor in list(self._cores):
            self.close(descriptor)
        self._exited = True


class NoWorld(LabError):
    """No program is running in the lab: sockets can be used only by one."""


_current: list[Kernel] = []


def current() -> Kernel:
    """The kernel in force. NoWorld outside a run."""
    kernel = in_force()
    if kernel is None:
        raise NoWorld
    return kernel


def in_force() -> Kernel | None:
    """The kernel in force, if any."""
    return _current[-1] if _current else None


def use(kernel: Kernel | None) -> None:
    """Put `kernel` in force, or none."""
    _current[:] = [kernel] if kernel else []


def fault(name: str) -> OSError:
    """The error of the operating system called `name` (ECONNREFUSED, EBADF…)."""
    import errno

    number: int = getattr(errno, name)
    return OSError(number, os.strerror(number))
