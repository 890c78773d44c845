"""The operating system's side of one socket: what arrived, what is wrong, who is connected."""

from __future__ import annotations

import errno
from collections import deque
from collections.abc import Callable

from lab.effects import Address
from lab.record import Packet
from lab.sockets.kernel import Kernel
from lab.sockets.ports import DATAGRAM, STREAM, Ports
from lab.tcp import Connection

__all__ = ["DATAGRAM", "STREAM", "Core"]


class Core(Ports):
    """Shared by all descriptors of one socket. It is the user of its connection (lab.tcp.User)."""

    def __init__(self, kernel: Kernel, family: int, kind: int, version6: bool) -> None:
        self.kernel, self.family, self.kind, self.version6 = kernel, family, kind, version6
        self.handles = 0
        self.options: dict[tuple[int, int], int | bytes] = {}
        self.local: Address | None = None
        self.remote: Address | None = None
        self.connection: Connection | None = None
        self.twin: Core | None = None
        self.stream, self.datagrams = bytearray(), deque[tuple[bytes, Address]]()
        self.backlog: deque[Core] | None = None
        self.connected = self.ended = self.shut = self.linger_zero = False
        self.error = 0
        self._arrived: Callable[[], None] = lambda: None

    # -- what a connection tells (lab.tcp.User) -------------------------------------------------

    def opened(self) -> None:
        """Established: on our side, or one more connection for a listener to accept."""
        self.connected = True
        self._arrived()

    def received(self, data: bytes) -> None:
        """The next bytes of the stream."""
        if not self.handles and not self.in_backlog:
            self._drop()
        else:
            self.stream += data

    def finished(self) -> None:
        """The other side has nothing more to send."""
        self.ended = True

    def failed(self, error: int) -> None:
        """Refused, reset or timed out. After the other side's FIN, a reset reads as EPIPE."""
        self.error = errno.EPIPE if self.ended and error == errno.ECONNRESET else error
        self.connection, self.connected = None, False
        self.shut = True

    # -- connections ----------------------------------------------------------------------------

    in_backlog = False

    def incoming(self, connection: Connection) -> Core | None:
        """A client knocks at this listener."""
        end = Core(self.kernel, self.family, self.kind, self.version6)
        end.local, end.remote, end.connection = connection.local, connection.remote, connection
        end.in_backlog = True
        end._arrived = lambda: self._queue(end)
        return end

    def _queue(self, end: Core) -> None:
        if self.backlog is None:
            end._drop()
        else:
            self.backlog.append(end)

    def connect(self, destination: Address) -> None:
        """Begin to connect."""
        host = self.kernel.host
        self.bind_for(destination)
        assert self.local
        self.remote = destination
        self.connection = host.connect(self.local, destination, self)

    def receive_datagram(self, packet: Packet) -> None:
        """A datagram, or the news that one of ours could not be delivered."""
        if self.remote is not None and packet.source != self.remote:
            return
        if packet.protocol == "icmp":
            self.error = errno.ECONNREFUSED if self.remote else 0
        else:
            self.datagrams.append((packet.data, packet.source))

    # -- ports ----------------------------------------------------------------------------------

    def bind_for(self, destination: Address) -> None:
        """The address from which `destination` is reached, with a port if there is none yet."""
        host = self.kernel.host
        port = self.local[1] if self.local else host.free_port()
        bound = self.local[0] if self.local else ""
        wildcard = bound in ("", "0.0.0.0", "::")
        self.local = (host.source_for(destination[0]) if wildcard else bound), port

    def listen(self) -> None:
        """Accept connections from now on."""
        if self.local is None:
            self.claim("::" if self.version6 else "0.0.0.0", 0)
        assert self.local
        self.backlog = self.backlog or deque()
        for address in self.served_at(self.local[0]):
            self.kernel.host.listeners[address, self.local[1]] = self.incoming

    def deafen(self) -> None:
        """Accept no more, if this is a listener."""
        if self.backlog is not None:
            self.free()

    # -- state ----------------------------------------------------------------------------------

    @property
    def readable(self) -> bool:
        """A read would not wait."""
        if self.backlog is not None:
            return bool(self.backlog)
        broken = self.kind == STREAM and self.shut and not self.connection and not self.twin
        return bool(self.stream or self.datagrams or self.ended or self.error or broken)

    @property
    def writable(self) -> bool:
        """A write would not wait."""
        if self.backlog is not None:
            return False
        return self.kind == DATAGRAM or self.connected or self.shut or self.connection is None

    def take_error(self) -> int:
        """The error that waits, which is then forgotten."""
        error, self.error = self.error, 0
        return error

    # -- the end --------------------------------------------------------------------------------

    def finish(self) -> None:
        """Nothing more to send: FIN."""
        self.shut = True
        if self.twin:
            self.twin.ended = True
        elif self.connection:
            self.connection.close()

    def end(self) -> None:
        """The last descriptor is closed. Unread data make it a reset (RFC 9293 §3.10.4)."""
        self.free()
        for waiting in self.backlog or ():
            waiting._drop()
        self.backlog = None
        if self.stream or self.linger_zero:
            self._drop()
        else:
            self.finish()

    def _drop(self) -> None:
        if self.twin:
            self.twin.ended = True
        elif self.connection:
            self.connection.abort()
        self.connection = None
