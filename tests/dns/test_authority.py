"""What an authority says of its zones, and to those who ask badly (RFC 1034, 2308, 6891)."""

from __future__ import annotations

import dns.flags
import dns.message
import dns.rcode
import pytest
from dns.message import Message
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.dns.authority import Authority
from lab.dns.zones import parse_zone
from tests.dns.internet import AUTHORITIES, COM, NET, NS1, ORG, ROOT, query, told

SOA = (
    "example.com. 300 SOA ns1.example.com. hostmaster.example.com. 2026010100 7200 3600 1209600 300"
)
HEAD = """
@ 3600 IN SOA ns mail 1 1 1 1 60
@ 3600 IN NS ns
ns 3600 IN A 192.0.2.1
"""


def ask(name: str, rdtype: str = "A", server: str = NS1) -> Message:
    wire = AUTHORITIES[server].respond(query(name, rdtype, rd=False))
    assert wire is not None
    return dns.message.from_wire(wire)


def small(records: str) -> Authority:
    return Authority([parse_zone(HEAD + records, "test")])


def answer(server: Authority, name: str, rdtype: str = "A", **how: bool) -> Message:
    wire = server.respond(query(name, rdtype, **how))
    assert wire is not None
    return dns.message.from_wire(wire)


def raw(wire: bytes) -> bytes | None:
    return AUTHORITIES[NS1].respond(wire)


ANSWERS = [
    ("www.example.com", "A", ["www.example.com. 300 A 203.0.113.10"]),
    ("www.example.com", "AAAA", ["www.example.com. 300 AAAA 2001:db8:113::10"]),
    ("WWW.Example.COM", "A", ["WWW.Example.COM. 300 A 203.0.113.10"]),
    ("example.com", "MX", ["example.com. 3600 MX 10 mail.example.com."]),
    ("example.com", "TXT", ['example.com. 3600 TXT "v=spf1 -all"']),
    ("tick.example.com", "A", ["tick.example.com. 5 A 203.0.113.10"]),
    (
        "alias.example.com",
        "A",
        ["alias.example.com. 3600 CNAME www.example.com.", "www.example.com. 300 A 203.0.113.10"],
    ),
    ("alias.example.com", "CNAME", ["alias.example.com. 3600 CNAME www.example.com."]),
    ("far.example.com", "A", ["far.example.com. 3600 CNAME www.example.org."]),
    (
        "loop1.example.com",
        "A",
        [
            "loop1.example.com. 3600 CNAME loop2.example.com.",
            "loop2.example.com. 3600 CNAME loop1.example.com.",
        ],
    ),
    ("x.wild.example.com", "A", ["x.wild.example.com. 3600 A 203.0.113.10"]),
    ("x.y.wild.example.com", "A", ["x.y.wild.example.com. 3600 A 203.0.113.10"]),
    ("*.wild.example.com", "A", ["*.wild.example.com. 3600 A 203.0.113.10"]),
    ("a.b.ent.example.com", "A", ["a.b.ent.example.com. 3600 A 203.0.113.10"]),
]


@pytest.mark.parametrize(("name", "rdtype", "records"), ANSWERS)
def test_answers_with_authority(name: str, rdtype: str, records: list[str]) -> None:
    reply = ask(name, rdtype)
    assert told(reply.answer) == records
    assert reply.flags & dns.flags.AA and reply.rcode() == dns.rcode.NOERROR
    assert not reply.flags & dns.flags.RA
    assert not reply.authority


@pytest.mark.parametrize(
    ("name", "rdtype"),
    [
        ("v4only.example.com", "AAAA"),
        ("b.ent.example.com", "A"),
        ("ent.example.com", "A"),
        ("wild.example.com", "A"),
        ("x.wild.example.com", "MX"),
        ("www.example.com", "DNSKEY"),
    ],
)
def test_a_name_without_such_records_is_nodata(name: str, rdtype: str) -> None:
    reply = ask(name, rdtype)
    assert (reply.rcode(), reply.answer) == (dns.rcode.NOERROR, [])
    assert told(reply.authority) == [SOA] and reply.flags & dns.flags.AA


