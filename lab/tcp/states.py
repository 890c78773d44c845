"""The states of a connection and what leads from one to the next (RFC 9293 §3.3.2)."""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol


class State(Enum):
    """RFC 9293 §3.3.2."""

    CLOSED = auto()
    SYN_SENT = auto()
    SYN_RECEIVED = auto()
    ESTABLISHED = auto()
    FIN_WAIT_1 = auto()
    FIN_WAIT_2 = auto()
    CLOSE_WAIT = auto()
    CLOSING = auto()
    LAST_ACK = auto()
    TIME_WAIT = auto()


SYNCHRONISED = frozenset(State) - {State.CLOSED, State.SYN_SENT, State.SYN_RECEIVED}
AFTER_FIN_SENT = {State.ESTABLISHED: State.FIN_WAIT_1, State.CLOSE_WAIT: State.LAST_ACK}
AFTER_FIN_ACKNOWLEDGED = {
    State.FIN_WAIT_1: State.FIN_WAIT_2,
    State.CLOSING: State.TIME_WAIT,
    State.LAST_ACK: State.CLOSED,
}
AFTER_FIN_RECEIVED = {
    State.ESTABLISHED: State.CLOSE_WAIT,
    State.FIN_WAIT_1: State.CLOSING,
    State.FIN_WAIT_2: State.TIME_WAIT,
}


class User(Protocol):
    """Who is told what happens to a connection: a program's socket, or a server of the lab."""

    def opened(self) -> None:
        """The connection is established."""

    def received(self, data: bytes) -> None:
        """The next bytes of the stream arrived, in order."""

    def finished(self) -> None:
        """The other side has nothing more to send (FIN)."""

    def failed(self, error: int) -> None:
        """The connection is gone: ECONNREFUSED, ECONNRESET or ETIMEDOUT."""
