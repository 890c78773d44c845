"""The lab's own network with one server replaced: forged sources and broken streams need one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import dns.name
from dns.message import Message
from dns.rdatatype import RdataType

from lab.building import World, build
from lab.dns.reading import Question
from lab.dns.upstream import ask, make_query
from lab.effects import Address, Conversation, DatagramService, Effects, Send
from lab.record import Packet
from lab.serving import run, serve_datagrams, serve_streams
from lab.world.hosts import LAPTOP, RESOLVER

NAME_SERVERS = ("ns1.example.com", "ns2.example.com")
PATIENCE = 60.0
"""Virtual seconds that the client waits: whatever happens, the resolver must be done by then."""


def with_servers(
    datagrams: Callable[[World], DatagramService], streams: Callable[[], Conversation] | None = None
) -> World:
    """A fresh world where the servers of example.com are these."""
    world = build()
    for name in NAME_SERVERS:
        host = world.hosts[name]
        for address in host.addresses:
            serve_datagrams(host, (address, 53), datagrams(world))
            if streams is not None:
                serve_streams(host, (address, 53), lambda peer: streams())
    return world


def answer(world: World, name: str) -> tuple[Message | None, list[Packet]]:
    """What the resolver answers the laptop, and the packets that it took."""
    before, answers = len(world.network.record), list[Message | None]()
    query = make_query(
        Question(dns.name.from_text(name), RdataType.A), Random(5), recursive=True, edns=1232
    )
    effects = ask(query, (RESOLVER.addresses[0], 53), PATIENCE)
    run(world.hosts[LAPTOP.name], effects, lambda effect: None, answers.append)
    assert world.network.wait(lambda: answers, PATIENCE + 1)
    return answers[0], world.network.record[before:]


def addresses(message: Message | None) -> list[str]:
    """The addresses in an answer."""
    assert message is not None, "the resolver gave no answer in a minute"
    return [str(rdata) for rrset in message.answer for rdata in rrset if rrset.rdtype == 1]


def honest(world: World, data: bytes) -> bytes:
    """What the true server of example.com answers."""
    from tests.dns.internet import AUTHORITIES, NS1

    return AUTHORITIES[NS1].respond(data) or b""


def cut(world: World) -> DatagramService:
    """A server that says that nothing fits a datagram."""

    def service(data: bytes, peer: Address) -> Effects:
        reply = honest(world, data)
        yield Send(data[:2] + bytes([reply[2] | 2]) + reply[3:])

    return service