@pytest.mark.parametrize(
    "name",
    ["nowhere.example.com", "x.www.example.com", "x.a.b.ent.example.com", "x.ent.example.com"],
)
def test_a_name_that_does_not_exist(name: str) -> None:
    reply = ask(name)
    assert (reply.rcode(), reply.answer) == (dns.rcode.NXDOMAIN, [])
    assert told(reply.authority) == [SOA] and reply.flags & dns.flags.AA


def test_the_soa_of_a_negative_answer_lives_no_longer_than_its_own_ttl() -> None:
    assert [rrset.ttl for rrset in ask("nosuch.com", server=COM).authority] == [900]
    soa = Authority([parse_zone("@ 30 IN SOA ns m 1 1 1 1 60\n@ 30 IN NS ns.x.", "test")])
    assert answer(soa, "no.test").authority[0].ttl == 30


def test_an_alias_of_a_name_that_does_not_exist() -> None:
    reply = ask("dangling.example.com")
    assert reply.rcode() == dns.rcode.NXDOMAIN
    assert told(reply.answer) == ["dangling.example.com. 3600 CNAME nowhere.example.com."]
    assert told(reply.authority) == [SOA]


def test_mail_servers_come_with_their_addresses() -> None:
    assert told(ask("example.com", "MX").additional) == ["mail.example.com. 3600 A 203.0.113.25"]


def test_additional_records_are_told_once() -> None:
    reply = answer(small("@ MX 10 ns\n@ MX 20 ns"), "test", "MX")
    assert told(reply.additional) == ["ns.test. 3600 A 192.0.2.1"]
    assert (reply.wire or b"")[10:12] == b"\0\2"  # with the OPT record


def test_any_tells_all() -> None:
    reply = ask("www.example.com", "ANY")
    assert len(reply.answer) == 2
    assert told(ask("alias.example.com", "ANY").answer) == told(
        ask("alias.example.com", "CNAME").answer
    )


# -- delegations --------------------------------------------------------------------------------

REFERRALS = [
    (ROOT, "www.example.com", "com.", 2, 4),
    (ROOT, "www.example.org", "org.", 1, 2),
    (COM, "www.example.com", "example.com.", 2, 4),
    (COM, "example.com", "example.com.", 2, 4),
    (COM, "ns1.example.com", "example.com.", 2, 4),
    (NS1, "www.sub.example.com", "sub.example.com.", 1, 2),
    (NS1, "ns1.sub.example.com", "sub.example.com.", 1, 2),
    (ORG, "www.example.org", "example.org.", 1, 0),
    (NS1, "x.lame.example.com", "lame.example.com.", 1, 0),
]


@pytest.mark.parametrize(("server", "name", "zone", "servers", "glue"), REFERRALS)
def test_referral(server: str, name: str, zone: str, servers: int, glue: int) -> None:
    reply = ask(name, "A", server)
    assert not reply.flags & dns.flags.AA and reply.rcode() == dns.rcode.NOERROR
    assert reply.answer == []
    assert [str(rrset.name) for rrset in reply.authority] == [zone]
    assert len(reply.authority[0]) == servers
    assert sum(len(rrset) for rrset in reply.additional) == glue


def test_the_highest_cut_wins_and_hides_what_is_below() -> None:
    server = small("sub NS ns\nx.sub NS ns.y.\nwww.sub A 192.0.2.9\n*.sub A 192.0.2.8")
    for name in ("www.sub.test", "a.x.sub.test", "other.sub.test"):
        reply = answer(server, name)
        assert told(reply.authority) == ["sub.test. 3600 NS ns.test."] and not reply.answer


@pytest.mark.parametrize("name", ["sub.example.com", "lame.example.com"])
def test_whether_a_zone_below_is_signed_is_told_above_it(name: str) -> None:
    reply = ask(name, "DS")
    assert reply.flags & dns.flags.AA and not reply.answer
    assert [str(rrset.name) for rrset in reply.authority] == ["example.com."]
    assert told(ask(f"www.{name}", "DS").authority)[0].startswith(f"{name}. 3600 NS ")
    both = Authority([parse_zone(HEAD + "sub NS ns", "test"), parse_zone(HEAD, "sub.test")])
    assert str(answer(both, "sub.test", "DS").authority[0].name) == "test."
    assert str(answer(small(""), "test", "DS").authority[0].name) == "test."


