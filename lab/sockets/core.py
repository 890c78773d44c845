"""The operating system's side of one socket: what arrived, what is wrong, who is connected."""

from __future__ import annotations

import errno
from collections import deque
from collections.abc import Callable

from lab.effects import Address
from lab.record import Packet
from lab.sockets.condition import Condition, Progress
from lab.sockets.kernel import Kernel, fault
from lab.sockets.ports import DATAGRAM, STREAM
from lab.tcp import Connection

__all__ = ["DATAGRAM", "STREAM", "Core"]


class Core(Condition):
    """Shared by all descriptors of one socket. It is the user of its connection (lab.tcp.User)."""

    def __init__(self, kernel: Kernel, family: int, kind: int, version6: bool) -> None:
        self.kernel, self.family, self.kind, self.version6 = kernel, family, kind, version6
        self.handles = 0
        self.options: dict[tuple[int, int], bytes] = {}
        self.local: Address | None = None
        self.remote: Address | None = None
        self.connection: Connection | None = None
        self.twin: Core | None = None
        self.stream, self.datagrams = bytearray(), deque[tuple[bytes, Address]]()
        self.backlog: deque[Core] | None = None
        self.connected = self.ended = self.done = self.shut = self.linger_zero = False
        self.progress, self.error = Progress.NONE, 0
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
        elif self.shut and self.ended:  # both directions were closed here: nobody will read it
            self._drop()
            self.failed(errno.ECONNRESET)
        else:
            self.stream += data

    def finished(self) -> None:
        """The other side has nothing more to send."""
        self.ended = self.done = True

    def failed(self, error: int) -> None:
        """Refused, reset or timed out. After the other side's FIN, a reset reads as EPIPE."""
        self.error = errno.EPIPE if self.done and error == errno.ECONNRESET else error
        self.connection, self.connected = None, False
        self.shut = self.ended = True
        self.release()

    # -- connections ----------------------------------------------------------------------------

    in_backlog = False

    def incoming(self, connection: Connection) -> Core | None:
        """A client knocks at this listener."""
        end = Core(self.kernel, self.family, self.kind, self.version6)
        end.local, end.remote, end.connection = connection.local, connection.remote, connection
        end.options, end.progress = dict(self.options), Progress.DONE
        end.linger_zero = self.linger_zero
        end.bound = end.in_backlog = True
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
        self.remote, self.progress = destination, Progress.BEGUN
        self.connection = host.connect(self.local, destination, self)

    def outcome(self) -> int:
        """How `connect` went: 0, or the error of a socket that may then try again."""
        if self.alive:
            self.progress = Progress.DONE
            return 0
        error = self.take_error() or errno.ECONNABORTED
        self.disconnect()
        return error

    def disconnect(self) -> None:
        """As it was before it was connected."""
        self.connection, self.remote, self.progress = None, None, Progress.NONE
        self.connected = self.ended = self.done = self.shut = False
        self.stream.clear()
        self.release()
        self.forget_address()

    def listen(self) -> None:
        """Accept connections from now on."""
        self.autobind()
        assert self.local
        self.backlog = self.backlog or deque()
        for address in self.served_at(self.local[0]):
            self.kernel.host.listeners[address, self.local[1]] = self.incoming

    def deafen(self) -> None:
        """Accept no more, if this is a listener."""
        waiting, self.backlog = self.backlog or (), None
        for end in waiting:
            end._drop()
        self.silence()
        self.disconnect()

    def receive_datagram(self, packet: Packet) -> None:
        """A datagram, or the news that one of ours could not be delivered."""
        stranger = self.remote is not None and packet.source != self.remote
        if packet.protocol == "icmp":
            self.error = errno.ECONNREFUSED if self.remote and not stranger else self.error
        elif stranger:
            self.kernel.network.send(packet.turned(protocol="icmp", data=packet.data))
        else:
            self.datagrams.append((packet.data, packet.source))

    # -- the end --------------------------------------------------------------------------------

    def shutdown(self, receiving: bool, sending: bool) -> None:
        """Close directions. ENOTCONN if there is no other side; but they are closed."""
        linked = self.linked or self.twin
        if receiving:
            self.ended = True
            if self.twin and self.kind == STREAM:
                self.twin.shut = True
        if sending:
            self.finish()
        if not linked:
            raise fault("ENOTCONN")

    def finish(self) -> None:
        """Nothing more to send: FIN."""
        self.shut = True
        if self.twin and self.kind == STREAM:
            self.twin.ended = True
        elif self.connection:
            self.connection.close()

    def end(self) -> None:
        """The last descriptor is closed. Unread data make it a reset (RFC 9293 §3.6.1)."""
        if self.backlog is not None:
            self.deafen()
        self.free()
        if self.twin and self.kind == STREAM:
            self.twin.ended = self.twin.shut = True
            self.twin.error = errno.ECONNRESET if self.stream else 0
        elif self.stream or self.linger_zero:
            self._drop()
        else:
            self.finish()

    def _drop(self) -> None:
        if self.connection:
            self.connection.abort()
        self.connection = None
