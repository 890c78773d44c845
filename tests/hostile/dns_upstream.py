"""One hostile exchange with the resolver, held to the same promises each time."""

from __future__ import annotations

import dns.message
from dns.message import Message

from lab.dns.cache import FAILURE_TTL
from lab.dns.resolver import MOST_QUESTIONS
from lab.dns.service import Responder
from tests.dns.internet import AUTHORITIES, NS1, NS2, Internet, query, told
from tests.hostile.dns_replies import POISON

LONGEST = 2.0 * MOST_QUESTIONS
"""Virtual seconds: each question waits one second at most, over each of its two ways."""
HONEST = {
    "www.example.com": ["www.example.com. 300 A 203.0.113.10"],
    "www.example.org": ["www.example.org. 300 A 203.0.113.20"],
    "www.example.net": ["www.example.net. 300 A 203.0.113.30"],
    "www.sub.example.com": ["www.sub.example.com. 600 A 203.0.113.10"],
}


def hostile(
    server: Responder, name: str = "www.example.com", rdtype: str = "A",
    at: tuple[str, ...] = (NS1, NS2), wire: bytes = b"",
) -> Message:  # fmt: skip
    """What the resolver says of `name` while `server` stands at these addresses.

    Bounded in questions and in time; afterwards, with honest servers, nothing wrong is left.
    """
    internet = Internet()
    internet.servers.update(dict.fromkeys(at, server))
    reply = internet.perform(internet.resolver.respond(wire or query(name, rdtype), True))
    asked = internet.asked()
    assert POISON not in asked and len(asked) <= MOST_QUESTIONS
    assert internet.now - 1000.0 <= LONGEST
    expect_honest(internet)
    return dns.message.from_wire(reply or b"")


def expect_honest(internet: Internet) -> None:
    """Once the servers are honest, and the failure forgotten, each answer is the right one."""
    internet.servers.update({a: server.respond for a, server in AUTHORITIES.items()})
    internet.now += FAILURE_TTL + 60
    for name, records in HONEST.items():
        found = internet.ask(name)
        assert [line.split()[2:] for line in told(found.answer)] == [
            line.split()[2:] for line in records
        ]
    assert POISON not in internet.asked()