@pytest.mark.parametrize("rdtype", ["NSEC", "RRSIG"])
def test_what_may_stand_beside_an_alias_is_not_looked_for_at_its_target(rdtype: str) -> None:
    reply = ask("dangling.example.com", rdtype)
    assert reply.rcode() == dns.rcode.NOERROR and not reply.answer


def test_an_alias_into_a_zone_below_is_told_with_authority() -> None:
    reply = answer(small("a CNAME www.sub\nsub NS ns"), "a.test")
    assert told(reply.answer) == ["a.test. 3600 CNAME www.sub.test."]
    assert told(reply.authority) == ["sub.test. 3600 NS ns.test."]
    assert reply.flags & dns.flags.AA


def test_a_server_of_parent_and_child_answers_for_the_child() -> None:
    child = parse_zone(HEAD, "sub.test")
    both = Authority([parse_zone(HEAD + "sub NS ns", "test"), child])
    assert told(answer(both, "ns.sub.test").answer) == ["ns.sub.test. 3600 A 192.0.2.1"]


# -- wildcards (RFC 4592) -----------------------------------------------------------------------


def test_a_wildcard_serves_only_below_its_closest_encloser() -> None:
    server = small("* A 192.0.2.8\nwww A 192.0.2.9\na.b TXT x")
    assert told(answer(server, "x.test").answer) == ["x.test. 3600 A 192.0.2.8"]
    assert answer(server, "www.test", "TXT").rcode() == dns.rcode.NOERROR
    assert answer(server, "x.www.test").rcode() == dns.rcode.NXDOMAIN
    assert answer(server, "b.test").answer == []
    assert answer(server, "x.b.test").rcode() == dns.rcode.NXDOMAIN


def test_a_wildcard_may_be_an_alias() -> None:
    reply = answer(small("* CNAME www\nwww A 192.0.2.9"), "x.test")
    assert told(reply.answer) == ["x.test. 3600 CNAME www.test.", "www.test. 3600 A 192.0.2.9"]


def test_a_wildcard_alias_of_itself_ends() -> None:
    assert len(answer(small("* CNAME x.y"), "a.test").answer) == 2


# -- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["www.example.org", "com", ".", "notexample.com"])
def test_other_zones_are_refused(name: str) -> None:
    reply = ask(name)
    assert reply.rcode() == dns.rcode.REFUSED
    assert not (reply.flags & dns.flags.AA or reply.answer or reply.authority)


@pytest.mark.parametrize("rdtype", ["AXFR", "IXFR"])
def test_zone_transfers_are_refused(rdtype: str) -> None:
    assert ask("example.com", rdtype).rcode() == dns.rcode.REFUSED


def test_other_classes_are_refused() -> None:
    wire = dns.message.make_query("version.bind", "TXT", "CH").to_wire()
    assert dns.message.from_wire(raw(wire) or b"").rcode() == dns.rcode.REFUSED


@pytest.mark.parametrize("opcode", range(1, 16))
def test_other_operations_are_not_implemented(opcode: int) -> None:
    wire = bytearray(query("example.com"))
    wire[2] |= opcode << 3
    reply = raw(bytes(wire)) or b""
    assert reply[:4] == b"\0\7" + bytes([0x81 | opcode << 3, dns.rcode.NOTIMP])
    unreadable = b"\0\7" + bytes([opcode << 3]) + bytes(8) + b"\1"
    assert raw(unreadable) == b"\0\7" + bytes([0x80 | opcode << 3, dns.rcode.NOTIMP]) + bytes(8)


@pytest.mark.parametrize("count", [0, 2])
def test_there_must_be_one_question(count: int) -> None:
    message = dns.message.from_wire(query("example.com"))
    message.question *= count
    assert dns.message.from_wire(raw(message.to_wire()) or b"").rcode() == dns.rcode.FORMERR


@pytest.mark.parametrize(
    "wire",
    [
        query("example.com")[:20],
        query("example.com") + b"x",
        query("example.com", edns=False)[:12] + b"\xc0\x0c\0\1\0\1",
        b"\0\7\1\0" + b"\xff" * 8,
        b"\0\7\1\0\0\1" + bytes(6),
    ],
)
def test_what_cannot_be_read_is_a_format_error(wire: bytes) -> None:
    assert (raw(wire) or b"")[:4] == b"\0\7\x81\x01"


