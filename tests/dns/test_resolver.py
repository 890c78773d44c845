"""The resolver: whom it asks, what it believes, what it remembers, and when it gives up."""

from __future__ import annotations

from random import Random

import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rrset
import pytest
from dns.message import Message
from dns.rdatatype import CNAME, A
from dns.rrset import RRset
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.dns.cache import Cache, Rank, wire_size
from lab.dns.reading import Question
from lab.dns.resolver import MOST_QUESTIONS, Resolver
from lab.dns.service import Responder
from lab.effects import Ask
from tests.dns.internet import (
    AUTHORITIES,
    COM,
    HINTS,
    NET,
    NS1,
    NS2,
    ORG,
    ROOT,
    SUB,
    Internet,
    query,
    rrsets,
    saying,
    silent,
    told,
)

SOA = "example.com. 3600 SOA ns1.example.com. m.example.com. 1 1 1 1 300"
WWW = "www.example.com. 300 A 203.0.113.10"
POISON = "203.0.113.99"


@pytest.fixture
def internet() -> Internet:
    return Internet()


# -- the way down -------------------------------------------------------------------------------

WAYS = [
    ("www.example.com", "A", [ROOT, COM, NS1], [WWW]),
    (
        "www.sub.example.com",
        "A",
        [ROOT, COM, NS1, SUB],
        ["www.sub.example.com. 600 A 203.0.113.10"],
    ),
    (
        "www.example.org",
        "A",
        [ROOT, ORG, ROOT, COM, NET, NET],
        ["www.example.org. 300 A 203.0.113.20"],
    ),
    (
        "alias.example.com",
        "A",
        [ROOT, COM, NS1],
        ["alias.example.com. 3600 CNAME www.example.com.", WWW],
    ),
    (
        "far.example.com",
        "A",
        [ROOT, COM, NS1, ROOT, ORG, ROOT, COM, NET, NET],
        [
            "far.example.com. 3600 CNAME www.example.org.",
            "www.example.org. 300 A 203.0.113.20",
        ],
    ),
    (
        "10.113.0.203.in-addr.arpa",
        "PTR",
        [ROOT],
        ["10.113.0.203.in-addr.arpa. 86400 PTR www.example.com."],
    ),
    ("x.wild.example.com", "A", [ROOT, COM, NS1], ["x.wild.example.com. 3600 A 203.0.113.10"]),
    ("example.com", "MX", [ROOT, COM, NS1], ["example.com. 3600 MX 10 mail.example.com."]),
    ("a.root-servers.net", "A", [ROOT], ["a.root-servers.net. 86400 A 198.51.100.1"]),
    ("a.gtld-servers.net", "A", [ROOT, COM], ["a.gtld-servers.net. 86400 A 198.51.100.11"]),
]


@pytest.mark.parametrize(("name", "rdtype", "way", "answer"), WAYS)
def test_from_the_root_to_an_answer(
    internet: Internet, name: str, rdtype: str, way: list[str], answer: list[str]
) -> None:
    reply = internet.ask(name, rdtype)
    assert told(reply.answer) == answer
    assert reply.flags & dns.flags.RA and not reply.flags & dns.flags.AA
    assert reply.rcode() == dns.rcode.NOERROR
    assert internet.asked() == way


def test_whether_a_zone_is_signed_is_asked_above_it(internet: Internet) -> None:
    internet.ask("www.sub.example.com")
    internet.asked()
    for name, above in (("sub.example.com", NS1), ("lame.example.com", NS1), ("com", ROOT)):
        reply = internet.ask(name, "DS")
        assert (reply.rcode(), reply.answer, internet.asked()) == (dns.rcode.NOERROR, [], [above])
        assert reply.authority[0].name == dns.name.from_text(name).parent()
    assert internet.ask(".", "DS").rcode() == dns.rcode.NOERROR


def test_it_asks_without_recursion_and_with_edns() -> None:
    effect = Resolver(HINTS, lambda: 0.0, Random(1)).respond(query("www.example.com")).send(None)
    assert isinstance(effect, Ask) and (effect.to, effect.timeout) == ((ROOT, 53), 1.0)
    asked = dns.message.from_wire(effect.data)
    assert not asked.flags & dns.flags.RD and (asked.edns, asked.payload) == (0, 1232)


