"""Two sockets joined to each other, without a network: what an event loop wakes itself with."""

from __future__ import annotations

from lab.sockets.condition import Progress
from lab.sockets.core import STREAM, Core
from lab.sockets.handle import Socket
from lab.sockets.kernel import current
from lab.sockets.opening import AF_UNIX, KINDS


def socketpair(family: int = AF_UNIX, type: int = STREAM, proto: int = 0) -> tuple[Socket, Socket]:
    """Two sockets joined to each other, off the network."""
    kernel = current()
    first, second = (Core(kernel, family, int(type) & KINDS, False) for _ in range(2))
    first.twin, second.twin = second, first
    first.connected = second.connected = True
    first.progress = second.progress = Progress.DONE
    descriptors = kernel.open(first), kernel.open(second)
    return Socket(family, type, proto, descriptors[0]), Socket(family, type, proto, descriptors[1])