def test_of_what_cannot_be_read_the_question_comes_back() -> None:
    wire = query("example.com", edns=False)
    assert raw(wire + b"x") == wire[:2] + b"\x81\x01" + wire[4:]
    assert raw(wire[:20]) == wire[:2] + b"\x81\x01" + bytes(8)


@pytest.mark.parametrize("wire", [b"", b"\0\7", b"\0" * 11])
def test_what_has_no_header_gets_silence(wire: bytes) -> None:
    assert raw(wire) is None


def test_an_answer_gets_no_answer() -> None:
    assert raw(raw(query("www.example.com")) or b"") is None


# -- EDNS and size ------------------------------------------------------------------------------


def test_edns_is_answered_with_edns_and_only_then() -> None:
    plain = answer(AUTHORITIES[NS1], "www.example.com", edns=False)
    assert (plain.edns, plain.additional) == (-1, [])
    assert (ask("www.example.com").edns, ask("www.example.com").payload) == (0, 1232)


def test_the_wish_for_signatures_comes_back() -> None:
    assert not ask("www.example.com").ednsflags
    wire = dns.message.make_query("www.example.com", "A", want_dnssec=True).to_wire()
    assert dns.message.from_wire(raw(wire) or b"").ednsflags == dns.flags.DO


def test_a_version_of_edns_to_come_is_told_which_one_is_known() -> None:
    wire = dns.message.make_query("www.example.com", "A", use_edns=1).to_wire()
    reply = dns.message.from_wire(raw(wire) or b"")
    assert (reply.rcode(), reply.edns, reply.answer) == (dns.rcode.BADVERS, 0, [])


def test_what_does_not_fit_is_cut_and_says_so() -> None:
    server = AUTHORITIES[NS1]
    for edns, limit in ((False, 512), (True, 1232)):
        wire = server.respond(query("big.example.com", "TXT", edns=edns)) or b""
        reply = dns.message.from_wire(wire)
        assert reply.flags & dns.flags.TC and len(wire) <= limit and not reply.answer


def test_a_stream_has_room_for_all() -> None:
    wire = AUTHORITIES[NS1].respond(query("big.example.com", "TXT"), tcp=True) or b""
    reply = dns.message.from_wire(wire)
    assert len(wire) > 1232 and len(reply.answer[0]) == 8 and not reply.flags & dns.flags.TC


@pytest.mark.parametrize(
    ("payload", "count", "cut"),
    [(100, 16, False), (100, 18, True), (600, 18, False), (600, 30, True), (4096, 60, True)],
)
def test_the_size_that_the_client_takes_counts_within_bounds(
    payload: int, count: int, cut: bool
) -> None:
    server = small("\n".join(f"many AAAA 2001:db8::{n}" for n in range(count)))
    wire = dns.message.make_query("many.test", "AAAA", payload=payload).to_wire()
    reply = dns.message.from_wire(server.respond(wire) or b"")
    assert bool(reply.flags & dns.flags.TC) == cut == (not reply.answer)


def test_additional_records_are_left_out_without_a_word() -> None:
    hosts = "\n".join(
        f"@ MX 10 a-rather-long-name-{n}\na-rather-long-name-{n} A 192.0.2.{n}" for n in range(12)
    )
    reply = answer(small(hosts), "test", "MX", edns=False)
    assert len(reply.answer[0]) == 12 and len(reply.additional) < 12
    assert not reply.flags & dns.flags.TC


def test_the_same_question_gets_the_same_bytes() -> None:
    assert raw(query("big.example.com", "TXT")) == raw(query("big.example.com", "TXT"))
    assert len({AUTHORITIES[ROOT].respond(query("www.example.com")) for _ in range(20)}) == 1


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 40))
def test_hostile_bytes_get_a_reply_or_silence(noise: bytes, where: int) -> None:
    good = query("www.example.com", "ANY")
    for wire in (noise, good[:where] + noise + good[where:], good[:where] + noise):
        reply = AUTHORITIES[NET].respond(wire)
        assert reply is None or (reply[:2] == wire[:2] and reply[2] & 0x80)
