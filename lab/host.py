"""One machine: it sorts what arrives by port, and answers for ports where nobody listens.

The reader's laptop and the servers are the same kind of host. Whoever holds a port (a program's
socket, a server of the lab) is only a callable or a `User` here.
"""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from typing import TypeVar

from lab.effects import Address
from lab.net import LOOPBACK, Network
from lab.record import Control, Packet
from lab.tcp import Connection, State, User

EPHEMERAL = (49152, 65535)
"""The ports that a client is given (RFC 6335 §6)."""
ANY = ("0.0.0.0", "::")

T = TypeVar("T")
Datagrams = Callable[[Packet], None]
Accept = Callable[[Connection], User | None]
"""A connection arrives: who uses it, or None to refuse it."""


class Host:
    """A machine on the network, with its addresses (IPv4 first)."""

    def __init__(
        self, network: Network, name: str, addresses: tuple[str, ...], round_trip: float = 0.0,
        *, silent: bool = False, seed: int = 0, local: bool = False,
    ) -> None:  # fmt: skip
        self.network, self.name, self.round_trip = network, name, round_trip
        self.silent = silent
        self.random = random.Random(f"{seed} {name}")
        self.addresses = (*addresses, *LOOPBACK) if local else addresses
        self.datagrams: dict[Address, Datagrams] = {}
        self.listeners: dict[Address, Accept] = {}
        self.connections: dict[tuple[Address, Address], Connection] = {}
        self.next_port = EPHEMERAL[0] + self.random.randrange(8000)
        network.join(self, *addresses, local=local)

    # -- ports ----------------------------------------------------------------------------------

    def source_for(self, destination: str) -> str:
        """The address that this host uses to reach `destination`."""
        if destination in self.addresses:
            return destination
        if destination.startswith("127."):
            return LOOPBACK[0]
        version6 = ":" in destination
        usable = [a for a in self.addresses if (":" in a) == version6 and a not in LOOPBACK]
        if not usable:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return usable[0]

    def free_port(self) -> int:
        """The next ephemeral port."""
        port = self.next_port
        self.next_port = port + 1 if port < EPHEMERAL[1] else EPHEMERAL[0]
        return port

    # -- what arrives ---------------------------------------------------------------------------

    def deliver(self, packet: Packet) -> None:
        """`packet` reached this host."""
        if self.silent:
            return
        {"udp": self._datagram, "tcp": self._segment, "icmp": self._unreachable}[packet.protocol](
            packet
        )

    def _datagram(self, packet: Packet) -> None:
        receiver = _holder(self.datagrams, packet.destination)
        if receiver:
            receiver(packet)
        else:
            self.network.send(packet.turned(protocol="icmp", data=packet.data))

    def _unreachable(self, packet: Packet) -> None:
        receiver = _holder(self.datagrams, packet.destination)
        if receiver:
            receiver(packet)

    def _segment(self, packet: Packet) -> None:
        connection = self.connections.get((packet.destination, packet.source))
        if connection and not self.over(connection):
            connection.arrive(packet)
        elif packet.control & (Control.SYN | Control.ACK) == Control.SYN:
            self._incoming(packet)
        elif Control.RST not in packet.control:
            self._refuse(packet)

    def over(self, connection: Connection) -> bool:
        """`connection` has been in TIME-WAIT long enough: it is forgotten."""
        over = connection.expires is not None and self.network.now >= connection.expires
        if over:
            self._forget(connection)
        return over

    def _incoming(self, packet: Packet) -> None:
        accept = _holder(self.listeners, packet.destination)
        connection = self._connection(packet.destination, packet.source)
        user = accept(connection) if accept else None
        if user is None:
            self._forget(connection)
            self._refuse(packet)
        else:
            connection.user = user
            connection.answer(packet)

    def _refuse(self, packet: Packet) -> None:
        """RFC 9293 §3.10.7.1: a segment for no connection is answered by a reset."""
        if Control.ACK in packet.control:
            reset = packet.turned(seq=packet.ack, ack=0, control=Control.RST)
        else:
            counted = len(packet.data) + bool(packet.control & (Control.SYN | Control.FIN))
            control = Control.RST | Control.ACK
            reset = packet.turned(seq=0, ack=packet.seq + counted, control=control)
        self.network.send(reset)

    # -- what leaves ----------------------------------------------------------------------------

    def connect(self, source: Address, destination: Address, user: User) -> Connection:
        """Open a connection; `user` is told how it goes."""
        self.network.host_at(destination[0])
        connection = self._connection(source, destination)
        connection.user = user
        connection.open()
        return connection

    def send_datagram(self, source: Address, destination: Address, data: bytes) -> None:
        """Send one UDP datagram."""
        self.network.send(Packet(self.network.now, "udp", source, destination, data))

    def _connection(self, local: Address, remote: Address) -> Connection:
        initial = self.random.randrange(1 << 31)
        connection = Connection(
            local, remote, initial, self.network, self.network.send, self._forget
        )
        self.connections[local, remote] = connection
        return connection

    def _forget(self, connection: Connection) -> None:
        key = connection.local, connection.remote
        if self.connections.get(key) is connection:
            del self.connections[key]

    def close_all(self) -> None:
        """Close what is open: what an operating system does when a process ends."""
        self.datagrams.clear()
        self.listeners.clear()
        for connection in list(self.connections.values()):
            connection.user = None
            connection.close() if connection.state is not State.SYN_RECEIVED else connection.abort()


def _holder(table: dict[Address, T], address: Address) -> T | None:
    wildcard = ANY[":" in address[0]], address[1]
    return table.get(address) or table.get(wildcard)
