"""The lab's runner on real sockets of this process, around services made for one test."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from lab.effects import Address, Effects
from lab.serve.asking import Ways
from lab.serve.limits import Limits
from lab.serve.sockets import TCP, open_all
from lab.serve.streams import Door

LOCAL = "127.0.0.1"
HANG = 20.0
"""Seconds that no test needs: what is not there by then never comes."""
Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter


@dataclass
class Told:
    """A conversation that is told what to do, and tells what happened to it."""

    patience: float | None
    do: Callable[[bytes | None], Effects]
    """Called with what came; nothing at the end, None when nothing came."""

    def receive(self, data: bytes) -> Effects:
        return self.do(data)

    def receive_eof(self) -> Effects:
        return self.do(b"")

    def expire(self) -> Effects:
        return self.do(None)


@dataclass
class Place:
    """A port where a conversation waits for clients."""

    door: Door
    port: int

    async def client(self) -> tuple[Reader, Writer]:
        return await asyncio.open_connection(LOCAL, self.port)


@asynccontextmanager
async def place(
    do: Callable[[bytes | None], Effects], limits: Limits, patience: float | None = None
) -> AsyncIterator[Place]:
    """Each client's conversation does what `do` says; it is over for all at the end."""

    def service(client: Address) -> Told:
        return Told(patience, do)

    (own,) = open_all([(LOCAL, TCP)], 0)
    door = Door(Ways(), limits)
    server = await asyncio.start_server(door.to(service, lambda: b"full"), sock=own)
    try:
        async with asyncio.timeout(HANG):
            yield Place(door, own.getsockname()[1])
    finally:
        server.close()
        await door.empty()


async def until(condition: Callable[[], bool]) -> None:
    """Let the others work until it is so; `place` ends what never is."""
    while not condition():
        await asyncio.sleep(0.005)


def narrow(writer: Writer) -> None:
    """A client with little room for what it does not read."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
