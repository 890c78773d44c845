"""What a program does when it wants an address: it asks its resolver, and waits.

The stub follows no delegation and keeps no cache; it is the little that `getaddrinfo` does. It asks
as glibc does: without EDNS, five seconds for a reply, twice, over a stream if the datagram was cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

import dns.exception
import dns.name
import dns.rcode
import dns.rdatatype
from dns.message import ChainingResult, QueryMessage
from dns.name import Name
from dns.rdatatype import RdataType

from lab.dns.reading import Question
from lab.dns.upstream import Steps, ask, make_query
from lab.effects import Address

TIMEOUT = 5.0
"""Seconds that the resolver has to answer."""
ATTEMPTS = 2
"""Times that a question is asked."""


class Family(Enum):
    """The addresses that are wanted: the types to ask for, in this order."""

    A = (dns.rdatatype.A,)
    AAAA = (dns.rdatatype.AAAA,)
    BOTH = (dns.rdatatype.A, dns.rdatatype.AAAA)


class Failure(Enum):
    """Why there is no address. The first two are answers, the third is the lack of one."""

    NXDOMAIN = "the name does not exist"
    NODATA = "the name exists, without an address of this family"
    TEMPORARY = "the resolver failed, or stayed silent"


@dataclass(frozen=True)
class Lookup:
    """What came of a name: `addresses` (IPv4 first), or the reason why there is none.

    `canonical` is where the aliases of `name` lead, without a final dot.
    """

    name: str
    canonical: str
    addresses: tuple[str, ...] = ()
    failure: Failure | None = None


_Answer = ChainingResult | Failure


def lookup(name: str, family: Family, resolver: Address, random: Random) -> Steps[Lookup]:
    """Ask `resolver` for the addresses of `name`; one question for each family, in turn."""
    try:
        asked = dns.name.from_text(name)
    except (dns.exception.DNSException, UnicodeError):
        return Lookup(name, name, failure=Failure.NXDOMAIN)
    answers: list[_Answer] = []
    for rdtype in family.value:
        answers.append((yield from _ask(asked, rdtype, resolver, random)))
    return _sum_up(name, answers)


def _ask(name: Name, rdtype: RdataType, resolver: Address, random: Random) -> Steps[_Answer]:
    query = make_query(Question(name, rdtype), random, recursive=True, edns=0)
    for _ in range(ATTEMPTS):
        reply = yield from ask(query, resolver, TIMEOUT)
        if isinstance(reply, QueryMessage) and reply.rcode() == dns.rcode.NXDOMAIN:
            return Failure.NXDOMAIN
        if isinstance(reply, QueryMessage) and reply.rcode() == dns.rcode.NOERROR:
            return _follow(reply)
    return Failure.TEMPORARY


def _follow(reply: QueryMessage) -> _Answer:
    """The addresses at the end of the aliases in `reply`."""
    try:
        return reply.resolve_chaining()
    except dns.exception.DNSException:
        return Failure.TEMPORARY


def _sum_up(name: str, answers: Sequence[_Answer]) -> Lookup:
    """Any address will do; without one, the least certain failure is the true one."""
    chains = [answer for answer in answers if isinstance(answer, ChainingResult)]
    addresses = tuple(record.address for chain in chains for record in chain.answer or ())
    if addresses:
        canonical = next(chain.canonical_name for chain in chains if chain.answer)
        return Lookup(name, canonical.to_text(omit_final_dot=True), addresses)
    reasons = (Failure.TEMPORARY, Failure.NXDOMAIN)
    failure = next((reason for reason in reasons if reason in answers), Failure.NODATA)
    return Lookup(name, name, failure=failure)
