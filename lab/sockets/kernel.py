"""The operating system of the reader's laptop: descriptors of sockets, ports taken, the resolver.

One kernel lives as long as one program. `current()` gives the one in force, so that the functions
in `_socket` are installed once and the world under them can be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from lab.errors import Deadlock, LabError
from lab.host import Host
from lab.net import Network
from lab.sockets import linux

if TYPE_CHECKING:
    from lab.sockets.core import Core
    from lab.sockets.ports import Ports

FIRST_DESCRIPTOR = 1 << 20
"""Far above the real ones, so that neither can be taken for the other."""


class Found(NamedTuple):
    """What a name stands for: addresses, or none and the error of getaddrinfo (EAI_…)."""

    canonical: str
    addresses: list[str]
    error: int = 0


RESTLESS, PAUSE = 1000, 0.01
"""After so many looks in vain, each look at a socket takes this long, in seconds."""
IN_VAIN = 50_000
"""Looks and waits in a row, with nothing under way, after which nothing will ever come."""

Lookup = Callable[[str, int], Found]
"""Looks up a name for a family (AF_INET, AF_INET6 or 0); time passes meanwhile."""


class Kernel:
    """The sockets of one program, on one host of one network."""

    def __init__(self, network: Network, host: Host, lookup: Lookup) -> None:
        self.network, self.host, self.lookup = network, host, lookup
        self.default_timeout: float | None = None
        self.taken: dict[tuple[int, str, int], Ports] = {}
        self.tamper: Callable[[int, bytes], bytes] = lambda port, data: data
        self._cores: dict[int, Core] = {}
        self._last, self._exited, self._in_vain = FIRST_DESCRIPTOR, False, 0

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

    def wait(self, ready: Callable[[], object], timeout: float | None) -> bool:
        """Let the program wait until `ready()`, at most `timeout` seconds (0: it only looks).

        Deadlock if nothing can come any more, be it that the program asks again and again.
        """
        if timeout != 0:
            self.network.wait(ready, timeout)
        else:
            self._look()
        self._in_vain = 0 if ready() else self._in_vain + 1
        if self._in_vain > IN_VAIN and self.network.quiet:
            raise Deadlock
        return self._in_vain == 0

    def _look(self) -> None:
        """Whoever looks again and again waits: its time must pass faster than its turns."""
        self.network.settle()
        if self._in_vain > RESTLESS:
            self.network.step(self.network.now + PAUSE)

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
    return linux.error(linux.ERRORS[name][0])
