"""A server of the lab asks another one, for real: one datagram, or one call over a stream.

Each question has a socket of its own, connected to the server asked: the system then chooses a
port that nobody foresees, and drops what comes from elsewhere (RFC 5452 §9.2).
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import dataclass, field

from lab.effects import Address, Ask, AskStream, Wait

PIECE = 65536
LONGEST = 2 * PIECE
"""Bytes: no answer over a stream is longer."""


@dataclass
class Ways:
    """Where the lab's addresses are, on this machine.

    `real` leads from an address of the lab to a real one; there is nobody at the others. The
    machines whose addresses are in `silent` never answer. `source` is the asker's own, or "".
    """

    real: dict[Address, Address] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    source: str = ""


async def later(effect: Wait | Ask | AskStream, ways: Ways) -> bytes | None:
    """What comes of an effect that takes time."""
    if isinstance(effect, Wait):
        await asyncio.sleep(effect.seconds)
        return None
    if effect.to[0] in ways.silent:
        await asyncio.sleep(effect.timeout)
        return None
    to = ways.real.get(effect.to)
    if to is None:
        return None
    with contextlib.suppress(OSError):  # refused, reset, too late (TimeoutError): no answer
        async with asyncio.timeout(effect.timeout):
            if isinstance(effect, Ask):
                return await _ask(effect, to, ways.source)
            return await _call(effect, to, ways.source)
    return None


class Question(asyncio.DatagramProtocol):
    """Waits for the first datagram that fits."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.reply: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:
        if self._ask.fits(data):
            self._end(data)

    def error_received(self, error: Exception) -> None:
        """Nobody is at that port."""
        self._end(None)

    def _end(self, reply: bytes | None) -> None:
        if not self.reply.done():
            self.reply.set_result(reply)


async def _ask(ask: Ask, to: Address, source: str) -> bytes | None:
    loop = asyncio.get_running_loop()
    own = _connected(to, source)
    transport, question = await loop.create_datagram_endpoint(lambda: Question(ask), sock=own)
    try:
        transport.sendto(ask.data)
        return await question.reply
    finally:
        transport.close()


def _connected(to: Address, source: str) -> socket.socket:
    own = socket.socket(socket.AF_INET6 if ":" in to[0] else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        own.setblocking(False)
        if source:
            own.bind((source, 0))
        own.connect(to)
    except OSError:
        own.close()
        raise
    return own


async def _call(ask: AskStream, to: Address, source: str) -> bytes | None:
    local = (source, 0) if source else None
    reader, writer = await asyncio.open_connection(*to, local_addr=local)
    received = bytearray()
    try:
        writer.write(ask.data)
        while len(received) < LONGEST and (data := await reader.read(PIECE)):
            received += data
            if ask.enough(bytes(received)):
                return bytes(received)
        return None
    finally:
        writer.close()
