"""The stub: what it sends, how often, and what it makes of the answers."""

from __future__ import annotations

from random import Random

import dns.flags
import dns.message
import dns.rcode
import pytest
from dns.message import Message
from dns.rcode import Rcode

from lab.dns.stub import Failure, Family, Lookup, lookup
from lab.effects import Ask
from tests.dns.internet import NS1, NS2, RESOLVER, Internet, saying, silent

WWW = "www.example.com. 300 A 203.0.113.10"
WEB6 = "web.test. 300 AAAA 2001:db8:113::10"
SERVER = (RESOLVER, 53)


@pytest.fixture
def internet() -> Internet:
    return Internet()


def look_up(internet: Internet, name: str, family: Family = Family.BOTH) -> Lookup:
    found = internet.perform(lookup(name, family, SERVER, Random(1)))
    internet.log = [line for line in internet.log if line[0] == RESOLVER]
    return found


FOUND = [
    ("www.example.com", Family.BOTH, "www.example.com", ("203.0.113.10", "2001:db8:113::10")),
    ("www.example.com.", Family.A, "www.example.com", ("203.0.113.10",)),
    ("www.example.com", Family.AAAA, "www.example.com", ("2001:db8:113::10",)),
    ("alias.example.com", Family.A, "www.example.com", ("203.0.113.10",)),
    ("far.example.com", Family.BOTH, "www.example.org", ("203.0.113.20", "2001:db8:113::20")),
    ("v4only.example.com", Family.BOTH, "v4only.example.com", ("203.0.113.10",)),
    ("x.wild.example.com", Family.A, "x.wild.example.com", ("203.0.113.10",)),
]


@pytest.mark.parametrize(("name", "family", "canonical", "addresses"), FOUND)
def test_found(
    internet: Internet, name: str, family: Family, canonical: str, addresses: tuple[str, ...]
) -> None:
    assert look_up(internet, name, family) == Lookup(name, canonical, addresses)


NOT_FOUND = [
    ("nowhere.example.com", Family.BOTH, Failure.NXDOMAIN),
    ("dangling.example.com", Family.A, Failure.NXDOMAIN),
    ("v4only.example.com", Family.AAAA, Failure.NODATA),
    ("b.ent.example.com", Family.BOTH, Failure.NODATA),
    ("lame.example.com", Family.BOTH, Failure.TEMPORARY),
    ("loop1.example.com", Family.A, Failure.TEMPORARY),
]


@pytest.mark.parametrize(("name", "family", "failure"), NOT_FOUND)
def test_not_found(internet: Internet, name: str, family: Family, failure: Failure) -> None:
    assert look_up(internet, name, family) == Lookup(name, name, failure=failure)


@pytest.mark.parametrize("name", ["a..b", ".a", "x" * 64, "x." * 128, "é" * 64, "a\ud800b"])
def test_what_is_no_name_is_not_asked(internet: Internet, name: str) -> None:
    assert look_up(internet, name).failure is Failure.NXDOMAIN
    assert internet.log == []


def test_a_question_is_33_bytes_with_a_drawn_id() -> None:
    def first(seed: int) -> Ask:
        effect = lookup("www.example.com", Family.A, SERVER, Random(seed)).send(None)
        assert isinstance(effect, Ask)
        return effect

    asked = first(1)
    message = dns.message.from_wire(asked.data)
    assert (len(asked.data), asked.to, asked.timeout) == (33, SERVER, 5.0)
    assert (message.flags, message.edns) == (dns.flags.RD, -1)
    assert len({first(seed).data[:2] for seed in range(50)}) > 45


def test_one_family_is_asked_for_after_the_other(internet: Internet) -> None:
    look_up(internet, "www.example.com")
    assert [(question, how) for _, question, how in internet.log] == [
        ("www.example.com. A", "udp"),
        ("www.example.com. AAAA", "udp"),
    ]


# -- a resolver that fails ----------------------------------------------------------------------


def test_silence_takes_two_attempts_of_five_seconds(internet: Internet) -> None:
    internet.servers[RESOLVER] = silent
    start = internet.now
    assert look_up(internet, "www.example.com", Family.A).failure is Failure.TEMPORARY
    assert (len(internet.log), internet.now - start) == (2, 10.0)


@pytest.mark.parametrize("rcode", [1, 2, 4, 5])
def test_a_failure_is_asked_about_again(internet: Internet, rcode: int) -> None:
    replies = iter([saying(rcode=Rcode(rcode)), saying(WWW)])
    internet.servers[RESOLVER] = lambda wire, tcp: next(replies)(wire, tcp)
    assert look_up(internet, "www.example.com", Family.A).addresses == ("203.0.113.10",)
    assert len(internet.log) == 2


