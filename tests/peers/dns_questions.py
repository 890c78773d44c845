"""Every question that the zones of the lab give rise to, so that none is chosen by who compares.

For each name that a zone holds: the name, its ancestors (some of which hold nothing), names below
it (some of which lie under a delegation, an alias or a wildcard), its neighbours that do not exist,
and the same in another case. Then names of no zone, and names as long and as odd as they may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

import dns.message
import dns.name
import dns.rdatatype
from dns.name import Name

from lab.dns.wire import ancestors
from lab.dns.zones import load_zone

TYPES = ("A", "AAAA", "NS", "SOA", "MX", "TXT", "CNAME", "PTR", "DS")
OTHER_TYPES = ("ANY", "SRV", "DNSKEY", "NSEC", "RRSIG", "HTTPS", "TYPE65280", "TXT")
ABSENT = Name((b"absent",))
OTHERS = (
    "localhost.",
    "example.",
    "www.absent.test.",
    "version.bind.",
    "10.in-addr.arpa.",
    "deep.down.wild.example.com.",
    "deep.*.wild.example.com.",
    "*.example.com.",
    "deep.down.nowhere.example.com.",
    "deep.down.sub.example.com.",
    "deep.down.alias.example.com.",
)
ODD = (
    Name((b"a b\x00\xff.", b"example", b"com", b"")),
    Name((b"x" * 63, b"y" * 63, b"z" * 63, b"w" * 49, b"example", b"com", b"")),
    Name((*[b"l"] * 121, b"example", b"com", b"")),
)
"""Any bytes; 255 bytes; 123 labels (RFC 1035 §3.1, RFC 2181 §11)."""


def names(zones: Iterable[str]) -> list[Name]:
    """The names to ask about servers of `zones`, in a fixed order; case counts here."""
    found = {name.to_text(): name for zone in zones for name in _around(zone)}
    others = (*map(dns.name.from_text, OTHERS), *ODD)
    return list((found | {name.to_text(): name for name in others}).values())


def _around(zone: str) -> Iterator[Name]:
    for owner in load_zone(zone):
        assert isinstance(owner, Name)
        yield Name(label.upper() if n % 2 else label for n, label in enumerate(owner.labels))
        for name in ancestors(owner):
            yield from (name, ABSENT.concatenate(name))


def questions(
    zones: Iterable[str], types: Iterable[str] = TYPES, payloads: Iterable[int] = (0, 1232)
) -> list[bytes]:
    """Every name about `zones` × every type × every size that a client takes (0: no EDNS)."""
    return [query(*asked) for asked in product(names(zones), types, payloads)]


def query(name: Name, rdtype: str, payload: int) -> bytes:
    """One question, as bytes."""
    use_edns = 0 if payload else False
    message = dns.message.make_query(name, rdtype, flags=0, use_edns=use_edns, payload=payload)
    return message.to_wire()