def test_ids_are_drawn() -> None:
    def first(seed: int) -> bytes:
        steps = Resolver(HINTS, lambda: 0.0, Random(seed)).respond(query("a.test"))
        effect = steps.send(None)
        assert isinstance(effect, Ask)
        return effect.data[:2]

    assert len({first(seed) for seed in range(50)}) > 45


def test_the_next_name_starts_at_the_closest_known_servers(internet: Internet) -> None:
    internet.ask("www.example.com")
    internet.asked()
    for name, way in (
        ("v4only.example.com", [NS1]),
        ("no.com", [COM]),
        ("www.example.net", [ROOT, COM, NET]),
    ):
        internet.ask(name)
        assert internet.asked() == way


# -- negative answers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rdtype", "rcode"),
    [
        ("nowhere.example.com", "A", dns.rcode.NXDOMAIN),
        ("v4only.example.com", "AAAA", dns.rcode.NOERROR),
        ("b.ent.example.com", "A", dns.rcode.NOERROR),
        ("dangling.example.com", "A", dns.rcode.NXDOMAIN),
    ],
)
def test_negative_answers_pass_with_their_proof(
    internet: Internet, name: str, rdtype: str, rcode: int
) -> None:
    reply = internet.ask(name, rdtype)
    assert reply.rcode() == rcode
    assert [(str(soa.name), soa.ttl) for soa in reply.authority] == [("example.com.", 300)]
    assert all(rrset.rdtype == CNAME for rrset in reply.answer)


def test_a_name_that_does_not_exist_has_no_records_of_any_type(internet: Internet) -> None:
    internet.ask("nowhere.example.com")
    internet.asked()
    assert internet.ask("nowhere.example.com", "MX").rcode() == dns.rcode.NXDOMAIN
    assert internet.asked() == []


def test_nodata_is_about_one_type(internet: Internet) -> None:
    internet.ask("v4only.example.com", "AAAA")
    internet.asked()
    assert internet.ask("v4only.example.com", "AAAA").answer == []
    assert internet.asked() == []
    assert len(internet.ask("v4only.example.com").answer) == 1
    assert internet.asked() == [NS1]


def test_that_there_is_no_alias_says_nothing_of_other_types(internet: Internet) -> None:
    assert internet.ask("www.example.com", "CNAME").answer == []
    assert told(internet.ask("www.example.com").answer) == [WWW]


def test_what_is_not_there_is_forgotten_within_an_hour(internet: Internet) -> None:
    soa = SOA.replace("3600 SOA", "90000 SOA").replace(" 300", " 90000")
    internet.servers[NS1] = saying("", soa, rcode=dns.rcode.NXDOMAIN)
    assert internet.ask("no.example.com").authority[0].ttl == 3600


def test_a_negative_answer_ages_and_is_forgotten(internet: Internet) -> None:
    internet.ask("nowhere.example.com")
    internet.now += 100
    assert internet.ask("nowhere.example.com").authority[0].ttl == 200
    internet.asked()
    internet.now += 200
    internet.ask("nowhere.example.com")
    assert internet.asked() == [NS1]


@pytest.mark.parametrize("rcode", [dns.rcode.NXDOMAIN, dns.rcode.NOERROR])
def test_a_negative_answer_without_proof_is_told_but_not_kept(
    internet: Internet, rcode: dns.rcode.Rcode
) -> None:
    internet.servers[NS1] = saying(rcode=rcode)
    for _ in range(2):
        reply = internet.ask("no.example.com")
        assert (reply.rcode(), reply.authority) == (rcode, [])
        assert internet.asked()[-1] == NS1


# -- memory -------------------------------------------------------------------------------------


