"""A resolver reads what strangers send: whatever it is, an answer or SERVFAIL, and no poison."""

from __future__ import annotations

import dns.name
import dns.rcode
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.dns.service import Responder
from tests.dns.internet import AUTHORITIES, COM, NS1, Internet, query, saying, told
from tests.hostile.dns_mutations import mutated
from tests.hostile.dns_replies import (
    BAD,
    CUT,
    HERE,
    MALFORMED,
    NOT_THE_ANSWER,
    ODD,
    POISON,
    Wire,
    record,
    reply,
)
from tests.hostile.dns_upstream import hostile

SERVFAIL, NOERROR, NXDOMAIN = dns.rcode.SERVFAIL, dns.rcode.NOERROR, dns.rcode.NXDOMAIN


def serving(wire: Wire) -> Responder:
    """A server that answers so over UDP and TCP."""
    return lambda query, tcp: wire(query)


# -- bytes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [*NOT_THE_ANSWER, *MALFORMED])
def test_what_is_no_answer_is_not_believed(case: str) -> None:
    found = hostile(serving((NOT_THE_ANSWER | MALFORMED)[case]))
    assert (found.rcode(), found.answer) == (SERVFAIL, [])


@pytest.mark.parametrize("case", ODD)
def test_what_is_only_odd_is_an_answer(case: str) -> None:
    found = hostile(serving(ODD[case]))
    assert [line.split()[-1] for line in told(found.answer)] == ["203.0.113.10"]


@pytest.mark.parametrize("rcode", [n for n in range(1, 16) if n != NXDOMAIN])
def test_each_way_to_fail_is_a_failure(rcode: int) -> None:
    found = hostile(serving(lambda query: reply(query, record(HERE, BAD), flags=0x8400 | rcode)))
    assert (found.rcode(), found.answer) == (SERVFAIL, [])


@pytest.mark.parametrize("rcode", [16, 17, 23, 3841, 4095])
def test_so_are_the_longer_response_codes(rcode: int) -> None:
    found = hostile(saying(f"www.example.com. 60 A {POISON}", rcode=dns.rcode.Rcode.make(rcode)))
    assert (found.rcode(), found.answer) == (SERVFAIL, [])


def test_an_answer_without_authority_is_lame() -> None:
    server = serving(lambda query: reply(query, record(HERE, BAD), flags=0x8080))
    assert hostile(server).rcode() == SERVFAIL


def test_always_cut_over_a_stream_too() -> None:
    for answer in ((), (record(HERE, BAD),)):
        found = hostile(serving(lambda query, answer=answer: reply(query, *answer, flags=CUT)))  # type: ignore[misc]
        assert (found.rcode(), found.answer) == (SERVFAIL, [])


@pytest.mark.parametrize("label", [62, 63])
def test_the_longest_names_are_names(label: int) -> None:
    name = ".".join(["a" * label] * 3) + "." + "b" * (253 - 3 * label - 3 - 12) + ".example.com"
    assert len(dns.name.from_text(name).to_wire() or b"") == 255
    assert hostile(AUTHORITIES[NS1].respond, name).rcode() == NXDOMAIN


# -- sections -----------------------------------------------------------------------------------

GLUE = f"ns.evil.example.com. 60 A {POISON}"
POISONED = {
    "the servers of com": ("com. 60 NS ns.evil.example.com.", GLUE),
    "the servers of the root": (". 60 NS ns.evil.example.com.", GLUE),
    "the servers of org": ("org. 60 NS ns.evil.example.com.", GLUE),
    "the servers of another zone": ("example.org. 60 NS ns.evil.example.com.", GLUE),
    "its own servers": ("example.com. 60 NS ns1.example.com.", f"ns1.example.com. 9 A {POISON}"),
    "a bank": ("", f"www.bank.example. 60 A {POISON}\nwww.example.net. 60 A {POISON}"),
    "a root server": ("", f"a.root-servers.net. 60 A {POISON}"),
    "a server of com": ("com. 60 NS a.gtld-servers.net.", f"a.gtld-servers.net. 60 A {POISON}"),
    "an address in the authority": (f"www.example.org. 60 A {POISON}", ""),
    "a name that is asked next": ("", f"www.sub.example.com. 60 A {POISON}"),
}