def test_servfail_twice_is_temporary(internet: Internet) -> None:
    internet.servers[NS1] = internet.servers[NS2] = silent
    start = internet.now
    assert look_up(internet, "www.example.com", Family.A).failure is Failure.TEMPORARY
    assert len(internet.log) == 2
    assert internet.now - start == pytest.approx(4.2)


def test_what_is_not_the_answer_is_ignored(internet: Internet) -> None:
    def change(message: Message) -> None:
        message.id ^= 1

    replies = iter([saying("www.example.com. 1 A 192.0.2.9", change=change), saying(WWW)])
    internet.servers[RESOLVER] = lambda wire, tcp: next(replies)(wire, tcp)
    start = internet.now
    assert look_up(internet, "www.example.com", Family.A).addresses == ("203.0.113.10",)
    assert internet.now - start == pytest.approx(5.05)


@pytest.mark.parametrize("rubbish", [b"", b"\0\0", b"\0" * 40, b"\xff" * 513])
def test_rubbish_is_temporary(internet: Internet, rubbish: bytes) -> None:
    internet.servers[RESOLVER] = lambda wire, tcp: wire[:2] + rubbish
    assert look_up(internet, "www.example.com").failure is Failure.TEMPORARY


@pytest.mark.parametrize(
    "answer",
    [
        "www.example.org. 60 A 192.0.2.9",
        "www.example.com. 60 CNAME a.test.",
        "www.example.com. 60 CNAME www.example.com.",
    ],
)
def test_records_of_other_names_are_not_taken(internet: Internet, answer: str) -> None:
    internet.servers[RESOLVER] = saying(answer)
    found = look_up(internet, "www.example.com", Family.A)
    assert found.addresses == () and found.failure in (Failure.NODATA, Failure.TEMPORARY)


# -- over a stream ------------------------------------------------------------------------------


def test_a_cut_answer_is_asked_for_over_a_stream(internet: Internet) -> None:
    def cut(message: Message) -> None:
        message.answer, message.flags = [], message.flags | dns.flags.TC

    internet.servers[RESOLVER] = lambda wire, tcp: (
        saying(WWW)(wire, tcp) if tcp else saying(change=cut)(wire, tcp)
    )
    assert look_up(internet, "www.example.com", Family.A).addresses == ("203.0.113.10",)
    assert [how for _, _, how in internet.log] == ["udp", "tcp"]
    internet.servers[RESOLVER] = saying(change=cut)
    internet.log = []
    look_up(internet, "www.example.com", Family.A)
    assert [how for _, _, how in internet.log] == ["udp", "tcp"]


# -- two families, two fates --------------------------------------------------------------------


def test_the_addresses_of_one_family_are_enough(internet: Internet) -> None:
    replies = iter([saying(), saying(f"www.example.com. 60 CNAME web.test.\n{WEB6}")])
    internet.servers[RESOLVER] = lambda wire, tcp: next(replies)(wire, tcp)
    found = look_up(internet, "www.example.com")
    assert found == Lookup("www.example.com", "web.test", ("2001:db8:113::10",))


SERVFAIL, NXDOMAIN = dns.rcode.SERVFAIL, dns.rcode.NXDOMAIN


@pytest.mark.parametrize(
    ("a", "aaaa", "failure"),
    [
        (saying(WWW), [saying(rcode=SERVFAIL)] * 2, None),
        (saying(), [saying(rcode=SERVFAIL)] * 2, Failure.TEMPORARY),
        (saying(rcode=NXDOMAIN), [saying(rcode=SERVFAIL)] * 2, Failure.TEMPORARY),
        (saying(rcode=NXDOMAIN), [saying()], Failure.NXDOMAIN),
        (saying(), [saying(rcode=NXDOMAIN)], Failure.NXDOMAIN),
    ],
)
def test_the_least_certain_failure_is_told(internet: Internet, a, aaaa, failure) -> None:  # type: ignore[no-untyped-def]
    replies = iter([a, *aaaa])
    internet.servers[RESOLVER] = lambda wire, tcp: next(replies)(wire, tcp)
    assert look_up(internet, "www.example.com").failure is failure
    assert next(replies, None) is None


def test_the_spelling_of_an_alias_is_that_of_the_server(internet: Internet) -> None:
    chain = "www.example.com. 60 CNAME Web.Example.NET.\nWeb.Example.NET. 60 A 192.0.2.1"
    internet.servers[RESOLVER] = saying(chain)
    assert look_up(internet, "www.example.com", Family.A).canonical == "Web.Example.NET"
