"""What counts when two name servers answer the same question, and what does not.

The order of records, and how names are compressed, say nothing. All the rest is compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import dns.flags
import dns.message
import dns.opcode
import dns.rcode
import dns.rdatatype
from dns.message import Message
from dns.rrset import RRset

Records = dict[str, int]
"""Each record of a section, as a line without its TTL; and its TTL."""


@dataclass(frozen=True)
class Said:
    """One reply, as far as it is compared."""

    rcode: str
    opcode: str
    flags: str
    edns: str
    question: Records
    answer: Records
    authority: Records
    additional: Records


def said(wire: bytes) -> Said:
    """What the reply in `wire` says."""
    reply = dns.message.from_wire(wire)
    return Said(
        dns.rcode.to_text(reply.rcode()),
        dns.opcode.to_text(reply.opcode()),
        dns.flags.to_text(reply.flags),
        _edns(reply),
        {str(question): 0 for question in reply.question},
        records(reply.answer),
        records(reply.authority),
        records(reply.additional),
    )


def records(section: Iterable[RRset]) -> Records:
    """The records of a section."""
    kinds = ((held, f"{held.name} {dns.rdatatype.to_text(held.rdtype)}") for held in section)
    return {f"{kind} {record}": held.ttl for held, kind in kinds for record in held}


def _edns(reply: Message) -> str:
    """Its version and flags, if there is EDNS; the size that a server takes is its own matter."""
    if reply.edns < 0:
        return "none"
    return f"{reply.edns} {dns.flags.edns_to_text(reply.ednsflags & 0xFFFF)}".strip()


def difference(lab: bytes | None, peer: bytes | None, slack: float = 0) -> str:
    """What differs between two replies, the lab's word first. Empty: nothing that counts.

    `slack` is in seconds: by so much, TTLs may differ.
    """
    if lab == peer:
        return ""
    if lab is None or peer is None:
        return "/".join("silence" if wire is None else said(wire).rcode for wire in (lab, peer))
    ours, theirs = said(lab), said(peer)
    told = (_told(field.name, ours, theirs, slack) for field in fields(Said))
    return ", ".join(filter(None, told))


def _told(field: str, lab: Said, peer: Said, slack: float) -> str:
    ours, theirs = getattr(lab, field), getattr(peer, field)
    if isinstance(ours, str):
        return "" if ours == theirs else f"{field} {ours}/{theirs}"
    if ours.keys() != theirs.keys():
        return field
    aged = any(abs(ttl - theirs[record]) > slack for record, ttl in ours.items())
    return f"TTL of {field}" if aged else ""


def asked(wire: bytes) -> str:
    """The question of a readable query, and whether it has EDNS: the name of a comparison."""
    query = dns.message.from_wire(wire)
    edns = "" if query.edns < 0 else " EDNS"
    name, rdtype = query.question[0].name, query.question[0].rdtype
    return f"{name} {dns.rdatatype.to_text(rdtype)}{edns}"
