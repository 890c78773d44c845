"""Effects over UDP. Most questions are answered at once; the others wait, and only so many may."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from lab.effects import Address, Ask, AskStream, DatagramService, Effects, Send, Wait
from lab.serve.asking import Ways, later
from lab.serve.guard import is_own
from lab.serve.limits import Limits

Later = Wait | Ask | AskStream
Busy = Callable[[bytes], "bytes | None"]
"""From a datagram to the reply of a server that has too much to do. None: silence."""


class Datagrams(asyncio.DatagramProtocol):
    """One service at one address."""

    def __init__(self, service: DatagramService, ways: Ways, limits: Limits, busy: Busy) -> None:
        self._service, self._ways, self._limits, self._busy = service, ways, limits, busy
        self._waiting: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: Any) -> None:
        """The socket is open."""
        self._transport = transport

    def datagram_received(self, data: bytes, peer: Address) -> None:
        """A client's datagram. The guard lets no reply out to one from elsewhere: it gets none."""
        if not is_own(peer):
            return
        effects = self._service(data, peer[:2])
        effect = self._advance(effects, None, peer)
        if effect is None:
            return
        if len(self._waiting) >= self._limits.datagrams:
            effects.close()
            return self._send(self._busy(data), peer)
        task = asyncio.get_running_loop().create_task(self._finish(effects, effect, peer))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    def error_received(self, error: Exception) -> None:
        """A client left before its reply came: nobody to tell."""

    def connection_lost(self, error: Exception | None) -> None:
        """The lab stops."""
        for task in self._waiting:
            task.cancel()

    async def _finish(self, effects: Effects, effect: Later | None, peer: Address) -> None:
        while effect is not None:
            effect = self._advance(effects, await later(effect, self._ways), peer)

    def _advance(self, effects: Effects, value: bytes | None, peer: Address) -> Later | None:
        """What the server does without waiting; the next effect that takes time, if there is."""
        while True:
            try:
                effect = effects.send(value)
            except StopIteration:
                return None
            if isinstance(effect, (Wait, Ask, AskStream)):
                return effect
            value = None
            if isinstance(effect, Send):
                self._send(effect.data, peer)

    def _send(self, data: bytes | None, peer: Address) -> None:
        """A client that does not read loses its replies, as on any network."""
        if data is not None and self._transport.get_write_buffer_size() <= self._limits.unsent:
            self._transport.sendto(data, peer)