def test_a_second_question_costs_no_packet_and_tells_the_time_that_remains(
    internet: Internet,
) -> None:
    assert internet.ask("www.example.com").answer[0].ttl == 300
    internet.asked()
    for passed, ttl in ((0, 300), (1, 299), (100.5, 199), (198.4, 1)):
        internet.now += passed
        assert internet.ask("www.example.com").answer[0].ttl == ttl
    assert internet.asked() == []
    internet.now += 0.2
    assert internet.ask("www.example.com").answer[0].ttl == 300
    assert internet.asked() == [NS1]


def test_a_short_ttl_counts_down(internet: Internet) -> None:
    ttls = []
    for _ in range(7):
        ttls.append(internet.ask("tick.example.com").answer[0].ttl)
        internet.now += 1
    assert ttls == [5, 4, 3, 2, 1, 5, 4]


def test_an_alias_is_kept_apart_from_what_it_leads_to(internet: Internet) -> None:
    internet.ask("alias.example.com")
    internet.now += 300
    internet.asked()
    assert [rrset.ttl for rrset in internet.ask("alias.example.com").answer] == [3300, 300]
    assert internet.asked() == [NS1]


@pytest.mark.parametrize(("ttl", "kept"), [(0, 0), (1 << 31, 0), ((1 << 31) - 1, 86400)])
def test_a_ttl_is_believed_within_reason(internet: Internet, ttl: int, kept: int) -> None:
    def change(message: Message) -> None:
        message.answer[0].ttl = ttl

    internet.servers[NS1] = saying(WWW, change=change)
    assert internet.ask("www.example.com").answer[0].ttl == kept
    internet.asked()
    internet.ask("www.example.com")
    assert internet.asked() == ([] if kept else [NS1])


def test_a_referral_is_never_an_answer(internet: Internet) -> None:
    internet.ask("www.example.com")
    internet.asked()
    assert internet.ask("ns1.example.com").answer[0].ttl == 3600
    assert internet.ask("example.com", "NS").answer[0].ttl == 3600
    assert internet.asked() == [NS1, NS1]


def test_when_the_addresses_of_the_servers_are_forgotten_the_zone_above_tells_again(
    internet: Internet,
) -> None:
    for name in ("ns1.example.com", "ns2.example.com"):
        internet.ask(name)
    internet.now += 3600
    internet.asked()
    assert told(internet.ask("www.example.com").answer) == [WWW]
    assert internet.asked() == [COM, NS1]


def test_a_referral_with_a_ttl_of_zero_can_be_followed(internet: Internet) -> None:
    glue = f"ns1.example.com. 0 A {NS1}"
    internet.servers[COM] = saying("", "example.com. 0 NS ns1.example.com.", glue, aa=False)
    assert told(internet.ask("www.example.com").answer) == [WWW]


def test_the_cache_is_bounded_and_forgets_what_was_renewed_longest_ago() -> None:
    cache = Cache(lambda: 0.0, capacity=3 * wire_size(record("n0.test.")))
    for number, kept in ((0, [0]), (1, [0, 1]), (2, [0, 1, 2]), (1, [0, 1, 2]), (3, [1, 2, 3])):
        cache.put(record(f"n{number}.test."), Rank.ANSWER)
        questions = [Question(record(f"n{n}.test.").name, A) for n in range(4)]
        assert [n for n in range(4) if cache.find(questions[n])] == kept


def test_a_referral_does_not_replace_an_answer() -> None:
    cache = Cache(lambda: 0.0)
    for rank, address in ((Rank.REFERRAL, 1), (Rank.ANSWER, 2), (Rank.REFERRAL, 3)):
        cache.put(record("a.test.", f"192.0.2.{address}"), rank)
    found = cache.find(Question(record("a.test.").name, A))
    assert found and told(found.rrsets) == ["a.test. 60 A 192.0.2.2"]


def test_no_second_is_added_by_rounding() -> None:
    now = 0.0
    cache = Cache(lambda: now)
    for tenth in range(1000):
        now = tenth / 10
        cache.put(record("a.test."), Rank.ANSWER)
        found = cache.find(Question(record("a.test.").name, A))
        assert found and found.rrsets[0].ttl == 60


def record(name: str, address: str = "192.0.2.1") -> RRset:
    return rrsets(f"{name} 60 A {address}")[0]


