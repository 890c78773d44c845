"""A client that sends any bytes, and says what came back without ever correcting it.

Every client library refuses to send a bad request, and mends or hides what a server answers to one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator

from tests.peers.http_cases import Answer, Case, Heard

AT_ONCE = 64
"""Connections at the same time."""
BRIEF = {"waiting": 0.5, "any": 1.0}
"""Seconds after which a server that may wait for more is taken to do so (h1spec: 0.5)."""

_HEAD = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]+)[^\r\n]*\r\n")


async def score(port: int, cases: Iterable[Case], patience: float) -> dict[Case, Heard]:
    """What came back in each case from the server on this port of the loopback.

    `patience`: how long to wait for a response that must come, in seconds.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(case: Case) -> tuple[Case, Heard]:
        async with gate:
            return case, await ask(port, case, patience)

    return dict(await asyncio.gather(*map(one, cases)))


async def ask(port: int, case: Case, patience: float) -> Heard:
    """Send a case on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seconds = BRIEF.get(case.silence, patience)
    received = bytearray()
    try:
        writer.write(case.data)
        heard = Heard()
        async with asyncio.timeout(seconds):
            while not case.enough(heard):
                block = await _block(reader)
                received += block
                heard = hear(bytes(received), case.data.startswith(b"HEAD "), not block)
    except TimeoutError:
        heard = hear(bytes(received), case.data.startswith(b"HEAD "), False)
    finally:
        writer.transport.abort()
    return heard


async def _block(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(65536)
    except ConnectionError:
        return b""


def hear(received: bytes, head_only: bool, closed: bool) -> Heard:
    """The responses that are whole; `head_only`: the first answers HEAD."""
    return Heard(tuple(_answers(received, head_only, closed)), closed)


def _answers(received: bytes, head_only: bool, closed: bool) -> Iterator[Answer]:
    at = 0
    while found := _HEAD.match(received, at):
        status, fields = int(found[1]), _fields(found[2])
        bodiless = head_only or status < 200 or status in (204, 304)
        content, at = _content(received, found.end(), fields, bodiless, closed)
        if at < 0:
            return
        yield Answer(status, fields, content)
        head_only = head_only and status < 200


def _fields(lines: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines.decode("latin-1").split("\r\n") if line)
    return {name.lower(): value.strip() for name, _, value in pairs}


def _content(
    received: bytes, at: int, fields: dict[str, str], bodiless: bool, closed: bool
) -> tuple[bytes, int]:
    """The content that begins at `at`, and where it ends; -1 if it is not all there."""
    if bodiless:
        return b"", at
    if "chunked" in fields.get("transfer-encoding", ""):
        return _chunks(received, at)
    end = at + int(fields["content-length"]) if "content-length" in fields else len(received)
    whole = end <= len(received) if "content-length" in fields else closed
    return received[at:end], end if whole else -1


def _chunks(received: bytes, at: int) -> tuple[bytes, int]:
    content = b""
    while found := _CHUNK.match(received, at):
        size, at = int(found[1], 16), found.end()
        content += received[at : at + size]
        at += size + 2
        if not size:
            return content, at
    return content, -1
