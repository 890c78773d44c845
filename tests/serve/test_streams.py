"""What the runner does of each effect on a real connection, and what a client cannot do to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from lab.effects import Close, Effects, Forget, Reset, Send, Wait
from lab.serve.limits import Limits
from tests.aside import run_aside
from tests.serve.loopback import Place, narrow, place, until

BRIEF = Limits(unread=0.2, life=0.4, linger=0.2, grace=0.2)
LONG = Limits(linger=0.2)


def echo(data: bytes | None) -> Effects:
    yield Send(data or b"end") if data is not None else Send(b"expired")
    if not data:
        yield Close()


def echo_once(data: bytes | None) -> Effects:
    yield from echo(data)
    yield Close()


def run(
    do: Callable[[bytes | None], Effects],
    test: Callable[[Place], Awaitable[None]],
    limits: Limits = LONG,
    patience: float | None = None,
) -> None:
    async def whole() -> None:
        async with place(do, limits, patience) as made:
            await test(made)

    run_aside(whole())


def test_what_is_said_is_answered_in_order_and_an_end_by_an_end() -> None:
    async def test(made: Place) -> None:
        reader, writer = await made.client()
        writer.write(b"one")
        assert await reader.readexactly(3) == b"one"
        writer.write(b"two")
        writer.write_eof()
        assert await reader.read() == b"twoend"
        await until(lambda: not made.door.inside)

    run(echo, test)


def test_a_wait_delays_what_follows_and_no_other_client() -> None:
    order: list[bytes] = []

    def do(data: bytes | None) -> Effects:
        yield Wait(0.5 if data == b"slow" else 0)
        order.append(data or b"")
        yield Send(b"done")
        yield Close()

    async def test(made: Place) -> None:
        clients = [await made.client() for _ in range(2)]
        for (_, writer), word in zip(clients, (b"slow", b"fast"), strict=True):
            writer.write(word)
        assert [await reader.read() for reader, _ in clients] == [b"done", b"done"]

    run(do, test)
    assert order == [b"fast", b"slow"]


def test_patience_ends_with_what_the_server_has_to_say() -> None:
    async def test(made: Place) -> None:
        reader, _ = await made.client()
        assert await reader.read() == b"expired"

    run(echo_once, test, patience=0.05)


def test_no_conversation_outlives_its_connection_s_limit() -> None:
    """Its own patience is never at an end: bytes keep coming."""

    async def test(made: Place) -> None:
        reader, writer = await made.client()
        writer.write(b".")
        while b"expired" not in (heard := await reader.read(100)):
            assert heard
            await asyncio.sleep(0.02)
            writer.write(b".")

    def do(data: bytes | None) -> Effects:
        yield Send(b"expired" if data is None else b".")

    run(do, test, BRIEF, patience=60)


@pytest.mark.parametrize("effect", [Reset(), Forget()], ids=["reset", "forget"])
def test_a_reset_is_one_and_a_forgotten_connection_is_reset_when_used(
    effect: Reset | Forget,
) -> None:
    def do(data: bytes | None) -> Effects:
        yield Send(b"last words")
        yield effect

    async def test(made: Place) -> None:
        reader, writer = await made.client()
        writer.write(b"hello")
        assert await reader.readexactly(10) == b"last words"
        if effect == Forget():
            writer.write(b"are you there?")
        with pytest.raises(ConnectionResetError):
            await reader.read()

    run(do, test)


def test_after_a_deaf_close_what_arrives_is_answered_by_a_reset() -> None:
    def do(data: bytes | None) -> Effects:
        yield Close(deaf=True)

    async def test(made: Place) -> None:
        reader, writer = await made.client()
        writer.write(b"hello")
        assert await reader.read() == b""
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            while True:
                writer.write(b"more")
                await writer.drain()
                await asyncio.sleep(0.005)

    run(do, test)


def test_a_close_lets_the_client_finish_reading_what_it_was_sent() -> None:
    """Without lingering, what the client says meanwhile would reset the connection."""
    whole = b"x" * 200_000

    def do(data: bytes | None) -> Effects:
        yield Send(whole)
        yield Close()

    async def test(made: Place) -> None:
        reader, writer = await made.client()
        writer.write(b"hello")
        await reader.readexactly(1)
        writer.write(b"unheard" * 1000)
        assert await reader.read() == whole[1:]

    run(do, test)


def test_who_does_not_read_is_dropped_and_costs_no_more_than_the_limit() -> None:
    sent = [0]

    def do(data: bytes | None) -> Effects:
        while True:
            sent[0] += 50_000
            yield Send(b"x" * 50_000)

    async def test(made: Place) -> None:
        _, writer = await made.client()
        narrow(writer)
        writer.write(b"give me all")
        await until(lambda: bool(made.door.inside))
        await until(lambda: not made.door.inside)

    run(do, test, Limits(unread=0.2, unsent=100_000))
    assert sent[0] < 20_000_000  # and not without end: the system's own buffers, and the limit


def test_the_server_stops_working_for_a_client_that_left() -> None:
    steps: list[int] = []

    def do(data: bytes | None) -> Effects:
        for step in range(1000):
            steps.append(step)
            yield Send(b"x")
            yield Wait(0.01)

    async def test(made: Place) -> None:
        reader, writer = await made.client()
        writer.write(b"go")
        await reader.readexactly(1)
        writer.transport.abort()
        await until(lambda: not made.door.inside)

    run(do, test)
    assert len(steps) < 1000


def test_too_many_clients_are_told_so_and_the_others_are_served() -> None:
    async def test(made: Place) -> None:
        inside = [await made.client() for _ in range(3)]
        for reader, writer in inside:
            writer.write(b"here")
            assert await reader.readexactly(4) == b"here"
        reader, _ = await made.client()
        assert await reader.read() == b"full"
        inside[0][1].transport.abort()
        await until(lambda: len(made.door.inside) == 2)
        reader, writer = await made.client()
        writer.write(b"room")
        assert await reader.readexactly(4) == b"room"

    run(echo, test, Limits(connections=3, linger=0.2))
    run(echo, test, Limits(per_client=3, linger=0.2))


def test_at_the_end_each_client_hears_what_its_server_has_to_say() -> None:
    async def test(made: Place) -> None:
        clients = [await made.client() for _ in range(3)]
        await until(lambda: len(made.door.inside) == 3)
        await made.door.empty()
        assert [await reader.read() for reader, _ in clients] == [b"expired"] * 3

    run(echo_once, test)


def test_at_the_end_nobody_is_waited_for_longer_than_the_grace() -> None:
    def do(data: bytes | None) -> Effects:
        yield Wait(3600)

    async def test(made: Place) -> None:
        _, writer = await made.client()
        writer.write(b"slow")
        await until(lambda: bool(made.door.inside))
        await asyncio.sleep(0)
        await made.door.empty()
        assert not made.door.inside

    run(do, test, BRIEF)
