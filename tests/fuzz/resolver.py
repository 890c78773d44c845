"""Any bytes, as the replies of a zone's servers: an answer or SERVFAIL, and nothing poisoned."""

from __future__ import annotations

from functools import cache

import dns.message
import dns.name

from lab.dns.resolver import MOST_QUESTIONS
from lab.dns.service import Responder
from tests.dns.internet import AUTHORITIES, COM, NS1, NS2, ROOT, Internet, query

SEEDS = [
    (AUTHORITIES[NS1].respond(query(name), tcp) or b"")[2:]
    for name in ("www.example.com", "alias.example.com", "www.sub.example.com", "no.example.com")
    for tcp in (False, True)
]
ZONE = dns.name.from_text("example.com")


def one(data: bytes) -> None:
    """`data` follows the id, which is right: otherwise nothing would be read."""
    internet = Internet()
    internet.servers |= {address: remembering(address) for address in (ROOT, COM)}
    internet.servers[NS1] = internet.servers[NS2] = lambda wire, tcp: wire[:2] + data
    wire = internet.perform(internet.resolver.respond(query("www.example.com"), True))
    assert dns.message.from_wire(wire or b"").rcode() in (0, 2, 3)
    assert len(internet.asked()) <= MOST_QUESTIONS
    expect_clean(internet)


def expect_clean(internet: Internet) -> None:
    """The cache has learnt nothing beyond the zone but the way to it: com, and its servers."""
    learnt = {name for name, _ in internet.resolver._cache._entries}
    beyond = {str(name) for name in learnt if not name.is_subdomain(ZONE)}
    assert beyond == {"com.", "a.gtld-servers.net.", "b.gtld-servers.net."}


@cache
def remembering(address: str) -> Responder:
    """The authority at `address`, which makes each of its replies once."""

    @cache
    def reply(rest: bytes, tcp: bool) -> bytes:
        return (AUTHORITIES[address].respond(bytes(2) + rest, tcp) or b"")[2:]

    return lambda wire, tcp: wire[:2] + reply(wire[2:], tcp)
