"""A recursive resolver knows nothing at first, and asks in its clients' place.

To a client it is a server; to the root, to com and to example.com it is a client. What it learns
it keeps for as long as it may, so that most questions cost no packet. When the others fail it, it
says so with SERVFAIL: "I could not find out" is not "there is none".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

import dns.flags
import dns.rcode
import dns.rdatatype
from dns.rdatatype import NONE

from lab.dns.cache import Cache
from lab.dns.descent import Descent, Unresolvable, Work
from lab.dns.reading import LONGEST_CHAIN, Finding, Question
from lab.dns.upstream import Steps
from lab.dns.wire import Reply, open_reply

MOST_QUESTIONS = 64
"""Upstream questions that one question of a client may cost."""


class Resolver:
    """A recursive resolver.

    `hints` gives the IPv4 addresses of the root servers by name; `clock` tells the time in
    seconds; `random` draws the ids of its questions. It asks over IPv4 only, and validates nothing
    (no DNSSEC).
    """

    def __init__(
        self, hints: Mapping[str, str], clock: Callable[[], float], random: Random
    ) -> None:
        self._cache = Cache(clock)
        self._descent = Descent(hints, self._cache, random)

    def respond(self, wire: bytes, tcp: bool = False) -> Steps[bytes | None]:
        """The reply to the query in `wire`, after what must be asked of others. None: silence.

        REFUSED: the client wants no recursion. NOTIMP: a type that is not one of records. SERVFAIL:
        no usable answer was found.
        """
        reply = open_reply(wire, tcp, recursive=True)
        if reply is None:
            return None
        if reply.question is not None:
            question = Question(reply.question.name, reply.question.rdtype)
            yield from self._answer(reply, question)
        return reply.to_wire()

    def _answer(self, reply: Reply, question: Question) -> Steps[None]:
        if not reply.message.flags & dns.flags.RD:
            return reply.refuse(dns.rcode.REFUSED)
        if dns.rdatatype.is_metatype(question.rdtype) or question.rdtype == NONE:
            return reply.refuse(dns.rcode.NOTIMP)
        try:
            found = yield from self._resolve(question)
        except Unresolvable:
            return reply.refuse(dns.rcode.SERVFAIL)
        reply.message.set_rcode(found.rcode)
        reply.message.answer = list(found.rrsets)
        reply.message.authority = [found.soa] if found.soa else []

    def _resolve(self, question: Question) -> Steps[Finding]:
        if self._cache.failed(question):
            raise Unresolvable("it failed a moment ago")
        try:
            return (yield from self._chase(question, Work(MOST_QUESTIONS)))
        except Unresolvable:
            self._cache.fail(question)
            raise

    def _chase(self, question: Question, work: Work) -> Steps[Finding]:
        """Follow the aliases from `question` to an answer (RFC 1034 §3.6.2)."""
        found = yield from self._find(question, work)
        while found.onward is not None:
            if len(found.rrsets) > LONGEST_CHAIN:
                raise Unresolvable(f"the aliases of {question.name} lead nowhere")
            end = yield from self._find(Question(found.onward, question.rdtype), work)
            found = replace(end, rrsets=found.rrsets + end.rrsets)
        return found

    def _find(self, question: Question, work: Work) -> Steps[Finding]:
        return self._cache.find(question) or (yield from self._descent.find(question, work))
