"""Datagrams on real sockets: a server that answers, that asks others first, that has too much."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from lab.effects import Address, Ask, AskStream, Effects, Send, Wait
from lab.serve.asking import Ways, later
from lab.serve.datagrams import Datagrams
from lab.serve.limits import Limits
from lab.serve.sockets import TCP, UDP, open_all
from tests.aside import run_aside
from tests.serve.loopback import HANG, LOCAL

NAME = ("198.51.100.31", 53)
LIMITS = Limits()


class Client(asyncio.DatagramProtocol):
    """Keeps what it is answered."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.heard.put_nowait(data)


@asynccontextmanager
async def serving(
    service: Any, ways: Ways | None = None, limits: Limits = LIMITS
) -> AsyncIterator[Address]:
    """The address of a service that says "busy" when it is."""
    (own,) = open_all([(LOCAL, UDP)], 0)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: Datagrams(service, ways or Ways(), limits, lambda data: b"busy " + data), sock=own
    )
    async with asyncio.timeout(HANG):
        yield own.getsockname()
    transport.close()


async def asked(to: Address, *data: bytes) -> list[bytes]:
    """As many answers as there were datagrams, in the order in which they came."""
    loop = asyncio.get_running_loop()
    transport, client = await loop.create_datagram_endpoint(Client, remote_addr=to)
    for each in data:
        transport.sendto(each)
    heard = [await client.heard.get() for _ in data]
    transport.close()
    return heard


def echo(data: bytes, peer: Address) -> Effects:
    yield Send(data)


def test_each_datagram_gets_its_answer_and_a_slow_one_holds_up_no_other() -> None:
    def service(data: bytes, peer: Address) -> Effects:
        yield Wait(0.5 if data == b"slow" else 0.0)
        yield Send(data)

    async def test() -> None:
        async with serving(service) as to:
            assert await asked(to, b"slow", b"fast") == [b"fast", b"slow"]

    run_aside(test())


def test_with_too_many_in_work_the_next_hears_that_it_is_busy() -> None:
    def service(data: bytes, peer: Address) -> Effects:
        yield Wait(0.5)
        yield Send(data)

    async def test() -> None:
        async with serving(service, limits=Limits(datagrams=2)) as to:
            heard = await asked(to, b"1", b"2", b"3", b"4")
            assert sorted(heard) == [b"1", b"2", b"busy 3", b"busy 4"]
            assert await asked(to, b"5") == [b"5"]

    run_aside(test())


def test_who_asks_from_elsewhere_is_not_answered() -> None:
    """Where each machine is at its own addresses, other machines may reach them."""
    asked: list[Address] = []

    def service(data: bytes, peer: Address) -> Effects:
        asked.append(peer)
        yield Wait(0)

    Datagrams(service, Ways(), LIMITS, lambda data: None).datagram_received(b"?", ("10.0.0.1", 9))
    assert asked == []


def test_a_server_asks_another_and_takes_only_the_answer_that_fits() -> None:
    def other(data: bytes, peer: Address) -> Effects:
        yield Send(b"forged")
        yield Send(data.upper())

    def service(data: bytes, peer: Address) -> Effects:
        reply = yield Ask(data, NAME, 10, lambda reply: reply == data.upper())
        yield Send(reply or b"nothing")

    async def test() -> None:
        ways = Ways()
        async with serving(other) as there, serving(service, ways) as to:
            ways.real[NAME] = there
            assert await asked(to, b"who?") == [b"WHO?"]

    run_aside(test())


def test_what_comes_from_elsewhere_never_counts() -> None:
    """The question's socket is connected: a stranger's datagram is not even seen."""
    seen: list[Address] = []

    def other(data: bytes, peer: Address) -> Effects:
        seen.append(peer)
        stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        stranger.sendto(b"poison", peer)
        stranger.close()
        yield Wait(0.05)
        yield Send(b"honest")

    async def test() -> None:
        async with serving(other) as there:
            ask = Ask(b"who?", NAME, 10)
            for _ in range(3):
                assert await later(ask, Ways({NAME: there})) == b"honest"
            assert len({port for _, port in seen}) > 1, "each question has a port of its own"

    run_aside(test())


@pytest.mark.parametrize("kind", [UDP, TCP])
def test_nobody_there_is_no_answer(kind: socket.SocketKind) -> None:
    async def test() -> None:
        (own,) = open_all([(LOCAL, kind)], 0)
        closed = own.getsockname()
        own.close()
        ask = Ask(b"who?", NAME, 60) if kind == UDP else AskStream(b"who?", NAME, 60, bool)
        async with asyncio.timeout(HANG):
            assert await later(ask, Ways({NAME: closed})) is None  # refused
            assert await later(ask, Ways()) is None  # no such machine

    run_aside(test())


@pytest.mark.parametrize("ask", [Ask(b"", NAME, 0.1), AskStream(b"", NAME, 0.1, bool)])
def test_a_silent_machine_is_waited_for_in_vain(ask: Ask | AskStream) -> None:
    async def test() -> None:
        began = asyncio.get_running_loop().time()
        assert await later(ask, Ways(silent={NAME[0]})) is None
        assert asyncio.get_running_loop().time() - began >= 0.09

    run_aside(test())


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ([b"the wh", b"ole"], b"the whole"),
        ([b"too short"], None),
        ([b"x" * 65536] * 3, None),
    ],
)
def test_a_call_takes_what_is_whole_and_no_more(says: list[bytes], expected: bytes | None) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(4) == b"who?"
        for piece in says:
            writer.write(piece)
            await asyncio.sleep(0)
        writer.close()

    async def test() -> None:
        (own,) = open_all([(LOCAL, TCP)], 0)
        server = await asyncio.start_server(answer, sock=own)
        call = AskStream(b"who?", NAME, HANG, lambda got: got == b"the whole")
        assert await later(call, Ways({NAME: own.getsockname()})) == expected
        server.close()

    run_aside(test())
