"""Where each field of a DNS message lies: parsers keep the values and forget the places.

dnspython reads the names and the data, here too; only the walk is ours (RFC 1035 §4.1).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lab.trace.message import Field

if TYPE_CHECKING:
    from dns.wire import Parser

_COUNTS = ("questions", "answers", "authority records", "additional records")
_SECTIONS = ("answer", "authority", "additional")
_MOST = 200
_OPT = b"\0\x29"


def fields(wire: bytes, start: int) -> list[Field]:
    """The fields of `wire`, which begins at the place `start`; none if it is not well formed."""
    try:
        found = list(_walk(wire))
    except Exception:  # hostile bytes find more than DNSException in a parser this rich
        return []
    return [Field(f.name, f.start + start, f.end + start, f.value) for f in found]


def _walk(wire: bytes) -> Iterator[Field]:
    import dns.wire

    parser = dns.wire.Parser(wire)
    ident, flags, *counts = parser.get_struct("!HHHHHH")
    yield Field("id", 0, 2, f"0x{ident:04x}")
    yield Field("flags", 2, 4, _flags(flags))
    for n, (name, count) in enumerate(zip(_COUNTS, counts, strict=True)):
        yield Field(name, 4 + 2 * n, 6 + 2 * n, str(count))
    yield from _entries(parser, counts)
    if parser.remaining():
        yield Field("trailing bytes", parser.current, len(wire), str(parser.remaining()))


def _entries(parser: Parser, counts: list[int]) -> Iterator[Field]:
    if sum(counts) > _MOST:
        raise ValueError("more entries than a message of the lab holds")
    for _ in range(counts[0]):
        yield from _question(parser)
    for section, count in zip(_SECTIONS, counts[1:], strict=True):
        for n in range(count):
            yield from _record(parser, f"{section} {n + 1}")


def _flags(flags: int) -> str:
    import dns.flags
    import dns.opcode
    import dns.rcode

    kind = "response" if flags & dns.flags.QR else "query"
    bits = [name for name in ("AA", "TC", "RD", "RA", "AD", "CD") if flags & dns.flags.Flag[name]]
    opcode = dns.opcode.to_text(dns.opcode.from_flags(flags))
    rcode = dns.rcode.to_text(dns.rcode.from_flags(flags, 0))
    return " ".join([kind, f"opcode {opcode}", *bits, rcode])


def _question(parser: Parser) -> Iterator[Field]:
    yield _name(parser, "question: name")
    yield from _type_and_class(parser, "question")


def _name(parser: Parser, title: str) -> Field:
    import dns.name

    start = parser.current
    name = dns.name.from_wire_parser(parser)
    return Field(title, start, parser.current, name.to_text())


def _type_and_class(parser: Parser, title: str) -> Iterator[Field]:
    import dns.rdataclass
    import dns.rdatatype

    start = parser.current
    rdtype, rdclass = parser.get_struct("!HH")
    yield Field(f"{title}: type", start, start + 2, dns.rdatatype.to_text(rdtype))
    is_opt = rdtype == dns.rdatatype.OPT
    shown = f"UDP payload size {rdclass}" if is_opt else dns.rdataclass.to_text(rdclass)
    yield Field(f"{title}: class", start + 2, start + 4, shown)


def _record(parser: Parser, title: str) -> Iterator[Field]:
    yield _name(parser, f"{title}: name")
    place = parser.current
    yield from _type_and_class(parser, title)
    start = parser.current
    ttl, length = parser.get_struct("!IH")
    is_opt = parser.wire[place : place + 2] == _OPT
    yield Field(f"{title}: TTL", start, start + 4, _extended(ttl) if is_opt else str(ttl))
    yield Field(f"{title}: data length", start + 4, start + 6, str(length))
    if length:
        yield _rdata(parser, f"{title}: data", place, length)


def _extended(ttl: int) -> str:
    """What OPT writes in the place of a TTL (RFC 6891 §6.1.3)."""
    high, number, bits = struct.unpack("!BBH", struct.pack("!I", ttl))
    return f"rcode bits {high}, version {number}, " + ("DO" if bits & 0x8000 else "no DO")


def _rdata(parser: Parser, title: str, place: int, length: int) -> Field:
    import dns.rdata
    import dns.rdataclass
    import dns.rdatatype

    rdtype, rdclass = struct.unpack("!HH", parser.wire[place : place + 4])
    start = parser.current
    with parser.restrict_to(length):
        rdata = dns.rdata.from_wire_parser(
            dns.rdataclass.RdataClass.make(rdclass), dns.rdatatype.RdataType.make(rdtype), parser
        )
    return Field(title, start, start + length, rdata.to_text())
