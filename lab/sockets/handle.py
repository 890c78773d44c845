"""The program's side of one socket: `_socket.socket`, on which the standard `socket.py` builds.

Blocking means letting the network's events happen until there is something to return, or until
the time-out, in virtual time.
"""

from __future__ import annotations

import _socket as real

from lab.sockets.addresses import AF_INET
from lab.sockets.core import STREAM
from lab.sockets.joining import Joining
from lab.sockets.kernel import current
from lab.sockets.opening import KINDS, new_core
from lab.sockets.options import Options
from lab.sockets.receiving import Receiving
from lab.sockets.sending import Sending

NONBLOCK = int(getattr(real, "SOCK_NONBLOCK", 0x800))


class Socket(Sending, Receiving, Joining, Options):
    """A descriptor, and how long to wait. Named `socket` where programs see it."""

    __slots__ = ("_proto",)

    def __init__(
        self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None
    ) -> None:
        self._fd = -1
        kernel = current()
        kind = STREAM if type == -1 else int(type)
        self._timeout = 0.0 if kind & NONBLOCK else kernel.default_timeout
        if fileno is not None:
            if fileno < 0:
                raise ValueError("negative file descriptor")
            self._fd, self._core_ = fileno, kernel.core(fileno)
        else:
            self._core_ = new_core(kernel, AF_INET if family == -1 else int(family), kind & KINDS)
            self._fd = kernel.open(self._core_)
        usual = self._core_.protocol if fileno is not None else 0
        self._proto = usual if proto == -1 else int(proto)

    @property
    def family(self) -> int:
        """AF_INET or AF_INET6 (AF_UNIX for a pair)."""
        return self._core_.family

    @property
    def type(self) -> int:
        """SOCK_STREAM or SOCK_DGRAM."""
        return self._core_.kind

    @property
    def proto(self) -> int:
        """The protocol's number, 0 for the usual one."""
        return self._proto

    def fileno(self) -> int:
        """The descriptor, -1 once closed."""
        return self._fd

    def close(self) -> None:
        """Close this descriptor."""
        descriptor, self._fd = self._fd, -1
        if descriptor != -1:
            self._core_.kernel.close(descriptor)

    def detach(self) -> int:
        """Forget the descriptor without closing it."""
        descriptor, self._fd = self._fd, -1
        return descriptor

    def __del__(self) -> None:
        descriptor = getattr(self, "_fd", -1)
        if descriptor != -1 and self._core_.kernel.knows(descriptor):
            self.close()
