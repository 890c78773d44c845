"""The little of ASN.1 that certificates are written in: DER, of which every value says its length.

Strict about what it reads: a length that leaves its parent, or is not the shortest, is refused.
"""

from __future__ import annotations

from calendar import timegm
from dataclasses import dataclass
from functools import cached_property

BOOLEAN, INTEGER, BITS, OCTETS, OID = 0x01, 0x02, 0x03, 0x04, 0x06
SEQUENCE, SET = 0x30, 0x31
UTC_TIME = 0x17
_WIDE = {0x1C: "utf-32-be", 0x1E: "utf-16-be", 0x14: "latin-1"}


@dataclass(frozen=True)
class Value:
    """One value: its tag, its contents, and all its bytes."""

    tag: int
    body: bytes
    raw: bytes

    @cached_property
    def parts(self) -> list[Value]:
        """The values inside. ValueError if they do not fill it."""
        found, at = [], 0
        while at < len(self.body):
            found.append(_value(self.body, at))
            at += len(found[-1].raw)
        return found

    def expect(self, tag: int) -> Value:
        """Itself, if its tag is this one; else ValueError."""
        if self.tag != tag:
            raise ValueError(f"tag {self.tag:#x} where {tag:#x} was expected")
        return self


def read(data: bytes) -> Value:
    """The one value that these bytes are. ValueError if they are not one."""
    value = _value(data, 0)
    if len(value.raw) != len(data):
        raise ValueError("bytes after the end")
    return value


def _value(data: bytes, at: int) -> Value:
    if len(data) < at + 2:
        raise ValueError("cut short")
    tag, size, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F:
        raise ValueError("a long tag")
    if size & 0x80:
        size, start = _long(data, start, size & 0x7F)
    if len(data) < start + size:
        raise ValueError("cut short")
    return Value(tag, data[start : start + size], data[at : start + size])


def _long(data: bytes, at: int, count: int) -> tuple[int, int]:
    size = int.from_bytes(data[at : at + count])
    if not 1 <= count <= 4 or len(data) < at + count or size >> (8 * count - 8) == 0 or size < 128:
        raise ValueError("a bad length")
    return size, at + count


def oid(value: Value) -> str:
    """An object identifier with its dots."""
    arcs, arc = [], 0
    for byte in value.expect(OID).body:
        arc = arc << 7 | byte & 0x7F
        if not byte & 0x80:
            arcs.append(arc)
            arc = 0
    if not arcs:
        raise ValueError("an empty identifier")
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, [first, arcs[0] - 40 * first, *arcs[1:]]))


def text(value: Value) -> str:
    """A string of any of the kinds that names are written in."""
    return value.body.decode(_WIDE.get(value.tag, "utf-8"))


def moment(value: Value) -> int:
    """A date in seconds since 1970 (RFC 5280 §4.1.2.5)."""
    said = value.body.decode("ascii")
    if value.tag == UTC_TIME:
        said = ("20" if said < "50" else "19") + said
    if len(said) != 15 or said[14] != "Z" or not said[:14].isdigit():
        raise ValueError("a date in another form")
    month, day, hour, minute, second = (int(said[at : at + 2]) for at in range(4, 14, 2))
    return timegm((int(said[:4]), month, day, hour, minute, second))
