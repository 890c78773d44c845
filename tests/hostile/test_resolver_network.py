"""What a resolver cannot see in the bytes: where they come from, and how slowly."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import dns.rcode
import pytest

from lab.building import World
from lab.dns.resolver import MOST_QUESTIONS
from lab.dns.upstream import frame
from lab.effects import Address, Close, Conversation, DatagramService, Effects, Reset, Send, Wait
from lab.record import Packet
from tests.dns.internet import AUTHORITIES, NS1, NS2
from tests.hostile.dns_replies import BAD, HERE, POISON, record, reply
from tests.hostile.dns_world import addresses, answer, cut, honest, with_servers

WWW = "203.0.113.10"
MAIL, COM = "203.0.113.25", "198.51.100.11"

# -- forged datagrams ---------------------------------------------------------------------------


def forging(*forgeries: tuple[Address, int]) -> Callable[[World], DatagramService]:
    """Before each true reply come others, each from an address, with this much added to the id."""

    def make(world: World) -> DatagramService:
        def service(data: bytes, peer: Address) -> Effects:
            for source, ident in forgeries:
                forged = reply(data, record(HERE, BAD), ident=ident)
                world.network.send(Packet(world.network.now, "udp", source, peer, forged))
            yield Wait(0.05)
            yield Send(honest(world, data))

        return service

    return make


@pytest.mark.parametrize(
    ("source", "ident"),
    [
        ((MAIL, 53), 0),
        ((COM, 53), 0),
        ((NS1, 5353), 0),
        ((NS1, 0), 0),
        ((NS1, 53), 1),
        ((NS1, 53), 0x8000),
    ],
)
def test_a_forged_reply_is_not_taken_for_the_true_one(source: Address, ident: int) -> None:
    world = with_servers(forging((source, ident)))
    for _ in range(2):
        found, _ = answer(world, "www.example.com")
        assert addresses(found) == [WWW]


def test_one_that_has_it_all_right_is_taken() -> None:
    """Address, port, id and question: nothing else tells them apart, and so they must be drawn."""
    world = with_servers(forging(((NS1, 53), 0), ((NS2, 53), 0)))
    assert addresses(answer(world, "www.example.com")[0]) == [POISON]


def test_a_flood_of_ids_does_not_hide_the_true_reply() -> None:
    world = with_servers(forging(*(((NS1, 53), n) for n in range(1, 300))))
    assert addresses(answer(world, "www.example.com")[0]) == [WWW]


def test_a_second_reply_is_too_late() -> None:
    """The true one comes first: its port is closed when the forged one arrives."""

    def late(world: World) -> DatagramService:
        def service(data: bytes, peer: Address) -> Effects:
            yield Send(honest(world, data))
            yield Send(reply(data, record(HERE, BAD)))

        return service

    world = with_servers(late)
    assert addresses(answer(world, "www.example.com")[0]) == [WWW]
    assert addresses(answer(world, "www.example.com")[0]) == [WWW]
    assert any(packet.protocol == "icmp" for packet in world.network.record)


def test_each_question_has_its_own_port_and_id() -> None:
    world = with_servers(forging())
    packets = [p for n in range(20) for p in answer(world, f"x{n}.wild.example.com")[1]]
    asked = [p for p in packets if p.destination[0] in (NS1, NS2)]
    assert len(asked) == 20 == len({p.source[1] for p in asked})
    assert len({p.data[:2] for p in asked}) > 15


# -- streams ------------------------------------------------------------------------------------


def forever(send: bytes) -> Effects:
    """The same bytes, again and again."""
    for _ in itertools.count():
        yield Send(send)
        yield Wait(0.5)


def drip(data: bytes) -> Effects:
    """One byte at a time."""
    for byte in data:
        yield Send(bytes([byte]))
        yield Wait(0.5)


STREAMS: dict[str, Callable[[bytes], Effects]] = {
    "nothing": lambda data: forever(b""),
    "closes": lambda data: iter_of(Close()),
    "resets": lambda data: iter_of(Reset()),
    "half a length": lambda data: iter_of(Send(b"\0"), Close()),
    "a length of nothing": lambda data: iter_of(Send(b"\0\0"), Close()),
    "a length too long": lambda data: iter_of(Send(b"\xff\xff" + true(data)), Close()),
    "a length too long, then silence": lambda data: iter_of(Send(b"\xff\xff" + true(data))),
    "a length too short": lambda data: iter_of(Send(b"\0\x14" + true(data)), Close()),
    "half the message": lambda data: iter_of(Send(frame(true(data))[:30]), Close()),
    "one byte each half second": lambda data: drip(frame(true(data))),
    "zeros for ever": lambda data: forever(bytes(1000)),
    "another message first": lambda data: iter_of(
        Send(frame(reply(data[2:], record(HERE, BAD), ident=1)) + frame(true(data))), Close()
    ),
    "cut again": lambda data: iter_of(Send(frame(reply(data[2:], flags=0x8600))), Close()),
    "64 KB of junk": lambda data: iter_of(Send(b"\xff\xff" + b"\xff" * 65535), Close()),
}


def iter_of(*effects: Send | Close | Reset) -> Effects:
    """These effects."""
    yield from effects


def true(data: bytes) -> bytes:
    """The true reply to a message that came after its length."""
    return AUTHORITIES[NS1].respond(data[2:], True) or b""


class Liar(Conversation):
    """A stream that follows a script once the question is there."""

    patience = None

    def __init__(self, script: Callable[[bytes], Effects]) -> None:
        self._script = script

    def receive(self, data: bytes) -> Effects:
        return self._script(data)

    def receive_eof(self) -> Effects:
        yield Close()

    def expire(self) -> Effects:
        yield Close()


@pytest.mark.parametrize("case", STREAMS)
def test_a_stream_that_breaks_its_word(case: str) -> None:
    world = with_servers(cut, lambda: Liar(STREAMS[case]))
    found, packets = answer(world, "www.example.com")
    assert found is not None and found.rcode() == dns.rcode.SERVFAIL and not found.answer
    asked = [p for p in packets if p.destination[1] == 53 and p.protocol == "udp"]
    assert len(asked) <= MOST_QUESTIONS
    assert POISON not in str(answer(world, "www.example.org")[0])
    assert addresses(answer(world, "www.example.org")[0]) == ["203.0.113.20"]
