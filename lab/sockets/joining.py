"""The half of a socket that is about whom it is joined to: addresses, connections, their end."""

from __future__ import annotations

import _socket as real
import errno
from typing import Any

from lab.effects import Address
from lab.sockets import addresses, linux
from lab.sockets.condition import Progress
from lab.sockets.core import DATAGRAM, STREAM, Core
from lab.sockets.kernel import fault
from lab.sockets.using import Using

AF_UNIX = int(getattr(real, "AF_UNIX", 1))


class Joining(Using):
    """Binding, connecting, accepting, closing directions."""

    __slots__ = ()

    # -- addresses ------------------------------------------------------------------------------

    def bind(self, address: object) -> None:
        """Take a local address."""
        host, port = addresses.parse(address, self._core_, "bind")
        core = self._core
        if core.connection and not core.alive:
            core.release()
        if core.alive or core.bound:
            raise fault("EINVAL")
        addresses.local_only(host)
        core.bind(host, port)

    def listen(self, backlog: int = 128) -> None:
        """Accept connections."""
        core = self._core
        if core.kind != STREAM:
            raise fault("EOPNOTSUPP")
        if core.alive or core.progress is not Progress.NONE:
            raise fault("EINVAL")
        core.listen()

    def getsockname(self) -> Any:
        """The local address."""
        return self._name(self._core.local)

    def getpeername(self) -> Any:
        """The other side's address."""
        core = self._core
        if not core.linked or (core.remote and not core.remote[1]):
            raise fault("ENOTCONN")
        return self._name(core.remote)

    def _name(self, address: Address | None) -> object:
        core = self._core
        return "" if core.family == AF_UNIX else addresses.shown(address, core)

    # -- connections ----------------------------------------------------------------------------

    def connect(self, address: object) -> None:
        """Connect, or begin to if this socket does not wait."""
        if error := self._connect(self._destination(address)):
            raise linux.error(error)

    def connect_ex(self, address: object) -> int:
        """Connect; the error's number instead of an exception."""
        destination = self._destination(address)
        try:
            return self._connect(destination)
        except OSError as error:
            return error.errno or errno.EAGAIN

    def _destination(self, address: object) -> Address:
        return addresses.reached(addresses.parse(address, self._core_, "connect"))

    def _connect(self, destination: Address) -> int:
        core = self._core
        if core.kind == DATAGRAM:
            core.bind_for(destination)
            core.remote = destination
            return 0
        if core.progress is Progress.BEGUN:
            return self._how_it_went(core)
        if core.progress is Progress.DONE or core.backlog is not None:
            return errno.EISCONN
        return self._open(core, destination)

    def _open(self, core: Core, destination: Address) -> int:
        core.connect(destination)
        if self._timeout == 0.0:
            return errno.EINPROGRESS
        self._wait(lambda: not core.opening)
        return core.outcome() if self._timeout is None else core.take_error()

    def _how_it_went(self, core: Core) -> int:
        core.kernel.network.settle()
        if core.opening and self._timeout is not None:
            return errno.EALREADY
        self._wait(lambda: not core.opening)
        return core.outcome()

    def _accept(self) -> tuple[int, object]:
        core = self._core
        self._poll()
        if core.kind != STREAM:
            raise fault("EOPNOTSUPP")
        if core.backlog is None:
            raise fault("EINVAL")
        self._wait(lambda: core.backlog or core.backlog is None)
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
        receiving = how in (real.SHUT_RD, real.SHUT_RDWR)
        sending = how in (real.SHUT_WR, real.SHUT_RDWR)
        if core.backlog is not None:
            if receiving:
                core.deafen()
        else:
            core.shutdown(receiving, sending)
