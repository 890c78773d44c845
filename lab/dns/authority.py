"""An authoritative server knows its zones and nothing else: it says so, or points further down.

All that a resolver ever learns comes from servers like this one. Each answer is one of five: the
records, an alias, a referral to the zone below, "this name does not exist", "this name has no such
record" (RFC 1034 §4.3.2, RFC 2308). Of other zones it says nothing: REFUSED.
"""

from __future__ import annotations

from collections.abc import Iterable

import dns.flags
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
from dns.message import Message
from dns.name import Name
from dns.rdataset import Rdataset
from dns.rdatatype import (
    AAAA,
    ANY,
    AXFR,
    CNAME,
    DS,
    IXFR,
    MX,
    NS,
    NSEC,
    RRSIG,
    SOA,
    A,
    RdataType,
)
from dns.rrset import RRset
from dns.zone import Zone

from lab.dns.wire import Reply, ancestors, open_reply

BESIDE_ALIAS = (CNAME, ANY, NSEC, RRSIG)
"""Types that an alias may have itself, so that a question for them ends there (RFC 4035 §2.5)."""


class Authority:
    """A server of `zones`. `respond` is a function of the query alone."""

    def __init__(self, zones: Iterable[Zone]) -> None:
        self._zones = {_origin(zone): _Served(zone) for zone in zones}

    def respond(self, wire: bytes, tcp: bool = False) -> bytes | None:
        """The reply to the query in `wire`. None: stay silent (an answer, or no header)."""
        reply = open_reply(wire, tcp, recursive=False)
        if reply is None:
            return None
        if reply.question is not None:
            self._answer(reply, reply.question)
        return reply.to_wire()

    def _answer(self, reply: Reply, question: RRset) -> None:
        zone = self._closest_zone(question.name, question.rdtype)
        if zone is None or question.rdtype in (AXFR, IXFR):
            return reply.refuse(dns.rcode.REFUSED)
        _Answering(zone, reply.message, question.rdtype).follow(question.name)

    def _closest_zone(self, name: Name, rdtype: RdataType) -> _Served | None:
        """The lowest zone of `name`. Its DS records are in the one above (RFC 4035 §3.1.4.1)."""
        held = [self._zones[above] for above in ancestors(name) if above in self._zones]
        if rdtype == DS and len(held) > 1 and held[0].origin == name:
            return held[1]
        return held[0] if held else None


class _Served:
    """One zone, with the questions that a server puts to it."""

    def __init__(self, zone: Zone) -> None:
        self.origin = _origin(zone)
        self._zone = zone
        owners = [name for name in zone if isinstance(name, Name)]
        self._names = {name for owner in owners for name in ancestors(owner, self.origin)}

    def rrset(self, name: Name, rdtype: RdataType) -> RRset | None:
        """The records of `name` itself, whatever cut lies above it."""
        if not name.is_subdomain(self.origin):
            return None
        rdataset = self._zone.get_rdataset(name, rdtype)
        return owned(name, rdataset) if rdataset else None

    def cut(self, name: Name, rdtype: RdataType) -> RRset | None:
        """The NS records of the highest delegation above or at `name` (RFC 1034 §4.2.1).

        DS records at a delegation are on this side of it.
        """
        below_origin = list(ancestors(name, self.origin))[rdtype == DS : -1]
        cuts = (self.rrset(ancestor, NS) for ancestor in reversed(below_origin))
        return next((cut for cut in cuts if cut is not None), None)

    def records(self, name: Name) -> list[RRset] | None:
        """What `name` owns, by a wildcard if need be. None: there is no such name (RFC 4592).

        An empty non-terminal exists, and owns nothing.
        """
        source = name
        if name not in self._names:
            encloser = next(above for above in ancestors(name, self.origin) if above in self._names)
            source = dns.name.Name((b"*",)).concatenate(encloser)
            if source not in self._names:
                return None
        node = self._zone.get_node(source)
        return [owned(name, held) for held in node.rdatasets] if node else []

    def negative_soa(self) -> RRset:
        """The SOA record that goes with a negative answer, with its TTL (RFC 2308 §3)."""
        soa = self.rrset(self.origin, SOA)
        assert soa is not None, "dnspython refuses a zone without SOA"
        soa.update_ttl(soa[0].minimum)  # which never lengthens it
        return soa


class _Answering:
    """One reply being filled from one zone."""

    def __init__(self, zone: _Served, message: Message, rdtype: RdataType) -> None:
        self._zone, self._message, self._rdtype = zone, message, rdtype

    def follow(self, name: Name) -> None:
        """Answer for `name`, and for what it is an alias of, as far as this zone goes."""
        seen: set[Name] = set()
        target: Name | None = name
        while target is not None and target not in seen and self._holds(target):
            seen.add(target)
            target = self._at(target)

    def _holds(self, name: Name) -> bool:
        return name.is_subdomain(self._zone.origin)

    def _at(self, name: Name) -> Name | None:
        """Say what this zone knows of `name`. Returns the target of an alias."""
        cut = self._zone.cut(name, self._rdtype)
        if cut is not None:
            self._refer(cut)
            return None
        self._message.flags |= dns.flags.AA
        records = self._zone.records(name)
        if records is None:
            self._message.set_rcode(dns.rcode.NXDOMAIN)
        return self._tell(records or [])

    def _refer(self, cut: RRset) -> None:
        """The server below knows. After an alias, the alias itself stays authoritative."""
        self._message.authority.append(cut)
        self._add_addresses(cut)

    def _tell(self, records: list[RRset]) -> Name | None:
        alias = next((held for held in records if held.rdtype == CNAME), None)
        if alias is not None and self._rdtype not in BESIDE_ALIAS:
            self._message.answer.append(alias)
            target: Name = alias[0].target
            return target
        wanted = [held for held in records if self._rdtype in (held.rdtype, ANY)]
        self._message.answer += wanted
        for rrset in wanted:
            self._add_addresses(rrset)
        if not wanted:
            self._message.authority.append(self._zone.negative_soa())
        return None

    def _add_addresses(self, rrset: RRset) -> None:
        """The addresses of the servers that were just named, if this zone has them: glue."""
        for rdata in rrset if rrset.rdtype in (NS, MX) else ():
            host = rdata.target if rrset.rdtype == NS else rdata.exchange
            for rdtype in (A, AAAA):
                self._add(self._zone.rrset(host, rdtype))

    def _add(self, rrset: RRset | None) -> None:
        if rrset is not None and rrset not in self._message.additional:
            self._message.additional.append(rrset)


def owned(name: Name, rdataset: Rdataset) -> RRset:
    """The records of `rdataset` as those of `name`, which a wildcard's are not."""
    return dns.rrset.from_rdata_list(name, rdataset.ttl, list(rdataset))


def _origin(zone: Zone) -> Name:
    assert zone.origin is not None, "a zone read from a file has an origin"
    return zone.origin