# -- what is not believed -----------------------------------------------------------------------


def poisoned(internet: Internet, name: str) -> bool:
    return any(POISON in line for line in told(internet.ask(name).answer))


def test_additional_records_of_others_are_ignored(internet: Internet) -> None:
    extra = f"www.example.org. 9 A {POISON}\nwww.example.com. 9 A {POISON}"
    internet.servers[NS1] = saying("x.example.com. 60 A 192.0.2.1", SOA, extra)
    internet.ask("x.example.com")
    internet.servers[NS1] = AUTHORITIES[NS1].respond
    assert not poisoned(internet, "www.example.org") and not poisoned(internet, "www.example.com")


def test_the_answers_to_other_questions_are_ignored(internet: Internet) -> None:
    answer = f"www.example.org. 9 A {POISON}\nx.example.com. 60 A 192.0.2.1"
    internet.servers[NS1] = saying(answer)
    assert told(internet.ask("x.example.com").answer) == ["x.example.com. 60 A 192.0.2.1"]
    assert not poisoned(internet, "www.example.org")


def test_an_alias_does_not_vouch_for_another_zone(internet: Internet) -> None:
    forged = f"far.example.com. 60 CNAME www.example.org.\nwww.example.org. 60 A {POISON}"
    internet.servers[NS1] = saying(forged)
    assert not poisoned(internet, "far.example.com") and not poisoned(internet, "www.example.org")


@pytest.mark.parametrize(
    "zone", [".", "com.", "example.org.", "www.example.org.", "example.com.", "x.example.com."]
)
def test_a_referral_elsewhere_or_upwards_is_lame(internet: Internet, zone: str) -> None:
    referral = saying("", f"{zone} 60 NS ns.bad.com.", f"ns.bad.com. 60 A {POISON}", aa=False)
    internet.servers[NS1] = internet.servers[NS2] = referral
    assert internet.ask("www.example.com").rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == [ROOT, COM, NS1, NS2]
    assert not poisoned(internet, "www.example.org")


def test_glue_of_another_zone_is_ignored(internet: Internet) -> None:
    internet.servers[ORG] = saying(
        "", "example.org. 60 NS ns.example.net.", f"ns.example.net. 60 A {POISON}", aa=False
    )
    assert told(internet.ask("www.example.org").answer) == ["www.example.org. 300 A 203.0.113.20"]
    assert POISON not in internet.asked()


def test_glue_of_servers_that_are_not_named_is_ignored(internet: Internet) -> None:
    glue = f"ns1.example.com. 60 A {NS1}\nwww.example.net. 60 A {POISON}"
    internet.servers[COM] = saying("", "example.com. 60 NS ns1.example.com.", glue, aa=False)
    internet.ask("www.example.com")
    internet.servers[COM] = AUTHORITIES[COM].respond
    assert not poisoned(internet, "www.example.net")


def test_a_proof_from_elsewhere_is_no_proof(internet: Internet) -> None:
    internet.servers[NS1] = saying("", "com. 60 SOA a. b. 1 1 1 1 60", rcode=dns.rcode.NXDOMAIN)
    internet.ask("x.example.com")
    internet.servers[NS1] = AUTHORITIES[NS1].respond
    assert internet.ask("x.example.com").authority[0].ttl == 300


def wrong_id(message: Message) -> None:
    message.id ^= 1


def wrong_question(message: Message) -> None:
    message.question = rrsets("www.example.net. 0 A 192.0.2.1")


def a_query(message: Message) -> None:
    message.flags &= ~dns.flags.QR


def wrong_opcode(message: Message) -> None:
    message.set_opcode(dns.opcode.STATUS)


@pytest.mark.parametrize("change", [wrong_id, wrong_question, a_query, wrong_opcode])
def test_what_is_not_the_answer_to_the_question_is_ignored(internet: Internet, change) -> None:  # type: ignore[no-untyped-def]
    internet.servers[NS1] = saying(f"www.example.com. 60 A {POISON}", change=change)
    start = internet.now
    assert told(internet.ask("www.example.com").answer) == [WWW]
    assert internet.asked() == [ROOT, COM, NS1, NS2]
    assert internet.now - start == pytest.approx(1.15)  # the right one might still have come


