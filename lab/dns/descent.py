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
from dns.rdatatype import NS, A
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
PORT = 53


class Unresolvable(Exception):
    """No usable answer was found. The resolver's client sees SERVFAIL."""


@dataclass
class Work:
    """What one question of a client may still cost, in upstream questions."""

    left: int

    def spend(self) -> None:
        """One more question leaves. Unresolvable when it would be one too many."""
        if self.left == 0:
            raise Unresolvable("too much work for one question")
        self.left -= 1


class Descent:
    """The way from the root to the servers that know. `hints`: root server names to addresses."""

    def __init__(self, hints: Mapping[str, str], cache: Cache, random: Random) -> None:
        self._hints = {dns.name.from_text(name): address for name, address in hints.items()}
        self._cache = cache
        self._random = random

    def find(self, question: Question, work: Work, depth: int = 0) -> Steps[Finding]:
        """Ask until a server answers `question` itself. Unresolvable if none does."""
        zone, servers = self._closest(question.name)
        while True:
            said = yield from self._ask_zone(question, zone, servers, work, depth)
            if isinstance(said, Finding):
                self._cache.store(said, question)
                return said
            zone, servers = self._enter(said)

    def _closest(self, name: Name) -> tuple[Name, list[Name]]:
        """The lowest zone above `name` whose servers are known and can be reached."""
        for zone in ancestors(name):
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
        if known or depth == DEEPEST or server.is_subdomain(zone):
            return known
        question = Question(server, A)
        try:
            found = self._cache.find(question) or (yield from self.find(question, work, depth + 1))
        except Unresolvable:
            return []
        return [record.address for held in found.rrsets if held.rdtype == A for record in held]


def targets(servers: RRset | None) -> list[Name]:
    """The names of the servers in NS records."""
    return [record.target for record in servers or ()]
