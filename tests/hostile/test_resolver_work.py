"""What one question may cost a resolver: packets, time, memory, however long the story it is told.

A server answers one question with the names of a hundred servers to find, or with an alias of an
alias of an alias: whoever believes it works for it (NXNSAttack, CVE-2020-8616).
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from itertools import count, pairwise

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset
import pytest
from dns.message import Message
from dns.name import Name
from dns.rdatatype import TXT

from lab.dns.cache import CAPACITY, Cache, Rank, wire_size
from lab.dns.descent import MOST_SERVERS
from lab.dns.service import Responder
from tests.dns.internet import COM, NS1, NS2, ROOT, Internet, query, rrsets
from tests.hostile.dns_upstream import hostile

SERVFAIL = dns.rcode.SERVFAIL
MEMORY, KEPT = 2 << 20, 200_000
"""Bytes that an answer of 60,000 may take at the most, and afterwards."""
Fill = Callable[[Message, Name], None]


def filling(fill: Fill, *, aa: bool = False, tcp_only: bool = False) -> Responder:
    """A server whose replies `fill` completes, up to 64 KB; `tcp_only`: datagrams say TC."""

    def respond(wire: bytes, tcp: bool) -> bytes:
        message = dns.message.make_response(dns.message.from_wire(wire))
        message.flags |= dns.flags.AA if aa else 0
        if tcp_only and not tcp:
            message.flags |= dns.flags.TC
        else:
            fill(message, message.question[0].name)
        return message.to_wire(max_size=65535, want_shuffle=False)

    return respond


def servers(zone: Name | str, targets: Iterator[str] | list[str]) -> list[dns.rrset.RRset]:
    """NS records."""
    return [dns.rrset.from_text(zone, 60, "IN", "NS", *targets)]


# -- servers to find ----------------------------------------------------------------------------


@pytest.mark.parametrize("many", [5, 100])
def test_a_fan_of_servers_without_address(many: int) -> None:
    """Each question leads to `many` servers under names that lead to as many more."""
    fresh = count()

    def fill(message: Message, name: Name) -> None:
        targets = [f"ns.{next(fresh)}.com." for _ in range(many)]
        message.authority = servers(name.parent(), targets)

    assert hostile(filling(fill), "www.victim.com", at=(COM, "198.51.100.12")).rcode() == SERVFAIL


@pytest.mark.parametrize("many", [2, 20, 300])
def test_zones_whose_many_servers_need_each_other(many: int) -> None:
    """Nothing more is asked once both zones are known: what is left to limit is the search."""

    def fill(message: Message, name: Name) -> None:
        here, there = ("one", "two") if str(name).endswith("one.com.") else ("two", "one")
        message.authority = servers(f"{here}.com.", [f"ns{n}.{there}.com." for n in range(many)])

    assert hostile(filling(fill), "www.one.com", at=(COM, "198.51.100.12")).rcode() == SERVFAIL


def test_three_zones_in_a_circle() -> None:
    after = {"one.com.": "two.com.", "two.com.": "three.com.", "three.com.": "one.com."}

    def fill(message: Message, name: Name) -> None:
        zone = next(zone for zone in after if str(name).endswith("." + zone))
        message.authority = servers(zone, [f"ns{n}.{after[zone]}" for n in range(10)])

    assert hostile(filling(fill), "www.one.com", at=(COM, "198.51.100.12")).rcode() == SERVFAIL


def test_a_zone_with_a_thousand_addresses_that_all_refuse() -> None:
    def fill(message: Message, name: Name) -> None:
        message.authority = servers("example.com.", ["ns.example.com."])
        addresses = [f"198.51.100.{n % 200 + 50}" for n in range(1000)]
        message.additional = [dns.rrset.from_text("ns.example.com.", 60, "IN", "A", *addresses)]

    assert hostile(filling(fill), at=(COM, "198.51.100.12")).rcode() == SERVFAIL


def test_no_more_servers_of_a_zone_are_asked_than_one_may_have() -> None:
    def fill(message: Message, name: Name) -> None:
        targets = [f"ns{n}.example.com." for n in range(50)]
        message.authority = servers("example.com.", targets)
        message.additional = rrsets(
            "\n".join(f"{target} 60 A 198.51.100.{n + 100}" for n, target in enumerate(targets))
        )

    internet = Internet()
    internet.servers[COM] = filling(fill)
    assert internet.ask("www.example.com").rcode() == SERVFAIL
    assert len(set(internet.asked()) - {ROOT, COM}) == MOST_SERVERS


def test_a_referral_to_a_label_deeper_each_time() -> None:
    """127 labels are the most that a name has: the descent stops at the limit before."""
    name = "a." * 120 + "com"
    depth = count(1)

    def fill(message: Message, asked: Name) -> None:
        zone = Name(asked.labels[-2 - next(depth) :])
        message.authority = servers(zone, [f"ns.{zone}"])
        message.additional = rrsets(f"ns.{zone} 60 A {COM}")

    assert hostile(filling(fill), name, at=(COM, "198.51.100.12")).rcode() == SERVFAIL


@pytest.mark.parametrize("zone", ["com.", "example.com.", ".", "example.org.", "www.example.com."])
def test_a_referral_that_leads_nowhere(zone: str) -> None:
    def fill(message: Message, name: Name) -> None:
        message.authority = servers(zone, ["ns1.example.com."])

    assert hostile(filling(fill)).rcode() == SERVFAIL


# -- aliases ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "rcode"), [(10, 0), (12, 2), (1000, 2)])
def test_a_chain_of_aliases_in_one_message(length: int, rcode: int) -> None:
    def fill(message: Message, name: Name) -> None:
        names = [str(name), *(f"c{n}.example.com." for n in range(1, length))]
        message.answer = [
            dns.rrset.from_text(a, 60, "IN", "CNAME", b) for a, b in pairwise(names)
        ] + rrsets(f"{names[-1]} 60 A 203.0.113.10")

    found = hostile(filling(fill, aa=True, tcp_only=True), "c0.example.com")
    assert found.rcode() == rcode and len(found.answer) == (0 if rcode else length)


def test_an_alias_of_a_fresh_name_each_time() -> None:
    fresh = count()

    def fill(message: Message, name: Name) -> None:
        message.answer = rrsets(f"{name} 0 CNAME x{next(fresh)}.example.com.")

    assert hostile(filling(fill, aa=True), "a.example.com").rcode() == SERVFAIL


# -- size ---------------------------------------------------------------------------------------


def addresses(message: Message, name: Name) -> None:
    """4,000 records: 64,000 bytes."""
    numbers = [f"203.0.{n >> 8}.{n & 255}" for n in range(4000)]
    message.answer = [dns.rrset.from_text(name, 60, "IN", "A", *numbers)]


def texts(message: Message, name: Name) -> None:
    """One record of 60,000 bytes."""
    message.answer = [dns.rrset.from_text(name, 60, "IN", "TXT", " ".join(["x" * 255] * 234))]


@pytest.mark.parametrize(("fill", "rdtype", "many"), [(addresses, "A", 4000), (texts, "TXT", 1)])
def test_the_longest_answers_pass_whole(fill: Fill, rdtype: str, many: int) -> None:
    found = hostile(filling(fill, aa=True, tcp_only=True), "x.example.com", rdtype)
    assert found.rcode() == 0 and len(found.answer[0]) == many


def test_what_a_long_answer_takes_is_given_back() -> None:
    internet = Internet()
    server = filling(texts, aa=True, tcp_only=True)
    internet.servers.update(dict.fromkeys((NS1, NS2), server))
    internet.ask("www.sub.example.com")
    tracemalloc.start()
    internet.perform(internet.resolver.respond(query("x.example.com", "TXT"), True))
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEMORY and kept < KEPT


def test_what_is_kept_of_long_answers_is_limited() -> None:
    cache, message = Cache(lambda: 0.0), dns.message.Message()
    names = [dns.name.from_text(f"x{number}.example.com.") for number in range(20)]
    for name in names:
        texts(message, name)
        cache.put(message.answer[0], Rank.ANSWER)
    kept = [cache.records(name, TXT) for name in names]
    assert sum(map(wire_size, kept)) <= CAPACITY
    assert kept[0] is None and kept[-1] is not None