# -- servers that fail --------------------------------------------------------------------------


@pytest.mark.parametrize("rcode", [1, 2, 4, 5])
def test_another_server_is_asked_when_one_fails(internet: Internet, rcode: int) -> None:
    internet.servers[NS1] = saying(rcode=dns.rcode.Rcode(rcode))
    assert told(internet.ask("www.example.com").answer) == [WWW]
    assert internet.asked() == [ROOT, COM, NS1, NS2]


def test_an_answer_without_authority_is_lame(internet: Internet) -> None:
    internet.servers[NS1] = saying(f"www.example.com. 60 A {POISON}", aa=False)
    assert told(internet.ask("www.example.com").answer) == [WWW]


@pytest.mark.parametrize("reply", [b"", b"\0" * 11, b"\0" * 12, b"\xff" * 600, None])
def test_rubbish_and_silence_lead_to_another_server(
    internet: Internet, reply: bytes | None
) -> None:
    internet.servers[NS1] = lambda wire, tcp: reply and wire[:2] + reply[2:]
    assert told(internet.ask("www.example.com").answer) == [WWW]
    assert internet.asked() == [ROOT, COM, NS1, NS2]


def test_a_silent_server_takes_a_second(internet: Internet) -> None:
    internet.servers[NS1] = silent
    start = internet.now
    internet.ask("www.example.com")
    assert internet.now - start == pytest.approx(1.15)


def test_one_that_was_silent_is_asked_once_more(internet: Internet) -> None:
    patience = iter([None])

    def late(wire: bytes, tcp: bool) -> bytes | None:
        return next(patience, AUTHORITIES[NET].respond(wire, tcp))

    internet.servers[NET] = late
    assert len(internet.ask("www.example.net").answer) == 1
    assert internet.asked() == [ROOT, COM, NET, NET]


def test_when_all_are_silent_the_client_hears_it(internet: Internet) -> None:
    internet.servers[NS1] = internet.servers[NS2] = silent
    start = internet.now
    reply = internet.ask("www.example.com")
    assert (reply.rcode(), reply.answer) == (dns.rcode.SERVFAIL, [])
    assert internet.asked() == [ROOT, COM, NS1, NS2, NS1, NS2]
    assert internet.now - start == pytest.approx(4.1)


def test_a_failure_is_remembered_for_a_moment(internet: Internet) -> None:
    internet.servers[NS1] = internet.servers[NS2] = silent
    internet.ask("www.example.com")
    internet.asked()
    internet.servers[NS1] = AUTHORITIES[NS1].respond
    internet.now += 4.9
    assert internet.ask("www.example.com").rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == []
    assert internet.ask("v4only.example.com").rcode() == dns.rcode.NOERROR
    internet.now += 0.1
    assert told(internet.ask("www.example.com").answer) == [WWW]


def test_a_lame_delegation_is_a_failure(internet: Internet) -> None:
    assert internet.ask("lame.example.com").rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == [ROOT, COM, NS1, ROOT, COM, NET, NET]


def test_no_root_no_answer(internet: Internet) -> None:
    for address in HINTS.values():
        internet.servers[address] = silent
    assert internet.ask("www.example.com").rcode() == dns.rcode.SERVFAIL


# -- streams ------------------------------------------------------------------------------------


def test_what_was_cut_is_asked_for_again_over_a_stream(internet: Internet) -> None:
    wire = internet.perform(internet.resolver.respond(query("big.example.com", "TXT"), tcp=True))
    assert len(dns.message.from_wire(wire or b"").answer[0]) == 8
    assert [transport for _, _, transport in internet.log] == ["udp", "udp", "udp", "tcp"]


def test_the_client_is_told_to_do_the_same(internet: Internet) -> None:
    reply = internet.ask("big.example.com", "TXT")
    assert reply.flags & dns.flags.TC and not reply.answer


