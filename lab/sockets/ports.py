"""Which ports a socket holds, and which it may take: two programs cannot both be at one door."""

from __future__ import annotations

import _socket as real
from collections.abc import Callable

from lab.effects import Address
from lab.record import Packet
from lab.sockets.kernel import Kernel, fault

STREAM, DATAGRAM = 1, 2
REUSE_ADDRESS = (int(real.SOL_SOCKET), int(real.SO_REUSEADDR))
REUSE_PORT = (int(real.SOL_SOCKET), int(getattr(real, "SO_REUSEPORT", 15)))


class Ports:
    """What needs a kernel and the options of a socket."""

    kernel: Kernel
    kind: int
    options: dict[tuple[int, int], int | bytes]
    local: Address | None
    receive_datagram: Callable[[Packet], None]

    def claim(self, address: str, port: int) -> None:
        """Take `port` at `address`, a free one for 0. EADDRINUSE if it is taken."""
        self.kernel.network.catch_up()
        host, wanted = self.kernel.host, port
        port = wanted or host.free_port()
        while any(self._taken(other, port) for other in self.served_at(address)):
            if wanted:
                raise fault("EADDRINUSE")
            port = host.free_port()
        for other in self.served_at(address):
            self.kernel.taken[self.kind, other, port] = self
            if self.kind == DATAGRAM:
                host.datagrams[other, port] = self.receive_datagram
        self.local = address, port

    def free(self) -> None:
        """Give back what was claimed."""
        host = self.kernel.host
        for kind, address, port in [key for key, core in self.kernel.taken.items() if core is self]:
            del self.kernel.taken[kind, address, port]
            table = host.datagrams if kind == DATAGRAM else host.listeners
            table.pop((address, port), None)

    def served_at(self, address: str) -> list[str]:
        """A wildcard IPv6 socket takes the IPv4 port too, unless IPV6_V6ONLY (RFC 3493 §5.3)."""
        only6 = any(level == 41 and value for (level, _), value in self.options.items())
        return ["::", "0.0.0.0"] if address == "::" and not only6 else [address]

    def _taken(self, address: str, port: int) -> bool:
        for (kind, at, number), holder in self.kernel.taken.items():
            here = (kind, number) == (self.kind, port) and _overlap(at, address)
            if here and not self._shares_with(holder):
                return True
        return self.kind == STREAM and self._still_connected(address, port)

    def _shares_with(self, other: Ports) -> bool:
        options = (REUSE_ADDRESS, REUSE_PORT) if self.kind == DATAGRAM else (REUSE_PORT,)
        return any(self.options.get(each) and other.options.get(each) for each in options)

    def _still_connected(self, address: str, port: int) -> bool:
        """A connection, be it in TIME-WAIT, keeps its port from those who do not insist."""
        host, insists = self.kernel.host, self.options.get(REUSE_ADDRESS)
        return not insists and any(
            connection.local[1] == port and _overlap(connection.local[0], address)
            for connection in list(host.connections.values())
            if not host.over(connection)
        )


def _overlap(one: str, other: str) -> bool:
    wildcards = {"::", "0.0.0.0"} & {one, other}
    return (":" in one) == (":" in other) and (one == other or bool(wildcards))
