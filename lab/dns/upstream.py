"""One question to one server: was this its answer?

A datagram says where it comes from, but anybody can write that. So a question carries a random id,
and only a reply with that id and that very question counts (RFC 5452 §3). A reply that did not fit
in a datagram is asked for again over a stream (RFC 7766 §5).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from random import Random
from typing import TypeVar

import dns.exception
import dns.flags
import dns.message
from dns.message import Message

from lab.dns.reading import Question
from lab.effects import Address, Ask, AskStream

T = TypeVar("T")
Steps = Generator[Ask | AskStream, bytes | None, T]
"""Questions to other hosts on the way to a T."""


def make_query(question: Question, random: Random, *, recursive: bool, edns: int) -> Message:
    """A query with a random id; `edns` is the size of reply that fits, in bytes (0: no EDNS)."""
    return dns.message.make_query(
        question.name,
        question.rdtype,
        id=random.randrange(1 << 16),
        flags=dns.flags.RD if recursive else 0,
        use_edns=0 if edns else False,
        payload=edns,
    )


def ask(
    query: Message, server: Address, timeout: float, spend: Callable[[], None] = lambda: None
) -> Steps[Message | None]:
    """The reply of `server` to `query`, or None: nothing came in time, or nothing that answers.

    `timeout` is in seconds, for each of the two ways; `spend` is called before each is taken.
    """
    spend()
    wire = query.to_wire()
    fits = partial(_answers, query)
    reply = accept(query, (yield Ask(wire, server, timeout, fits)))
    if reply is None or not reply.flags & dns.flags.TC:
        return reply
    spend()
    framed = yield AskStream(frame(wire), server, timeout, is_complete)
    return accept(query, unframe(framed))


def _answers(query: Message, wire: bytes) -> bool:
    return accept(query, wire) is not None


def accept(query: Message, wire: bytes | None) -> Message | None:
    """The message in `wire`, if it is a reply to `query`."""
    try:
        reply = dns.message.from_wire(wire or b"")
    except dns.exception.DNSException:
        return None
    return reply if query.is_response(reply) else None


def frame(wire: bytes) -> bytes:
    """A message as a stream carries it: after its length (RFC 1035 §4.2.2)."""
    return len(wire).to_bytes(2, "big") + wire


def is_complete(stream: bytes) -> bool:
    """Whether `stream` begins with a whole message."""
    return len(stream) >= 2 and len(stream) - 2 >= int.from_bytes(stream[:2], "big")


def unframe(stream: bytes | None) -> bytes | None:
    """The first message of `stream`. None if it is not whole."""
    if stream is None or not is_complete(stream):
        return None
    return stream[2 : 2 + int.from_bytes(stream[:2], "big")]
