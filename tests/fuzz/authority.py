"""Any bytes, as a query to an authority: silence, or a reply to that very query."""

from __future__ import annotations

from lab.dns.wire import EDNS_UDP, LONGEST
from tests.dns.internet import AUTHORITIES, NS1, query

SEEDS = [
    query("www.example.com", edns=False),
    query("far.example.com", "ANY"),
    query("x.wild.example.com", "MX"),
    query("www.sub.example.com", "NS"),
]


def one(data: bytes) -> None:
    """Ask with `data`, in a datagram and over a stream."""
    for tcp, longest in ((False, EDNS_UDP), (True, LONGEST)):
        reply = AUTHORITIES[NS1].respond(data, tcp)
        if reply is None:
            assert len(data) < 12 or data[2] & 0x80
        else:
            assert reply[:2] == data[:2] and reply[2] & 0x80
            assert 12 <= len(reply) <= longest
