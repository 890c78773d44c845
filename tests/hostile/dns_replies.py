"""Replies that a resolver must survive, made byte by byte: no library would write them.

Each is a function of the query, as a server is. The right answer is in most of them, or a wrong one
that an incautious reader would find: what is wrong is what the name of the reply says.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

Wire = Callable[[bytes], bytes]
"""From a query to a reply."""

HEADER = 12
ANSWER, QUERY, CUT = 0x8400, 0x0400, 0x8600
"""Flags: QR and AA; AA alone; QR, AA and TC (RFC 1035 §4.1.1)."""
POISON = "203.0.113.99"
BAD = bytes([203, 0, 113, 99])
RIGHT = bytes([203, 0, 113, 10])
HERE = b"\xc0\x0c"
"""A pointer to the name that was asked for."""
OPT = b"\0\0\x29\x04\xd0\0\0\0\0\0\0"


def question(query: bytes) -> bytes:
    """The question of a query, without the OPT record that follows it."""
    return query[HEADER : query.index(0, HEADER) + 5]


def name(text: str) -> bytes:
    """A name, not compressed."""
    labels = text.rstrip(".").split(".")
    return b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"


def record(owner: bytes, data: bytes, kind: int = 1, rdclass: int = 1, ttl: int = 60) -> bytes:
    """One record; its length is right."""
    return owner + struct.pack("!HHIH", kind, rdclass, ttl, len(data)) + data


def reply(
    query: bytes, *answer: bytes, flags: int = ANSWER, asked: bytes | None = None,
    authority: tuple[bytes, ...] = (), additional: tuple[bytes, ...] = (),
    counts: tuple[int, ...] = (), ident: int = 0,
) -> bytes:  # fmt: skip
    """A reply to `query`; `counts` and `asked` where they are to lie, `ident` changes the id."""
    known = (1, len(answer), len(authority), len(additional))
    head = struct.pack("!6H", int.from_bytes(query[:2]) ^ ident, flags, *(counts or known))
    body = question(query) if asked is None else asked
    return head + body + b"".join((*answer, *authority, *additional))


def owned(owner: bytes) -> Wire:
    """An answer whose owner is these bytes, pointers and all."""
    return lambda query: reply(query, record(owner, BAD))


def with_opt(*records: bytes, section: str = "additional") -> Wire:
    """The right answer, with these records where OPT may be, or may not."""
    if section == "answer":
        return lambda query: reply(query, record(HERE, RIGHT), *records)
    return lambda query: reply(query, record(HERE, RIGHT), additional=records)


def asking(other: bytes) -> Wire:
    """A wrong answer, to this question."""
    return lambda query: reply(query, record(HERE, BAD), asked=other)


WWW = name("www.example.com")
NOT_THE_ANSWER: dict[str, Wire] = {
    "nothing": lambda query: b"",
    "a byte": lambda query: query[:1],
    "an id": lambda query: query[:2],
    "eleven bytes": lambda query: reply(query)[:11],
    "a header": lambda query: reply(query, asked=b"", counts=(0, 0, 0, 0)),
    "another id": lambda query: reply(query, record(HERE, BAD), ident=1),
    "another name": asking(name("www.example.net") + b"\0\1\0\1"),
    "another type": asking(WWW + b"\0\x1c\0\1"),
    "another class": asking(WWW + b"\0\1\0\3"),
    "the query itself": lambda query: query,
    "a query": lambda query: reply(query, record(HERE, BAD), flags=QUERY),
    "another operation": lambda query: reply(query, record(HERE, BAD), flags=ANSWER | 2 << 11),
    "no question": lambda query: reply(query, record(WWW, BAD), asked=b"", counts=(0, 1, 0, 0)),
    "two questions": lambda query: reply(
        query, record(HERE, BAD), asked=question(query) + WWW + b"\0\x1c\0\1", counts=(2, 1, 0, 0)
    ),
}
"""Each is ignored: the true one might still come."""

MALFORMED: dict[str, Wire] = {
    "a pointer to itself": owned(b"\xc0\x21"),
    "two pointers in a circle": owned(b"\xc0\x23\xc0\x21"),
    "a pointer after a label to itself": owned(b"\1a\xc0\x21"),
    "a pointer forwards": owned(b"\xc0\x40"),
    "a pointer beyond the end": owned(b"\xff\xff"),
    "a pointer into the header": owned(b"\xc0\x02"),
    "half a pointer": lambda query: reply(query, counts=(1, 1, 0, 0)) + b"\xc0",
    "a label of 64 bytes": owned(b"\x40" + b"a" * 64 + b"\0"),
    "a label of 191 bytes": owned(b"\xbf" + b"a" * 191 + b"\0"),
    "a name of 256 bytes": owned((b"\x3f" + b"a" * 63) * 3 + b"\x3e" + b"a" * 62 + b"\0"),
    "a name that does not end": lambda query: reply(query, counts=(1, 1, 0, 0)) + b"\x05abc",
    "counts of 65535": lambda query: reply(query, record(HERE, BAD), counts=(1,) + (65535,) * 3),
    "one record too few": lambda query: reply(query, record(HERE, BAD), counts=(1, 2, 0, 0)),
    "one record too many": lambda query: reply(
        query, record(HERE, RIGHT), record(HERE, BAD), counts=(1, 1, 0, 0)
    ),
    "questions of 65535": lambda query: reply(query, counts=(65535, 0, 0, 0)),
    "a length beyond the end": lambda query: reply(query, record(HERE, BAD)[:-1]),
    "an address of three bytes": lambda query: reply(query, record(HERE, BAD[:3])),
    "an address of five bytes": lambda query: reply(query, record(HERE, BAD + b"\0")),
    "an alias without a name": lambda query: reply(query, record(HERE, b"", kind=5)),
    "text whose length lies": lambda query: reply(query, record(HERE, b"\xffabc", kind=16)),
    "bytes at the end": lambda query: reply(query, record(HERE, BAD)) + b"junk",
    "a signature that nobody knows": with_opt(record(b"\0", b"\0" * 16, kind=250, rdclass=255)),
    "two OPT": with_opt(OPT, OPT),
    "OPT in the answer": with_opt(OPT, section="answer"),
    "OPT of a name": with_opt(b"\1a" + OPT),
    "an option whose length lies": with_opt(OPT[:-1] + b"\4\0\x0a\xff\xff"),
    "half an option": with_opt(OPT[:-1] + b"\3\0\x0a\0"),
}
"""Each cannot be read as a whole, so nothing in it counts."""

ODD: dict[str, Wire] = {
    "capitals": lambda query: reply(
        query, record(WWW.upper(), RIGHT), asked=WWW.upper() + b"\0\1\0\1"
    ),
    "every flag": lambda query: reply(query, record(HERE, RIGHT), flags=0x85F0),
    "a version of EDNS to come": with_opt(OPT[:6] + b"\xc8" + OPT[7:]),
    "an option of 1,000 bytes": with_opt(OPT[:-2] + b"\3\xec\xfd\xe9\3\xe8" + bytes(1000)),
    "a type to come": with_opt(record(HERE, b"\0\1\2", kind=65280)),
    "another class beside": lambda query: reply(
        query, record(HERE, BAD, rdclass=4), record(HERE, RIGHT)
    ),
    "the answer twice": lambda query: reply(query, record(HERE, RIGHT), record(HERE, RIGHT)),
    "another type beside": lambda query: reply(
        query, record(HERE, b"\3abc", kind=16), record(HERE, RIGHT)
    ),
    "a DNAME above": lambda query: reply(
        query,
        record(name("example.com"), name("example.net"), kind=39),
        record(HERE, RIGHT),
    ),
}
"""Each is unusual, and right."""
