"""What a server program may ask of the machine that it runs on.

A server of the lab never touches a socket: it is a generator that yields these values and is
resumed with what came of them. The same server then runs in memory, on a virtual clock, and on
real sockets; and a test drives it with a `for` loop.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Protocol

Address = tuple[str, int]
"""An IP address, as text, and a port."""


@dataclass(frozen=True)
class Send:
    """Bytes leave: a datagram's payload, or the next bytes of a stream."""

    data: bytes


@dataclass(frozen=True)
class Wait:
    """Time passes before the server goes on, in seconds."""

    seconds: float


@dataclass(frozen=True)
class Close:
    """The server has nothing more to send on this stream (FIN).

    `deaf`: it reads no more either; what arrives then is answered by a reset (RFC 9293 §3.6.1).
    """

    deaf: bool = False


@dataclass(frozen=True)
class Reset:
    """The server drops this stream (RST)."""


@dataclass(frozen=True)
class Forget:
    """The server's machine forgets this stream without a word, as when its power is cut."""


@dataclass(frozen=True)
class Ask:
    """One datagram to another host; the answer is the first one back that `fits`, or None in time.

    `timeout` is in seconds. Datagrams from elsewhere never count (RFC 5452 §9.1). A port
    unreachable gives None.
    """

    data: bytes
    to: Address
    timeout: float
    fits: Callable[[bytes], bool] = lambda reply: True


@dataclass(frozen=True)
class AskStream:
    """Bytes sent to another host over a stream; the answer is what came back, or None in time.

    The stream ends when `enough(received)` says so. A refusal, a reset, an early end give None.
    """

    data: bytes
    to: Address
    timeout: float
    enough: Callable[[bytes], bool]


Effect = Send | Wait | Close | Reset | Forget | Ask | AskStream
Effects = Generator[Effect, bytes | None, None]

DatagramService = Callable[[bytes, Address], Effects]
"""Called for each datagram with its payload and where it came from."""


class Conversation(Protocol):
    """The server's side of one stream."""

    @property
    def patience(self) -> float | None:
        """How long the server waits for the next bytes, in seconds; None: for ever."""

    def receive(self, data: bytes) -> Effects:
        """The next bytes of the stream arrived."""

    def receive_eof(self) -> Effects:
        """The client has nothing more to send."""

    def expire(self) -> Effects:
        """Nothing came within `patience` seconds."""


StreamService = Callable[[Address], Conversation]
"""Called for each connection with the client's address."""