@pytest.mark.parametrize("case", POISONED)
@pytest.mark.parametrize("rcode", [NOERROR, NXDOMAIN])
def test_what_was_not_asked_is_not_kept(case: str, rcode: dns.rcode.Rcode) -> None:
    answer = "x1.example.com. 60 A 203.0.113.10" if rcode == NOERROR else ""
    found = hostile(saying(answer, *POISONED[case], rcode=rcode), "x1.example.com")
    assert found.rcode() == rcode and not found.additional


@pytest.mark.parametrize("case", POISONED)
def test_a_referral_that_is_poisoned_is_lame(case: str) -> None:
    assert hostile(saying("", *POISONED[case], aa=False)).rcode() == SERVFAIL


@pytest.mark.parametrize("server", ["www.example.org", "a.gtld-servers.net", "a.root-servers.net"])
def test_glue_for_the_names_of_others_is_not_used(server: str) -> None:
    """The delegation is the zone's to make, the address of the server is not: it is looked up."""
    glue = f"{server}. 60 A {POISON}"
    hostile(saying("", f"www.example.com. 60 NS {server}.", glue, aa=False))


@pytest.mark.parametrize("alias", ["www.example.org", "www.example.net", "www.bank.example"])
def test_an_alias_vouches_for_nothing_beyond_its_zone(alias: str) -> None:
    forged = f"x1.example.com. 60 CNAME {alias}.\n{alias}. 60 A {POISON}"
    found = hostile(saying(forged), "x1.example.com")
    assert POISON not in " ".join(told(found.answer))


def test_a_zone_below_is_asked_by_its_own_name_only() -> None:
    """The servers of com name a server for example.com and lie about the address of another."""
    wrong = f"ns.example.net. 60 A {POISON}\nwww.example.com. 60 A {POISON}"
    glue = f"ns1.example.com. 60 A {NS1}\n{wrong}"
    server = saying("", "example.com. 60 NS ns1.example.com.", glue, aa=False)
    assert hostile(server, at=(COM,)).rcode() == NOERROR


@pytest.mark.parametrize(
    ("answer", "records"),
    [
        ("www.example.com. 60 TXT other", []),
        ("x.example.com. 60 A 203.0.113.99", []),
        ("example.com. 60 DNAME example.net.", []),
        ("www.example.com. 60 CNAME www.example.com.", None),
        (
            "www.example.com. 60 CNAME a.example.com.\na.example.com. 60 CNAME www.example.com.",
            None,
        ),
        (
            "www.example.com. 60 CNAME a.example.com.\nwww.example.com. 60 A 203.0.113.10\n"
            "a.example.com. 60 A 203.0.113.10",
            ["203.0.113.10"],
        ),
    ],
)
def test_records_that_do_not_fit_together(answer: str, records: list[str] | None) -> None:
    found = hostile(saying(answer))
    assert found.rcode() == (SERVFAIL if records is None else NOERROR)
    assert [line.split()[-1] for line in told(found.answer)][-1:] == (records or [])


# -- chance -------------------------------------------------------------------------------------

TRUE = [
    AUTHORITIES[address].respond(query(name, rdtype), True) or b""
    for address, name, rdtype in [
        (NS1, "www.example.com", "A"),
        (NS1, "far.example.com", "A"),
        (NS1, "no.example.com", "A"),
        (NS1, "www.sub.example.com", "A"),
        (NS1, "big.example.com", "TXT"),
        (COM, "www.example.com", "A"),
    ]
]


def check(wire: bytes) -> None:
    """A resolver whose upstream says `wire` after the right id gives an outcome, and goes on."""
    found = hostile(lambda query, tcp: query[:2] + wire[2:])
    assert found.rcode() in (NOERROR, NXDOMAIN, SERVFAIL)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.binary(max_size=100))
def test_any_bytes(noise: bytes) -> None:
    check(bytes(2) + noise)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(TRUE).flatmap(mutated))
def test_true_replies_changed(wire: bytes) -> None:
    check(wire)


def test_the_internet_of_these_tests_is_honest() -> None:
    """Otherwise nothing above would show that the resolver resists."""
    internet = Internet()
    internet.servers[NS1] = saying(f"www.example.com. 60 A {POISON}")
    assert told(internet.ask("www.example.com").answer)[0].endswith(POISON)