def test_a_server_whose_streams_are_silent_is_left(internet: Internet) -> None:
    def no_streams(wire: bytes, tcp: bool) -> bytes | None:
        return None if tcp else AUTHORITIES[NS1].respond(wire)

    internet.servers[NS1] = no_streams
    internet.ask("big.example.com", "TXT")
    assert internet.asked() == [ROOT, COM, NS1, NS1, NS2, NS2]


def test_streams_count_as_work(internet: Internet) -> None:
    def cut(message: Message) -> None:
        message.answer, message.flags = [], message.flags | dns.flags.TC

    addresses = [f"192.0.2.{n}" for n in range(40)]
    for address in addresses:
        internet.servers[address] = lambda wire, tcp: (
            None if tcp else made(saying(change=cut), wire)
        )
    glue = "\n".join(f"ns1.example.com. 60 A {address}" for address in addresses)
    internet.servers[COM] = saying("", "example.com. 60 NS ns1.example.com.", glue, aa=False)
    assert internet.ask("www.example.com").rcode() == dns.rcode.SERVFAIL
    assert len(internet.asked()) == MOST_QUESTIONS


# -- servers without address --------------------------------------------------------------------


def test_servers_of_known_address_come_first(internet: Internet) -> None:
    servers = "example.com. 60 NS ns.example.net.\nexample.com. 60 NS ns1.example.com."
    internet.servers[COM] = saying("", servers, f"ns1.example.com. 60 A {NS1}", aa=False)
    internet.ask("www.example.com")
    assert internet.asked() == [ROOT, COM, NS1]


def test_a_server_inside_its_zone_needs_glue(internet: Internet) -> None:
    internet.servers[COM] = saying("", "example.com. 60 NS ns1.example.com.", aa=False)
    assert internet.ask("www.example.com").rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == [ROOT, COM]


def test_a_server_that_does_not_exist_is_looked_up_once(internet: Internet) -> None:
    internet.servers[NS1] = saying("", "sub.example.com. 60 NS no.example.net.", aa=False)
    for name, way in (("a", [ROOT, COM, NS1, ROOT, COM, NET]), ("b", [])):
        assert internet.ask(f"{name}.sub.example.com").rcode() == dns.rcode.SERVFAIL
        assert internet.asked() == way


# -- aliases and work without end ---------------------------------------------------------------


def test_aliases_in_a_circle_fail(internet: Internet) -> None:
    assert internet.ask("loop1.example.com").rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == [ROOT, COM, NS1]


def test_a_circle_across_messages_fails(internet: Internet) -> None:
    internet.servers[NS1] = saying("far.example.com. 60 CNAME www.example.org.")
    internet.servers[NET] = saying("www.example.org. 60 CNAME far.example.com.")
    glue = f"ns.example.org. 60 A {NET}"
    internet.servers[ORG] = saying("", "example.org. 60 NS ns.example.org.", glue, aa=False)
    assert internet.ask("far.example.com").rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == [ROOT, COM, NS1, ROOT, ORG, NET]


def test_a_chain_of_aliases_without_end_fails(internet: Internet) -> None:
    def endless(wire: bytes, tcp: bool) -> bytes:
        name = dns.message.from_wire(wire).question[0].name
        return made(saying(f"{name} 60 CNAME x{len(internet.log)}.example.com."), wire)

    internet.servers[NS1] = endless
    assert internet.ask("a.example.com").rcode() == dns.rcode.SERVFAIL
    assert len(internet.asked()) < 15


def test_each_referral_is_closer_so_their_number_has_an_end(internet: Internet) -> None:
    labels = [f"x{n}" for n in range(40)]

    def deeper(wire: bytes, tcp: bool) -> bytes:
        count = sum(address == COM for address, _, _ in internet.log)
        zone = ".".join([*labels[-count:], "com."])
        return made(saying("", f"{zone} 60 NS ns.{zone}", f"ns.{zone} 60 A {COM}", aa=False), wire)

    internet.servers[COM] = deeper
    assert internet.ask(".".join([*labels, "com"])).rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == [ROOT] + [COM] * (len(labels) + 1)


