"""A DNS message in one line, in the words of the RFCs that name its kinds (RFC 9499).

dnspython is imported when the first DNS message is read: a program that asks nothing starts sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.trace.message import cut, glimpse, size

if TYPE_CHECKING:
    from dns.message import Message
    from dns.rrset import RRset

PORT = 53
_VALUE = 40
_VALUES = 4


def is_response(wire: bytes) -> bool:
    """The QR bit (RFC 1035 §4.1.1); False if there is no header to hold it."""
    return len(wire) > 2 and bool(wire[2] & 0x80)


def tell(wire: bytes) -> tuple[str, str]:
    """A message at length and shortly; of a malformed one, its first bytes and its length."""
    try:
        import dns.message

        message = dns.message.from_wire(wire)
        kind, told = _response(message) if is_response(wire) else _query(message)
    except Exception:  # hostile bytes find more than DNSException in a parser this rich
        malformed = f"malformed: {glimpse(wire)} ({size(wire)})"
        return malformed, malformed
    return " ".join([kind, f"{message.id:04x}", *_flags(message), told]), f"{kind} {told}"


def _query(message: Message) -> tuple[str, str]:
    import dns.opcode

    opcode = message.opcode()
    kind = "query" if opcode == dns.opcode.QUERY else dns.opcode.to_text(opcode).lower()
    return kind, _question(message)


def _response(message: Message) -> tuple[str, str]:
    """The kind, named as RFC 9499 §3 does (NODATA is RFC 2308's), and what was found."""
    import dns.flags
    import dns.rcode

    if message.flags & dns.flags.TC:
        return "truncated (TC)", _question(message)
    if message.rcode() != dns.rcode.NOERROR:
        return dns.rcode.to_text(message.rcode()), _question(message)
    if message.answer:
        return "answer", ", ".join(map(_rrset, message.answer))
    return ("referral", _referral(message)) if _refers(message) else ("NODATA", _question(message))


def _flags(message: Message) -> list[str]:
    import dns.flags

    names = ("AA", "RA") if message.flags & dns.flags.QR else ("RD",)
    return [name for name in names if message.flags & dns.flags.Flag[name]]


def _question(message: Message) -> str:
    import dns.rdatatype

    asked = [f"{q.name} {dns.rdatatype.to_text(q.rdtype)}" for q in message.question]
    return ", ".join(asked) or "no question"


def _rrset(rrset: RRset) -> str:
    import dns.rdatatype

    return f"{rrset.name} {dns.rdatatype.to_text(rrset.rdtype)} {_values(rrset)} (TTL {rrset.ttl})"


def _values(rrset: RRset, most: int = _VALUES) -> str:
    shown = [cut(rdata.to_text(), _VALUE) for rdata in list(rrset)[:most]]
    return ", ".join(shown + ["…"] * (len(rrset) > most))


def _refers(message: Message) -> bool:
    """A zone cut is named and nothing else is said (RFC 9499 §4, "referral")."""
    import dns.rdatatype

    types = {rrset.rdtype for rrset in message.authority}
    return dns.rdatatype.NS in types and dns.rdatatype.SOA not in types


def _referral(message: Message) -> str:
    import dns.rdatatype

    cuts = [rrset for rrset in message.authority if rrset.rdtype == dns.rdatatype.NS]
    glue = [r for r in message.additional if r.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA)]
    told = ", ".join(f"{rrset.name} NS {_values(rrset, 1)}" for rrset in cuts)
    return f"{told} ({'with' if glue else 'no'} glue)"
