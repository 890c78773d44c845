"""A network of name servers in a dictionary: what the resolver's tests need, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import TypeVar

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from dns.message import Message
from dns.rcode import Rcode
from dns.rrset import RRset

from lab.dns.authority import Authority
from lab.dns.resolver import Resolver
from lab.dns.service import Responder
from lab.dns.upstream import Steps, frame, unframe
from lab.dns.zones import load_zones
from lab.effects import Ask, AskStream

T = TypeVar("T")

ROOT, COM, ORG = "198.51.100.1", "198.51.100.11", "198.51.100.21"
NS1, NS2, NET, SUB = "198.51.100.31", "198.51.100.32", "198.51.100.41", "198.51.100.42"
RESOLVER = "192.0.2.53"
HINTS = {"a.root-servers.net.": ROOT, "b.root-servers.net.": "198.51.100.2"}
SERVED = {
    ROOT: ("root", "root-servers.net", "arpa"),
    "198.51.100.2": ("root", "root-servers.net", "arpa"),
    COM: ("com", "net"),
    "198.51.100.12": ("com", "net"),
    ORG: ("org", "info"),
    NS1: ("example.com",),
    NS2: ("example.com",),
    NET: ("example.net", "example.org"),
    SUB: ("sub.example.com",),
}
AUTHORITIES = {address: Authority(load_zones(*zones)) for address, zones in SERVED.items()}
DELAY = 0.05


class Internet:
    """Servers by address, a clock, and a log of what was asked: (address, question, transport).

    `delay` is in seconds: what a question takes that is answered.
    """

    def __init__(self, delay: float = DELAY) -> None:
        self.now, self._delay = 1000.0, delay
        self.servers: dict[str, Responder] = {a: s.respond for a, s in AUTHORITIES.items()}
        self.resolver = Resolver(HINTS, lambda: self.now, Random(1))
        self.servers[RESOLVER] = self.resolver.respond
        self.log: list[tuple[str, str, str]] = []

    def perform(self, steps: Steps[T]) -> T:
        """Run a generator of effects to its end, on this network."""
        value: bytes | None = None
        while True:
            try:
                effect = steps.send(value)
            except StopIteration as end:
                result: T = end.value
                return result
            assert effect.to[1] == 53
            value = self._datagram(effect) if isinstance(effect, Ask) else self._stream(effect)
            self.now += effect.timeout if value is None else self._delay

    def _datagram(self, effect: Ask) -> bytes | None:
        reply = self._carry(effect.data, effect.to[0], False)
        return reply if reply is not None and effect.fits(reply) else None

    def _stream(self, effect: AskStream) -> bytes | None:
        reply = self._carry(unframe(effect.data) or b"", effect.to[0], True)
        if reply is None:
            return None
        framed = frame(reply)
        assert effect.enough(framed) and not effect.enough(framed[:-1])
        return framed

    def _carry(self, wire: bytes, address: str, tcp: bool) -> bytes | None:
        question = dns.message.from_wire(wire).question[0]
        asked = f"{question.name} {dns.rdatatype.to_text(question.rdtype)}"
        self.log.append((address, asked, "tcp" if tcp else "udp"))
        outcome = self.servers.get(address, silent)(wire, tcp)
        return outcome if isinstance(outcome, bytes | None) else self.perform(outcome)  # type: ignore[arg-type]

    def ask(self, name: str, rdtype: str = "A") -> Message:
        """What the resolver answers to a client that reads datagrams of any usual size."""
        wire = self.perform(self.resolver.respond(query(name, rdtype)))
        assert wire is not None
        return dns.message.from_wire(wire)

    def asked(self) -> list[str]:
        """The addresses that were asked, in order, the resolver's aside; the log is emptied."""
        log, self.log = self.log, []
        return [address for address, _, _ in log if address != RESOLVER]


def query(
    name: str, rdtype: str = "A", *, edns: bool = True, rd: bool = True, id: int = 7
) -> bytes:
    """The bytes of a query."""
    flags = dns.flags.RD if rd else 0
    payload = 1232 if edns else None
    use_edns = 0 if edns else False
    message = dns.message.make_query(
        name, rdtype, id=id, flags=flags, use_edns=use_edns, payload=payload
    )
    return message.to_wire()


def silent(wire: bytes, tcp: bool) -> bytes | None:
    """A server that answers nothing."""
    return None


def saying(
    answer: str = "",
    authority: str = "",
    additional: str = "",
    *,
    aa: bool = True,
    rcode: Rcode = dns.rcode.NOERROR,
    change: Callable[[Message], None] = lambda message: None,
) -> Responder:
    """A server that says the same to every question; the sections are lines of master format."""

    def respond(wire: bytes, tcp: bool) -> bytes:
        message = dns.message.make_response(dns.message.from_wire(wire))
        message.flags |= dns.flags.AA if aa else 0
        message.set_rcode(rcode)
        message.answer, message.authority = rrsets(answer), rrsets(authority)
        message.additional = rrsets(additional)
        change(message)
        return message.to_wire(want_shuffle=False)

    return respond


def rrsets(text: str) -> list[RRset]:
    """One RRset for each line `name ttl type data`."""
    parts = [line.split(maxsplit=3) for line in text.strip().splitlines()]
    return [dns.rrset.from_text(n, int(ttl), "IN", kind, data) for n, ttl, kind, data in parts]


def told(section: Iterable[RRset]) -> list[str]:
    """The records of a section, one line each, without the class."""
    return [line.replace(" IN ", " ") for rrset in section for line in str(rrset).splitlines()]
