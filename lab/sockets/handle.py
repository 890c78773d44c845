"""The program's side of one socket: `_socket.socket`, on which the standard `socket.py` builds.

Blocking means letting the network's events happen until there is something to return, or until
the time-out, in virtual time.
"""

from __future__ import annotations

import _socket as real
import errno
from collections.abc import Callable
from typing import Any

from lab.effects import Address
from lab.sockets import addresses, linux
from lab.sockets.addresses import AF_INET
from lab.sockets.core import DATAGRAM, STREAM, Core
from lab.sockets.kernel import current, fault
from lab.sockets.opening import AF_UNIX, KINDS, new_core
from lab.sockets.options import Options
from lab.sockets.transfer import Transfer

NONBLOCK = int(getattr(real, "SOCK_NONBLOCK", 0x800))


class Socket(Transfer, Options):
    """A descriptor, and how long to wait. Named `socket` where programs see it."""

    __slots__ = ("_core_", "_fd", "_proto")

    # -- life -----------------------------------------------------------------------------------

    def __init__(
        self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None
    ) -> None:
        self._fd = -1
        kernel = current()
        kind = STREAM if type == -1 else int(type)
        self._proto = 0 if proto == -1 else int(proto)
        self._timeout = 0.0 if kind & NONBLOCK else kernel.default_timeout
        if fileno is not None:
            self._fd, self._core_ = fileno, kernel.core(fileno)
        else:
            self._core_ = new_core(kernel, AF_INET if family == -1 else int(family), kind & KINDS)
            self._fd = kernel.open(self._core_)

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

    @property
    def _core(self) -> Core:
        if self._fd == -1:
            raise fault("EBADF")
        return self._core_

    # -- waiting --------------------------------------------------------------------------------

    def _wait(self, ready: Callable[[], object], *, now: bool = False) -> None:
        """Until `ready()`; BlockingIOError or TimeoutError otherwise."""
        timeout = 0.0 if now else self._timeout
        if not ready() and not self._core.kernel.wait(ready, timeout):
            raise TimeoutError("timed out") if timeout else fault("EAGAIN")

    # -- addresses ------------------------------------------------------------------------------

    def bind(self, address: object) -> None:
        """Take a local address."""
        core = self._core
        host, port = addresses.parse(address, core, "bind")
        addresses.local_only(host)
        if core.local:
            raise fault("EINVAL")
        core.claim(host, port)

    def listen(self, backlog: int = 128) -> None:
        """Accept connections."""
        if self._core.kind != STREAM:
            raise fault("EOPNOTSUPP")
        if self._core.connection:
            raise fault("EINVAL")
        self._core.listen()

    def getsockname(self) -> Any:
        """The local address."""
        return self._name(self._core.local)

    def getpeername(self) -> Any:
        """The other side's address."""
        core = self._core
        if not self._linked:
            raise fault("ENOTCONN")
        return self._name(core.remote)

    @property
    def _linked(self) -> bool:
        core = self._core_
        return bool(core.twin or core.connected or (core.kind == DATAGRAM and core.remote))

    def _name(self, address: Address | None) -> object:
        core = self._core
        return "" if core.family == AF_UNIX else addresses.shown(address, core)

    # -- connections ----------------------------------------------------------------------------

    def connect(self, address: object) -> None:
        """Connect, or begin to if this socket does not wait."""
        if error := self._connect(address):
            raise linux.error(error)

    def connect_ex(self, address: object) -> int:
        """Connect; the error's number instead of an exception."""
        try:
            return self._connect(address)
        except TimeoutError:
            return errno.EAGAIN

    def _connect(self, address: object) -> int:
        core = self._core
        destination = addresses.reached(addresses.parse(address, core, "connect"))
        if core.kind == DATAGRAM:
            self._autobind()
            core.bind_for(destination)
            core.remote = destination
            return 0
        if core.connected or core.backlog is not None:
            return errno.EISCONN
        return self._open(core, destination)

    def _open(self, core: Core, destination: Address) -> int:
        if core.connection is None and not core.error:
            core.shut = False
            core.connect(destination)
            if self._timeout == 0.0:
                return errno.EINPROGRESS
        if self._timeout == 0.0:
            core.kernel.network.settle()
            return core.take_error() or (0 if core.connected else errno.EALREADY)
        self._wait(lambda: core.connected or core.error)
        return core.take_error()

    def _accept(self) -> tuple[int, object]:
        core = self._core
        if core.backlog is None:
            raise fault("EINVAL")
        self._wait(lambda: core.backlog or core.ended)
        if not core.backlog:
            raise fault("EINVAL")
        end = core.backlog.popleft()
        end.in_backlog = False
        return core.kernel.open(end), addresses.shown(end.remote, end)

    def shutdown(self, how: int) -> None:
        """Close one direction, or both."""
        core = self._core
        if how not in (real.SHUT_RD, real.SHUT_WR, real.SHUT_RDWR):
            raise fault("EINVAL")
        if core.backlog is None and not self._linked:
            raise fault("ENOTCONN")
        if how in (real.SHUT_WR, real.SHUT_RDWR):
            core.finish()
        if how in (real.SHUT_RD, real.SHUT_RDWR):
            core.ended = True
            core.deafen()
