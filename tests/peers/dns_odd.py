"""Questions that no usual client asks, by what is odd about them.

Each is built byte by byte (RFC 1035 §4.1, RFC 6891 §6.1), since a library would refuse to.
"""

from __future__ import annotations

from collections.abc import Iterator

import dns.name
import dns.rdatatype

from lab.dns.zones import zone_names

RD, CD, AD, TC, AA, RA, Z, QR = 0x100, 0x10, 0x20, 0x200, 0x400, 0x80, 0x40, 0x8000
IN, CH, HS, NONE, ANY = 1, 3, 4, 254, 255
DO = 0x8000
WWW, BIG, ZONE = "www.example.com.", "big.example.com.", "example.com."
COOKIE, CLIENT = 10, bytes(range(8))


def question(name: str = WWW, rdtype: str = "A", rdclass: int = IN) -> bytes:
    """The question section's part for one question."""
    number = int(dns.rdatatype.from_text(rdtype))
    return (dns.name.from_text(name).to_wire() or b"") + words(number, rdclass)


def opt(payload: int = 1232, version: int = 0, flags: int = 0, options: bytes = b"") -> bytes:
    """An OPT record."""
    return b"\0" + words(41, payload, version, flags, len(options)) + options


def option(code: int, data: bytes = b"") -> bytes:
    """One option of an OPT record."""
    return words(code, len(data)) + data


def words(*numbers: int) -> bytes:
    """Each number in two bytes."""
    return b"".join(number.to_bytes(2, "big") for number in numbers)


def message(
    questions: bytes | None = None,
    additional: bytes = b"",
    *,
    flags: int = 0,
    opcode: int = 0,
    counts: tuple[int, int, int, int] | None = None,
) -> bytes:
    """A message with one question and the record `additional`, unless `counts` says otherwise."""
    asked = question() if questions is None else questions
    held = counts or (1, 0, 0, int(bool(additional)))
    return words(0, opcode << 11 | flags, *held) + asked + additional


def odd() -> dict[str, bytes]:
    """Every odd question, by its name."""
    return {name: wire for part in (_flags, _shapes, _edns, _sizes) for name, wire in part()}


def _flags() -> Iterator[tuple[str, bytes]]:
    for flag in ("RD", "CD", "AD", "TC", "AA", "RA", "Z", "QR"):
        yield f"flag {flag}", message(flags=globals()[flag])
        yield f"flag {flag}, refused", message(question("absent.test."), flags=globals()[flag])
    yield "flags RD CD AD", message(flags=RD | CD | AD)
    for opcode in range(1, 16):
        yield f"opcode {opcode}", message(question(ZONE, "SOA"), opcode=opcode)
        yield f"opcode {opcode} with EDNS", message(question(ZONE, "SOA"), opt(), opcode=opcode)
    for rdclass in (0, 2, CH, HS, NONE, ANY, 65280):
        yield f"class {rdclass}", message(question(rdclass=rdclass))
    yield "version.bind", message(question("version.bind.", "TXT", CH))


def _shapes() -> Iterator[tuple[str, bytes]]:
    yield "no question", message(b"", counts=(0, 0, 0, 0))
    yield "two questions", message(question() + question(ZONE), counts=(2, 0, 0, 0))
    yield "the same question twice", message(question() + question(), counts=(2, 0, 0, 0))
    yield "65535 questions said, one there", message(counts=(65535, 0, 0, 0))
    yield "an answer said, none there", message(counts=(1, 1, 0, 0))
    yield "a byte too many", message(question() + b"\0")
    yield "a question cut short", message(question()[:-1])
    yield "a header alone that promises a question", message(b"")
    yield "half a header", message()[:7]
    yield "nothing", b""
    yield "a name that points at itself", message(b"\xc0\x0c" + words(1, IN))
    yield "a name that points ahead", message(b"\xc0\x20" + words(1, IN))
    yield "a name of an unknown kind", message(b"\x41www\0" + words(1, IN))
    yield "a name of 256 bytes", message((b"\x3f" + b"a" * 63) * 4 + b"\0" + words(1, IN))
    for rdtype in ("AXFR", "IXFR", "OPT", "TSIG", "MAILB", "TYPE0", "TYPE65535"):
        yield f"type {rdtype}", message(question(ZONE, rdtype))


def _edns() -> Iterator[tuple[str, bytes]]:
    yield "EDNS version 1", message(None, opt(version=1 << 0))
    yield "EDNS version 255", message(None, opt(version=255))
    yield "DO", message(None, opt(flags=DO))
    yield "all EDNS flags", message(None, opt(flags=0xFFFF))
    yield "two OPT", message(None, opt() * 2, counts=(1, 0, 0, 2))
    yield "OPT as an answer", message(None, opt(), counts=(1, 1, 0, 0))
    yield "OPT of a name", message(None, b"\x01a" + opt())
    yield "an option cut short", message(None, opt(options=words(COOKIE, 8) + b"abc"))
    yield "an unknown option", message(None, opt(options=option(65001, b"abc")))
    yield "a cookie", message(None, opt(options=option(COOKIE, CLIENT)))
    yield "a cookie too short", message(None, opt(options=option(COOKIE, CLIENT[:5])))
    yield "a client subnet", message(None, opt(options=option(8, bytes.fromhex("00011800c00002"))))
    yield "padding", message(None, opt(options=option(12, bytes(100))))
    yield "NSID", message(None, opt(options=option(3)))


def _sizes() -> Iterator[tuple[str, bytes]]:
    for payload in (0, 511, 512, 600, 1024, 1232, 4096, 65535):
        yield f"too long, {payload} bytes taken", message(question(BIG, "TXT"), opt(payload))
    yield "too long, without EDNS", message(question(BIG, "TXT"))
    for zone in zone_names():
        apex = "." if zone == "root" else f"{zone}."
        yield f"AXFR of {apex}", message(question(apex, "AXFR"))
