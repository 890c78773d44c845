"""Effects over TCP: one task for each connection, which waits for its client, never for others."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from collections import Counter
from collections.abc import Callable

from lab.effects import (
    Address,
    Close,
    Conversation,
    Effect,
    Effects,
    Forget,
    Reset,
    Send,
    StreamService,
)
from lab.serve.asking import Ways, later
from lab.serve.limits import Limits

PIECE = 65536
NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""For SO_LINGER: what is closed is reset."""
Busy = Callable[[], bytes]
"""The last words of a server that has too many clients."""


class Door:
    """Lets clients in, as many as the limits say; they are counted over all ports."""

    def __init__(self, ways: Ways, limits: Limits) -> None:
        self.ways, self.limits = ways, limits
        self.inside: dict[Connection, asyncio.Task[None]] = {}
        self._of: Counter[str] = Counter()

    def to(
        self, service: StreamService, busy: Busy
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        """What `asyncio.start_server` calls for each client of `service`."""

        def enter(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = Connection(self, reader, writer)
            full = not self._admits(connection.peer[0])
            work = connection.turn_away(busy()) if full else connection.serve(service)
            self._of[connection.peer[0]] += 1
            task = asyncio.get_running_loop().create_task(work)
            self.inside[connection] = task
            task.add_done_callback(lambda _: self._left(connection))

        return enter

    async def empty(self) -> None:
        """The lab stops: tell those who are inside, and wait a little for them to be served."""
        for connection in self.inside:
            connection.hurry()
        if tasks := list(self.inside.values()):
            _, late = await asyncio.wait(tasks, timeout=self.limits.grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _admits(self, client: str) -> bool:
        limits = self.limits
        return len(self.inside) < limits.connections and self._of[client] < limits.per_client

    def _left(self, connection: Connection) -> None:
        del self.inside[connection]
        self._of[connection.peer[0]] -= 1
        if not self._of[connection.peer[0]]:
            del self._of[connection.peer[0]]


class Connection:
    """One client."""

    def __init__(
        self, door: Door, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._ways, self._limits = door.ways, door.limits
        self._reader, self._writer = reader, writer
        self.peer: Address = writer.get_extra_info("peername")[:2]
        self._until = asyncio.get_running_loop().time() + door.limits.life
        self._waiting: asyncio.Timeout | None = None
        self._over = False
        writer.transport.set_write_buffer_limits(high=door.limits.unsent)

    async def serve(self, service: StreamService) -> None:
        """The whole conversation, whatever happens to the connection."""
        try:
            with contextlib.suppress(OSError):  # it left, or did not read in time (TimeoutError)
                await self._converse(service(self.peer))
        finally:
            self._writer.transport.abort()

    async def turn_away(self, words: bytes) -> None:
        """Say why, and close."""
        try:
            with contextlib.suppress(OSError):
                await self._send(words)
                await self._end(Close())
        finally:
            self._writer.transport.abort()

    def hurry(self) -> None:
        """The lab stops: no more waiting for what this client has to say."""
        self._until = 0.0
        if self._waiting:
            self._waiting.reschedule(0.0)

    async def _converse(self, conversation: Conversation) -> None:
        data: bytes | None = b"nothing yet"
        while data and not self._over:
            data = await self._next(conversation.patience)
            if data is None:
                await self._perform(conversation.expire())
            elif data:
                await self._perform(conversation.receive(data))
            else:
                await self._perform(conversation.receive_eof())
        if not self._over:
            await self._end(Close())

    async def _next(self, patience: float | None) -> bytes | None:
        """What the client says next; nothing at its end; None if it was waited for too long."""
        now = asyncio.get_running_loop().time()
        until = self._until if patience is None else min(self._until, now + patience)
        try:
            async with asyncio.timeout_at(until) as self._waiting:
                return await self._reader.read(PIECE)
        except TimeoutError:
            return None
        finally:
            self._waiting = None

    async def _perform(self, effects: Effects) -> None:
        value = None
        while not self._over:
            try:
                effect = effects.send(value)
            except StopIteration:
                return
            value = None
            if isinstance(effect, Send):
                await self._send(effect.data)
            elif isinstance(effect, (Close, Reset, Forget)):
                self._over = True
                await self._end(effect)
            else:
                value = await later(effect, self._ways)

    async def _send(self, data: bytes) -> None:
        if self._writer.is_closing():
            raise ConnectionResetError
        self._writer.write(data)
        if self._writer.transport.get_write_buffer_size() > self._limits.unsent:
            await self._sent()

    async def _sent(self) -> None:
        """The client reads; if it does not, TimeoutError."""
        async with asyncio.timeout(self._limits.unread):
            await self._writer.drain()

    async def _end(self, effect: Effect) -> None:
        if isinstance(effect, Forget):  # the next that is said to it finds nobody
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(self._until) as self._waiting:
                    await self._reader.read(1)
            return self._reset()
        self._writer.transport.set_write_buffer_limits(high=0)
        await self._sent()
        if isinstance(effect, Reset):
            return self._reset()
        if isinstance(effect, Close) and not effect.deaf:
            await self._linger()
        self._writer.close()

    async def _linger(self) -> None:
        self._writer.write_eof()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._limits.linger):
                while await self._reader.read(PIECE):
                    pass

    def _reset(self) -> None:
        with contextlib.suppress(OSError):
            own = self._writer.get_extra_info("socket")
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        self._writer.transport.abort()
