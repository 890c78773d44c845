"""What a server's answer says, and what that server may speak for.

A resolver believes little: the server of `zone` is heard about names in `zone`, in answer to the
question that was asked. The rest of a message is a favour at best and a forgery at worst, and is
dropped here (RFC 5452 §6). Nothing is stored in this module, and nothing is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import dns.flags
import dns.rcode
import dns.rdataclass
import dns.rrset
from dns.message import Message
from dns.name import Name
from dns.rcode import Rcode
from dns.rdatatype import AAAA, CNAME, NS, SOA, A, RdataType
from dns.rrset import RRset

LONGEST_TTL = 86400
"""Seconds: what is kept longer than a day is asked again all the same (RFC 8767 §4 allows it)."""
LONGEST_NEGATIVE_TTL = 3600
"""Seconds: "there is none" is forgotten sooner (RFC 2308 §5 advises one to three hours)."""
LONGEST_CHAIN = 10
"""Aliases that are followed from one name; a circle of them ends here too."""


@dataclass(frozen=True)
class Question:
    """A name, and the type of the records that are wanted."""

    name: Name
    rdtype: RdataType


@dataclass(frozen=True)
class Finding:
    """What is known of a question: the records on the way, then an end or an `onward` alias.

    Without `onward`, either the last of `rrsets` answers the question, or the answer is negative:
    `rcode` is NXDOMAIN, or NOERROR when the name `about` exists without such records; `soa` then
    is the proof, if the server gave one.
    """

    rrsets: tuple[RRset, ...] = ()
    rcode: Rcode = dns.rcode.NOERROR
    onward: Name | None = None
    about: Name | None = None
    soa: RRset | None = None


@dataclass(frozen=True)
class Referral:
    """The servers of a zone further down know; `glue` has the addresses of some of them."""

    servers: RRset
    glue: tuple[RRset, ...]


def read(reply: Message, question: Question, zone: Name) -> Finding | Referral | None:
    """What `reply`, from a server of `zone`, tells about `question`. None: nothing usable.

    Not usable is a server that fails, refuses, or answers without authority (a lame delegation,
    RFC 9499 §7), or whose answer is cut over a stream as well (RFC 2181 §9).
    """
    said = reply.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)
    if not said or reply.flags & dns.flags.TC:
        return None
    if reply.flags & dns.flags.AA:
        return _finding(reply, question, zone)
    return _referral(reply, question.name, zone)


def _finding(reply: Message, question: Question, zone: Name) -> Finding | None:
    chain: list[RRset] = []
    name = question.name
    while name.is_subdomain(zone) and len(chain) <= LONGEST_CHAIN:
        rrset = _answer(reply, Question(name, question.rdtype))
        if rrset is None:
            return _end(reply, chain, name, zone)
        chain.append(_limited(rrset))
        if rrset.rdtype == question.rdtype:
            return Finding(tuple(chain))
        name = rrset[0].target
    return Finding(tuple(chain), onward=name)


def _answer(reply: Message, question: Question) -> RRset | None:
    """The records that answer, or the alias."""
    types = (question.rdtype, CNAME)
    at_name = (held for held in reply.answer if held.name == question.name and _is_in(held))
    return next((held for held in at_name if held.rdtype in types), None)


def _end(reply: Message, chain: list[RRset], name: Name, zone: Name) -> Finding | None:
    """No records for `name`: because there are none, or because its zone is another one."""
    soa = next((held for held in reply.authority if _proves(held, name, zone)), None)
    if soa is not None:
        minimum = min(soa.ttl, soa[0].minimum, LONGEST_NEGATIVE_TTL)
        soa = _limited(soa, minimum)
    elif chain:
        return Finding(tuple(chain), onward=name)
    return Finding(tuple(chain), reply.rcode(), about=name, soa=soa)


def _proves(rrset: RRset, name: Name, zone: Name) -> bool:
    """Whether `rrset` is the SOA record of a zone of `name` that the server may speak for."""
    in_bailiwick = rrset.name.is_subdomain(zone) and name.is_subdomain(rrset.name)
    return rrset.rdtype == SOA and _is_in(rrset) and in_bailiwick


def _referral(reply: Message, name: Name, zone: Name) -> Referral | None:
    """Only downwards, and only towards `name`: a referral elsewhere would be a detour or a trap."""
    for held in reply.authority:
        downwards = held.name != zone and held.name.is_subdomain(zone)
        if held.rdtype == NS and _is_in(held) and downwards and name.is_subdomain(held.name):
            return Referral(_limited(held), _glue(reply, held, zone))
    return None


def _glue(reply: Message, servers: RRset, zone: Name) -> tuple[RRset, ...]:
    """The addresses of `servers` that this server may vouch for: those of names in its zone."""
    named = {server.target for server in servers if server.target.is_subdomain(zone)}
    return tuple(
        _limited(held)
        for held in reply.additional
        if held.rdtype in (A, AAAA) and _is_in(held) and held.name in named
    )


def _is_in(rrset: RRset) -> bool:
    return rrset.rdclass == dns.rdataclass.IN


def _limited(rrset: RRset, longest: int = LONGEST_TTL) -> RRset:
    """`rrset` with a TTL that is believed. dnspython made 0 of an absurd one (RFC 2181 §8)."""
    return dns.rrset.from_rdata_list(rrset.name, min(rrset.ttl, longest), list(rrset))
