"""The lab's resolver says what unbound says after asking the same authorities, and why if not.

Both follow the same delegations from the same root, and then answer from what they remember. The
authorities are those of `python -m lab serve`, at their own addresses; the lab's resolver asks the
same authorities in memory, on a clock that is set to when unbound answered.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import dns.message
import pytest

from tests.dns.internet import NET, Internet
from tests.kernel.namespace import inhabited_or_skip
from tests.peers.dns_comparing import asked, difference
from tests.peers.dns_differences import compare
from tests.peers.dns_exchange import numbered
from tests.peers.dns_odd import odd
from tests.peers.dns_questions import TYPES
from tests.peers.dns_unbound import Heard, ask, unbound

LIST = "dns_unbound.toml"
NAMES = """
    . com. net. org. info. arpa. example.com. www.example.com. WWW.example.COM. alias.example.com.
    far.example.com. loop1.example.com. dangling.example.com. nowhere.example.com. wild.example.com.
    x.wild.example.com. a.x.wild.example.com. ent.example.com. b.ent.example.com. big.example.com.
    a.b.ent.example.com. v4only.example.com. mail.example.com. ns1.example.com. sub.example.com.
    www.sub.example.com. absent.sub.example.com. ns1.sub.example.com. lame.example.com.
    x.lame.example.com. example.net. www.example.net. ns.example.net. absent.example.net.
    example.org. www.example.org. absent.example.org. root-servers.net. a.root-servers.net.
    gtld-servers.net. a.gtld-servers.net. a0.org.afilias-nst.info. afilias-nst.info. absent.com.
    absent. test. www.test. localhost. www.invalid. 10.113.0.203.in-addr.arpa. in-addr.arpa.
    11.113.0.203.in-addr.arpa. 1.0.0.127.in-addr.arpa. 8.b.d.0.1.0.0.2.ip6.arpa.
"""
KINDS = ("flag", "opcode", "class", "type", "EDNS", "DO", "all EDNS", "an unknown", "padding")
ODD = {
    case: wire[:2] + bytes([wire[2] | 1]) + wire[3:]
    for case, wire in odd().items()
    if case.startswith(KINDS) and not case.startswith("flag QR")
}
"""Odd questions that deserve a reply, with recursion desired."""
ROUNDING = 2
"""Seconds that a TTL may differ: unbound's clock tells whole seconds, the lab rounds at the end."""


@dataclass(frozen=True)
class Rounds:
    """What differs, by question: from an empty cache, then from memory; whom the lab asked then.

    `odd` is about the questions that no usual client asks.
    """

    fresh: dict[str, str]
    remembered: dict[str, str]
    asked_again: list[str]
    odd: dict[str, str]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Rounds:
    """Both resolvers are asked everything twice, so far apart that TTLs must have gone down."""
    usual = {asked(wire): wire for wire in map(_query, product(NAMES.split(), TYPES))}
    folder = tmp_path_factory.mktemp("unbound")
    with inhabited_or_skip() as internet, unbound(there := internet.servers, folder):
        fresh = ask(there, numbered(list(usual.values())))
        slack = _span(fresh)
        time.sleep(max(0.0, fresh[-1].came + slack + 1 - time.monotonic()))
        remembered = ask(there, numbered(list(usual.values())))
        answers = ask(there, numbered(list(ODD.values())))
    lab = Internet(delay=0)
    first = _differences(lab, usual, fresh, slack)
    lab.asked()
    second = _differences(lab, usual, remembered, slack)
    again = lab.asked()
    third = _differences(lab, ODD, answers, _span([fresh[0], answers[-1]]))
    return Rounds(first, second, again, third)


def _span(heard: Sequence[Heard]) -> float:
    """Seconds that a TTL may differ after these: unbound keeps a SOA record that it has already."""
    return heard[-1].came - heard[0].asked + ROUNDING


def _query(asked: tuple[str, str]) -> bytes:
    return dns.message.make_query(*asked, use_edns=False).to_wire()


def _differences(
    lab: Internet, cases: Mapping[str, bytes], heard: Sequence[Heard], slack: float
) -> dict[str, str]:
    found: dict[str, str] = {}
    for case, wire, each in zip(cases, numbered(list(cases.values())), heard, strict=True):
        lab.now = each.came
        reply = lab.perform(lab.resolver.respond(wire, True))
        found[case] = difference(reply, each.reply, slack)
    return found


def test_answers_from_an_empty_cache(rounds: Rounds) -> None:
    assert len(rounds.fresh) > 450
    compare(LIST, "fresh", rounds.fresh)


def test_answers_from_memory(rounds: Rounds) -> None:
    compare(LIST, "remembered", rounds.remembered)
    assert set(rounds.asked_again) <= {NET}, "only a failure is asked for again (RFC 9520 §3.2)"


def test_odd_questions(rounds: Rounds) -> None:
    assert len(rounds.odd) > 50
    compare(LIST, "odd", rounds.odd)
