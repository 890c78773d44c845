"""Which ports a socket holds, and which it may take: two programs cannot both be at one door."""

from __future__ import annotations

import _socket as real
from collections.abc import Callable

from lab.effects import Address
from lab.host import ANY
from lab.record import Packet
from lab.sockets.kernel import Kernel, fault

STREAM, DATAGRAM = 1, 2
REUSE_ADDRESS = (int(real.SOL_SOCKET), int(real.SO_REUSEADDR))
REUSE_PORT = (int(real.SOL_SOCKET), int(getattr(real, "SO_REUSEPORT", 15)))
V6_ONLY = (int(getattr(real, "IPPROTO_IPV6", 41)), int(getattr(real, "IPV6_V6ONLY", 26)))


class Ports:
    """What needs a kernel and the options of a socket."""

    kernel: Kernel
    kind: int
    options: dict[tuple[int, int], bytes]
    version6: bool
    local: Address | None
    bound = False
    chosen = addressed = False
    receive_datagram: Callable[[Packet], None]

    def bind(self, address: str, port: int) -> None:
        """What a program asks for: it keeps the port that it named, connected or not."""
        self.claim(address, port)
        self.chosen, self.addressed = bool(port), address not in ANY
        if ":" in address and address != "::":
            self.options[V6_ONLY] = b"\1\0\0\0"

    def autobind(self) -> None:
        """A port, if there is none yet."""
        if not self.bound:
            local = self.local or (ANY[self.version6], 0)
            self.claim(local[0], 0)

    def bind_for(self, destination: Address) -> None:
        """The address from which `destination` is reached, with a port if there is none yet."""
        self.check_family(destination)
        here = self.local[0] if self.local else ANY[self.version6]
        if here in ANY:
            here = self.kernel.host.source_for(destination[0])
        if not self.bound:
            self.claim(here, 0)
        assert self.local
        self.local = here, self.local[1]

    def check_family(self, destination: Address) -> None:
        """ENETUNREACH for an IPv4 address mapped into IPv6, on a socket for IPv6 only."""
        if self.version6 and ":" not in destination[0] and self._on(V6_ONLY):
            raise fault("ENETUNREACH")

    def release(self) -> None:
        """The connection is over: what was only lent for it is given back."""
        if not self.chosen:
            self.free()
            self.bound = False

    def forget_address(self) -> None:
        """The local address is again what `bind` said, if it said one."""
        if self.local and not self.addressed:
            self.local = ANY[self.version6], self.local[1]

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
        self.local, self.bound = (address, port), True

    def free(self) -> None:
        """Give back what was claimed."""
        self.silence()
        for key in self._claims():
            del self.kernel.taken[key]

    def silence(self) -> None:
        """Nothing arrives here any more."""
        host = self.kernel.host
        for kind, address, port in self._claims():
            table = host.datagrams if kind == DATAGRAM else host.listeners
            table.pop((address, port), None)

    def _claims(self) -> list[tuple[int, str, int]]:
        return [key for key, holder in self.kernel.taken.items() if holder is self]

    def served_at(self, address: str) -> list[str]:
        """A wildcard IPv6 socket takes the IPv4 port too, unless IPV6_V6ONLY (RFC 3493 §5.3)."""
        only6 = self._on(V6_ONLY)
        return ["::", "0.0.0.0"] if address == "::" and not only6 else [address]

    def _taken(self, address: str, port: int) -> bool:
        for (kind, at, number), holder in self.kernel.taken.items():
            here = (kind, number) == (self.kind, port) and _overlap(at, address)
            if here and not self._shares_with(holder):
                return True
        return self.kind == STREAM and self._still_connected(address, port)

    def _shares_with(self, other: Ports) -> bool:
        options = (REUSE_ADDRESS, REUSE_PORT) if self.kind == DATAGRAM else (REUSE_PORT,)
        return any(self._on(each) and other._on(each) for each in options)

    def _on(self, option: tuple[int, int]) -> bool:
        return any(self.options.get(option, b""))

    def _still_connected(self, address: str, port: int) -> bool:
        """A connection, be it in TIME-WAIT, keeps its port from those who do not insist."""
        host, insists = self.kernel.host, self._on(REUSE_ADDRESS)
        return not insists and any(
            connection.local[1] == port and _overlap(connection.local[0], address)
            for connection in list(host.connections.values())
            if not host.over(connection)
        )


def _overlap(one: str, other: str) -> bool:
    wildcards = {"::", "0.0.0.0"} & {one, other}
    return (":" in one) == (":" in other) and (one == other or bool(wildcards))