def made(server: Responder, wire: bytes) -> bytes:
    reply = server(wire, False)
    assert isinstance(reply, bytes)
    return reply


def fan(internet: Internet) -> Responder:
    """Servers without address, each under a name that leads to as many more."""

    def respond(wire: bytes, tcp: bool) -> bytes:
        zone = dns.message.from_wire(wire).question[0].name.parent()
        targets = [f"ns.{n}-{len(internet.log)}.com." for n in range(20)]

        def fill(message: Message) -> None:
            message.authority = [dns.rrset.from_text(zone, 60, "IN", "NS", *targets)]

        return made(saying(aa=False, change=fill), wire)

    return respond


def test_the_work_for_one_question_is_limited(internet: Internet) -> None:
    internet.servers[COM] = fan(internet)
    assert internet.ask("www.victim.com").rcode() == dns.rcode.SERVFAIL
    assert len(internet.asked()) == MOST_QUESTIONS


def test_servers_whose_names_need_each_other(internet: Internet) -> None:
    def entangled(wire: bytes, tcp: bool) -> bytes:
        name = str(dns.message.from_wire(wire).question[0].name)
        here, there = ("one", "two") if name.endswith("one.com.") else ("two", "one")
        return made(saying("", f"{here}.com. 60 NS ns.{there}.com.", aa=False), wire)

    internet.servers[COM] = entangled
    assert internet.ask("www.one.com").rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == [ROOT, COM, COM]


def test_always_cut(internet: Internet) -> None:
    def cut(message: Message) -> None:
        message.flags |= dns.flags.TC

    internet.servers[NS1] = internet.servers[NS2] = saying(change=cut, rcode=dns.rcode.SERVFAIL)
    assert internet.ask("www.example.com").rcode() == dns.rcode.SERVFAIL
    assert internet.asked() == [ROOT, COM, NS1, NS1, NS2, NS2]


# -- as a server --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wire", "rcode"),
    [
        (query("www.example.com", rd=False), dns.rcode.REFUSED),
        (query("www.example.com", "ANY"), dns.rcode.NOTIMP),
        (query("example.com", "AXFR"), dns.rcode.NOTIMP),
        (query("example.com", "TYPE0"), dns.rcode.NOTIMP),
        (dns.message.make_query("version.bind", "TXT", "CH").to_wire(), dns.rcode.REFUSED),
        (dns.message.make_query("a.test", "A", use_edns=1).to_wire(), dns.rcode.BADVERS),
        (query("www.example.com")[:-1], dns.rcode.FORMERR),
        (b"\0\7\x28\0" + bytes(8), dns.rcode.NOTIMP),
    ],
)
def test_what_it_does_not_do(internet: Internet, wire: bytes, rcode: int) -> None:
    reply = dns.message.from_wire(internet.perform(internet.resolver.respond(wire)) or b"")
    assert (reply.rcode(), internet.asked()) == (rcode, [])
    assert reply.flags & dns.flags.RA and not reply.answer


def test_silence_for_what_is_no_query(internet: Internet) -> None:
    for wire in (b"", b"\0" * 11, b"\0\7\x80\0" + bytes(8)):
        assert internet.perform(internet.resolver.respond(wire)) is None


def test_the_clients_spelling_comes_back(internet: Internet) -> None:
    internet.ask("www.example.com")
    assert str(internet.ask("WWW.example.com").question[0].name) == "WWW.example.com."


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=40), st.integers(2, 60), st.booleans())
def test_hostile_servers_end_in_an_answer_or_servfail(noise: bytes, at: int, tcp: bool) -> None:
    def spoilt(wire: bytes, _: bool) -> bytes:
        reply = AUTHORITIES[NS1].respond(wire) or b""
        return reply[:at] + noise + reply[at + len(noise) * tcp :]

    internet = Internet()
    internet.servers[NS1] = internet.servers[NS2] = spoilt
    reply = internet.ask("www.example.com")
    assert reply.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN, dns.rcode.SERVFAIL)
    assert len(internet.asked()) <= MOST_QUESTIONS
