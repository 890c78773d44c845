"""In what condition a socket is, as poll and the other calls of Linux see it.

Beside the state of its connection there is how far `connect` came, which directions are closed,
and an error that waits to be told: each outlives the connection.
"""

from __future__ import annotations

from collections import deque
from enum import Enum, auto
from typing import TYPE_CHECKING

from lab.effects import Address
from lab.sockets.ports import DATAGRAM, STREAM, Ports
from lab.tcp import Connection, State

if TYPE_CHECKING:
    from lab.sockets.core import Core

POLLIN, POLLOUT, POLLERR, POLLHUP = 1, 4, 8, 16
OVER = (State.CLOSED, State.TIME_WAIT)
"""Where Linux holds no connection for the program any more, though its socket be open."""


class Progress(Enum):
    """How far `connect` came: what Linux keeps beside the state of the connection."""

    NONE = auto()
    BEGUN = auto()
    DONE = auto()


class Condition(Ports):
    """What needs no more than to look."""

    remote: Address | None
    connection: Connection | None
    twin: Core | None
    stream: bytearray
    datagrams: deque[tuple[bytes, Address]]
    backlog: deque[Core] | None
    connected: bool
    ended: bool
    done: bool
    shut: bool
    error: int

    @property
    def protocol(self) -> int:
        """The number of TCP, of UDP; 0 without a network."""
        return 0 if self.twin else {STREAM: 6, DATAGRAM: 17}[self.kind]

    @property
    def alive(self) -> bool:
        """There is a connection, or there will be."""
        return bool(self.twin or (self.connection and self.connection.state not in OVER))

    @property
    def linked(self) -> bool:
        """There is another side, and one direction at least is open."""
        if self.kind == DATAGRAM:
            return bool(self.remote or (self.twin and not self.done))
        return self.alive and not self.opening

    @property
    def opening(self) -> bool:
        """The answer to the SYN has not come."""
        return self.connection is not None and not self.connected

    @property
    def events(self) -> int:
        """What poll says, as POLLIN, POLLOUT, POLLERR and POLLHUP."""
        if self.backlog is not None:
            return POLLIN * bool(self.backlog)
        over = self.kind == STREAM and not self.alive
        found = POLLHUP * (over or (self.ended and self.shut)) | POLLERR * bool(self.error)
        found |= POLLIN * bool(self.stream or self.datagrams or self.ended)
        return found | POLLOUT * (not self.opening)

    @property
    def readable(self) -> bool:
        """A read would not wait."""
        return bool(self.events & (POLLIN | POLLERR | POLLHUP))

    @property
    def writable(self) -> bool:
        """A write would not wait."""
        return bool(self.events & (POLLOUT | POLLERR | POLLHUP))

    def take_error(self) -> int:
        """The error that waits, which is then forgotten."""
        error, self.error = self.error, 0
        return error
