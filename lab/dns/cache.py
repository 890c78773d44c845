"""What a resolver remembers, and for how long: most questions end here, without a packet.

The server that knows decides how long its answer is good: the TTL, in seconds. "There is none" is
an answer too, and is remembered for the time that the zone's SOA record gives (RFC 2308 §5).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from io import BytesIO

import dns.rcode
import dns.rrset
from dns.name import Name
from dns.rcode import Rcode
from dns.rdatatype import CNAME, NONE, RdataType
from dns.rrset import RRset

from lab.dns.reading import Finding, Question

CAPACITY = 1 << 20
"""Bytes of records, as on the wire; the oldest make room. A server decides how long they are."""
FAILURE_TTL = 5
"""Seconds for which a question that failed is not asked again (RFC 9520 §3.2)."""
SHORTEST_REFERRAL = 10
"""Seconds for which a referral is kept at least: the descent that it is part of needs it."""
GRAIN = 1e-6
"""Seconds that do not count as one more: a TTL of 300 is not told as 301 after rounding."""


class Rank(IntEnum):
    """How much data are to be trusted (RFC 2181 §5.4.1, its two ends)."""

    REFERRAL = 0
    """Said by the zone above: good enough to find a server, never given as an answer."""
    ANSWER = 1
    """Said with authority, in answer to a question."""


@dataclass(frozen=True)
class Entry:
    """One memory: records, or their absence (`rrset` is None), until a moment of the clock."""

    rrset: RRset | None
    until: float
    rank: Rank
    rcode: Rcode = dns.rcode.NOERROR
    soa: RRset | None = None

    @property
    def size(self) -> int:
        """Bytes of its records, as on the wire."""
        return wire_size(self.rrset or self.soa)


class Cache:
    """Memories by name and type. `clock` gives the time in seconds."""

    def __init__(self, clock: Callable[[], float], capacity: int = CAPACITY) -> None:
        self._clock = clock
        self._capacity = capacity
        self._entries: dict[tuple[Name, RdataType], Entry] = {}
        self._size = 0
        self._failures: dict[Question, float] = {}

    def store(self, finding: Finding, question: Question) -> None:
        """Remember an answer: each of its records, and its negative end if it can be proved."""
        for rrset in finding.rrsets:
            self.put(rrset, Rank.ANSWER)
        if finding.about is not None and finding.soa is not None:
            gone = finding.rcode == dns.rcode.NXDOMAIN
            rdtype = NONE if gone else question.rdtype
            self._absent(Question(finding.about, rdtype), finding.rcode, finding.soa)

    def put(self, rrset: RRset, rank: Rank) -> None:
        """Remember `rrset` for its TTL, unless something better is known."""
        key = (rrset.name, rrset.rdtype)
        old = self._live(key)
        ttl = rrset.ttl if rank is Rank.ANSWER else max(rrset.ttl, SHORTEST_REFERRAL)
        if ttl > 0 and (old is None or old.rank <= rank):
            self._set(key, Entry(rrset, self._clock() + ttl, rank))

    def fail(self, question: Question) -> None:
        """Remember for a moment that `question` found no answer."""
        now = self._clock()
        while self._failures and next(iter(self._failures.values())) <= now:
            del self._failures[next(iter(self._failures))]
        self._failures.pop(question, None)
        self._failures[question] = now + FAILURE_TTL

    def failed(self, question: Question) -> bool:
        """Whether `question` found no answer a moment ago."""
        return self._failures.get(question, self._clock()) > self._clock()

    def records(self, name: Name, rdtype: RdataType) -> RRset | None:
        """What is known of `name`, even from a referral: to find servers, not to answer."""
        entry = self._live((name, rdtype))
        return entry.rrset if entry else None

    def find(self, question: Question) -> Finding | None:
        """The answer to `question` as far as it is remembered, with the TTLs that remain."""
        for rdtype in (question.rdtype, CNAME, NONE):
            entry = self._live((question.name, rdtype))
            if entry is not None and entry.rank is Rank.ANSWER:
                alias_only = rdtype == CNAME != question.rdtype
                if entry.rrset is not None or not alias_only:
                    return self._told(entry, question)
        return None

    def _told(self, entry: Entry, question: Question) -> Finding:
        if entry.rrset is None:
            soa = entry.soa and self._aged(entry.soa, entry)
            return Finding(rcode=entry.rcode, about=question.name, soa=soa)
        onward = None if entry.rrset.rdtype == question.rdtype else entry.rrset[0].target
        return Finding((self._aged(entry.rrset, entry),), onward=onward)

    def _aged(self, rrset: RRset, entry: Entry) -> RRset:
        ttl = math.ceil(entry.until - self._clock() - GRAIN)
        return dns.rrset.from_rdata_list(rrset.name, ttl, list(rrset))

    def _absent(self, question: Question, rcode: Rcode, soa: RRset) -> None:
        """`NONE` as a type stands for them all: a name that does not exist has no records."""
        entry = Entry(None, self._clock() + soa.ttl, Rank.ANSWER, rcode, soa)
        self._set((question.name, question.rdtype), entry)

    def _live(self, key: tuple[Name, RdataType]) -> Entry | None:
        entry = self._entries.get(key)
        if entry is not None and entry.until <= self._clock():
            self._drop(key)
            return None
        return entry

    def _set(self, key: tuple[Name, RdataType], entry: Entry) -> None:
        self._drop(key)
        self._entries[key] = entry
        self._size += entry.size
        while self._size > self._capacity:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: tuple[Name, RdataType]) -> None:
        entry = self._entries.pop(key, None)
        self._size -= entry.size if entry else 0


def wire_size(rrset: RRset | None) -> int:
    """Bytes that `rrset` takes in a message, its name in full."""
    file = BytesIO()
    if rrset is not None:
        rrset.to_wire(file)
    return file.tell()
