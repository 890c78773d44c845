"""The door of a name server: hostile bytes stop here, and every reply leaves through it.

What a server knows does not change how a query is refused. Authorities and the resolver share this
module: it decides whether there is a question at all, and makes the reply fit where it must go.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
from dns.message import Message
from dns.name import Name
from dns.rcode import Rcode
from dns.rrset import RRset

HEADER = 12
"""Bytes of a message's header (RFC 1035 §4.1.1). With less, there is no id to answer to."""
PLAIN_UDP = 512
"""Bytes that a UDP reply may have when the query says nothing (RFC 1035 §4.2.1)."""
EDNS_UDP = 1232
"""Bytes that a UDP reply has at most: this much crosses any path in one piece (RFC 9715 §3)."""
LONGEST = 65535
"""Bytes of the longest message over a stream: its length has 16 bits (RFC 1035 §4.2.2)."""


class Reply:
    """A reply in the making: its `message`, and the `question` that is still to be answered.

    `question` is None when the query itself decided of the reply: the response code is set.
    """

    def __init__(self, message: Message, limit: int, question: RRset | None) -> None:
        self.message = message
        self.question = question
        self._limit = limit

    def refuse(self, rcode: Rcode) -> None:
        """The question gets a response code, and no answer."""
        self.message.set_rcode(rcode)
        self.question = None

    def to_wire(self) -> bytes:
        """The bytes, with TC set if something had to be left out (RFC 2181 §9)."""
        return self.message.to_wire(
            max_size=self._limit, prefer_truncation=True, want_shuffle=False
        )


def open_reply(wire: bytes, tcp: bool, *, recursive: bool) -> Reply | None:
    """Begin the reply to the query in `wire`. None when there is nobody to reply to.

    FORMERR: not a query of one question. NOTIMP: another operation. BADVERS: an EDNS version to
    come (RFC 6891 §6.1.3). REFUSED: another class than IN. Whatever it is, the question comes back
    with it, and DO (RFC 3225 §3).
    """
    if len(wire) < HEADER or wire[2] & 0x80:
        return None
    try:
        query = dns.message.from_wire(wire)
    except dns.exception.DNSException:
        return _bare(wire, recursive)
    return _open(query, tcp, recursive)


def _open(query: Message, tcp: bool, recursive: bool) -> Reply:
    message = dns.message.make_response(query, recursive, our_payload=EDNS_UDP)
    message.ednsflags |= query.ednsflags & dns.flags.DO
    question = query.question[0] if len(query.question) == 1 else None
    reply = Reply(message, _limit(query, tcp), question)
    if query.opcode() != dns.opcode.QUERY:
        reply.refuse(dns.rcode.NOTIMP)
    elif question is None:
        reply.refuse(dns.rcode.FORMERR)
    elif query.edns > 0:
        reply.refuse(dns.rcode.BADVERS)
    elif question.rdclass != dns.rdataclass.IN:
        reply.refuse(dns.rcode.REFUSED)
    return reply


def _bare(wire: bytes, recursive: bool) -> Reply:
    """The reply to what cannot be read to its end: its id, its operation, its question if any."""
    message = Message(id=int.from_bytes(wire[:2], "big"))
    message.flags = (wire[2] & 0x79) << 8 | dns.flags.QR | (dns.flags.RA if recursive else 0)
    with contextlib.suppress(dns.exception.DNSException):
        message.question = dns.message.from_wire(wire, question_only=True).question
    message.set_rcode(dns.rcode.NOTIMP if wire[2] & 0x78 else dns.rcode.FORMERR)
    return Reply(message, PLAIN_UDP, None)


def _limit(query: Message, tcp: bool) -> int:
    if tcp:
        return LONGEST
    return min(max(query.payload, PLAIN_UDP), EDNS_UDP) if query.edns >= 0 else PLAIN_UDP


def ancestors(name: Name, top: Name = dns.name.root) -> Iterator[Name]:
    """`name`, its parent, and so on up to `top`, which is one of them."""
    while name != top:
        yield name
        name = name.parent()
    yield top
