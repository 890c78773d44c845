"""Finding the servers that know: from the closest known delegation, downwards.

No trial and error: each referral names the servers of a zone further down, and so at most as many
steps are needed as the name has labels. What can make it long is a server without an address: its
name is a question of its own, hence the limit on the work for one question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import dns.name
from dns.name import Name
from dns.rdatatype import DS, NS, A
from dns.rrset import RRset

from lab.dns.cache import Cache, Rank
from lab.dns.reading import Finding, Question, Referral, read
from lab.dns.upstream import Steps, ask, make_query
from lab.dns.wire import EDNS_UDP, ancestors

TIMEOUT = 1.0
"""Seconds that a server has to answer."""
ROUNDS = 2
"""Times that a silent server is asked, if no other answers."""
DEEPEST = 6
"""Servers without address whose name leads to another server without address, and so on."""
MOST_LOOKUPS = 64
"""Servers without address that are looked up for one question of a client."""
MOST_SERVERS = 20
"""Servers of one zone that are considered: its owner gains nothing by more (CVE-2020-8616)."""
PORT = 53


class Unresolvable(Exception):
    """No usable answer was found. The resolver's client sees SERVFAIL."""


@dataclass
class Work:
    """What one question of a client may still cost, in upstream questions and in lookups.

    Servers whose names need each other cost no question any more once that is known, but each has
    as many to look up again: without the second limit, what that takes is exponential.
    """

    left: int
    lookups: int = MOST_LOOKUPS

    def spend(self) -> None:
        """One more question leaves. Unresolvable when it would be one too many."""
        if self.left == 0:
            raise Unresolvable("too much work for one question")
        self.left -= 1

    def look_up(self) -> bool:
        """Whether one more server without address may be looked up."""
        self.lookups -= 1
        return self.lookups >= 0


class Descent:
    """The way from the root to the servers that know. `hints`: root server names to addresses."""

    def __init__(self, hints: Mapping[str, str], cache: Cache, random: Random) -> None:
        self._hints = {dns.name.from_text(name): address for name, address in hints.items()}
        self._cache = cache
        self._random = random

    def find(self, question: Question, work: Work, depth: int = 0) -> Steps[Finding]:
        """Ask until a server answers `question` itself. Unresolvable if none does."""
        zone, servers = self._closest(question)
        while True:
            said = yield from self._ask_zone(question, zone, servers, work, depth)
            if isinstance(said, Finding):
                self._cache.store(said, question)
                return said
            zone, servers = self._enter(said)

    def _closest(self, question: Question) -> tuple[Name, list[Name]]:
        """The lowest zone of the name whose servers are known and can be reached.

        DS records of a zone are held by the zone above it (RFC 4035 §3.1.4.1).
        """
        above = question.rdtype == DS and question.name != dns.name.root
        for zone in ancestors(question.name.parent() if above else question.name):
            servers = targets(self._cache.records(zone, NS))
            if any(self._known(server) or not server.is_subdomain(zone) for server in servers):
                return zone, servers
        return dns.name.root, list(self._hints)

    def _enter(self, referral: Referral) -> tuple[Name, list[Name]]:
        for rrset in (referral.servers, *referral.glue):
            self._cache.put(rrset, Rank.REFERRAL)
        return referral.servers.name, targets(referral.servers)

    def _ask_zone(
        self, question: Question, zone: Name, servers: list[Name], work: Work, depth: int
    ) -> Steps[Finding | Referral]:
        """The first usable answer of a server of `zone`; those of known address come first."""
        silent: list[str] = []
        for server in sorted(servers, key=lambda server: not self._known(server)):
            addresses = yield from self._addresses(server, zone, work, depth)
            said = yield from self._ask_each(question, zone, addresses, silent, work)
            if said is not None:
                return said
        for _ in range(ROUNDS - 1):
            again, silent = silent, []
            said = yield from self._ask_each(question, zone, again, silent, work)
            if said is not None:
                return said
        raise Unresolvable(f"no server of {zone} gave a usable answer")

    def _ask_each(
        self, question: Question, zone: Name, addresses: list[str], silent: list[str], work: Work
    ) -> Steps[Finding | Referral | None]:
        for address in addresses:
            query = make_query(question, self._random, recursive=False, edns=EDNS_UDP)
            reply = yield from ask(query, (address, PORT), TIMEOUT, work.spend)
            if reply is None:
                silent.append(address)
                continue
            said = read(reply, question, zone)
            if said is not None:
                return said
        return None

    def _known(self, server: Name) -> list[str]:
        cached = self._cache.records(server, A)
        if cached is not None:
            return [record.address for record in cached]
        return [self._hints[server]] if server in self._hints else []

    def _addresses(self, server: Name, zone: Name, work: Work, depth: int) -> Steps[list[str]]:
        """The IPv4 addresses of `server`. Without glue, its name is resolved first.

        A name inside `zone` cannot be: the way to it leads through this very server.
        """
        known = self._known(server)
        if known or depth == DEEPEST or server.is_subdomain(zone) or not work.look_up():
            return known
        question = Question(server, A)
        try:
            found = self._cache.find(question) or (yield from self.find(question, work, depth + 1))
        except Unresolvable:
            return []
        return [record.address for held in found.rrsets if held.rdtype == A for record in held]


def targets(servers: RRset | None) -> list[Name]:
    """The names of the servers in NS records."""
    return [record.target for record in list(servers or ())[:MOST_SERVERS]]
