"""`python -m lab serve` answers dig and kdig as any name server does, whatever they ask.

What they print is read by dns_dig.py. The last test walks down from the root with `dig +trace`, in
a namespace where every server of the lab is at its own address.
"""

from __future__ import annotations

from collections.abc import Iterator

import dns.message
import dns.rcode
import pytest

from tests.kernel.namespace import inhabited_or_skip
from tests.peers.dns_dig import QUIET, Printed, dig, output, run
from tests.peers.dns_exchange import numbered, over_tcp
from tests.peers.programs import program
from tests.served import Served, served

WWW = "www.example.com. A 203.0.113.10"
ALIAS = "alias.example.com. CNAME www.example.com."
BACK = "10.113.0.203.in-addr.arpa. PTR www.example.com."
LABEL = "l" * 63
LONGEST = f"{LABEL}.{LABEL}.{LABEL}.{'l' * 49}.example.com"
"""255 bytes on the wire."""
RECURSIVE = frozenset({"qr", "rd", "ra"})


@pytest.fixture(scope="module")
def lab() -> Iterator[Served]:
    """The lab on loopback."""
    with served() as lab:
        yield lab


# -- the resolver -------------------------------------------------------------------------------

ASKED = {
    "www.example.com": ("NOERROR", RECURSIVE, "0", [WWW]),
    "www.example.com +noedns": ("NOERROR", RECURSIVE, "", [WWW]),
    "www.example.com +dnssec": ("NOERROR", RECURSIVE, "0 do", [WWW]),
    "www.example.com +ednsopt=65001:abcd": ("NOERROR", RECURSIVE, "0", [WWW]),
    "www.example.com +nsid +padding=64": ("NOERROR", RECURSIVE, "0", [WWW]),
    "www.example.com +subnet=192.0.2.0/24": ("NOERROR", RECURSIVE, "0", [WWW]),
    "wWw.ExAmPlE.cOm": ("NOERROR", RECURSIVE, "0", ["wWw.ExAmPlE.cOm. A 203.0.113.10"]),
    "alias.example.com": ("NOERROR", RECURSIVE, "0", [ALIAS, WWW]),
    "-x 203.0.113.10": ("NOERROR", RECURSIVE, "0", [BACK]),
    "example.com MX": ("NOERROR", RECURSIVE, "0", ["example.com. MX 10 mail.example.com."]),
    "www.example.com TXT": ("NOERROR", RECURSIVE, "0", []),
    "nowhere.example.com": ("NXDOMAIN", RECURSIVE, "0", []),
    LONGEST: ("NXDOMAIN", RECURSIVE, "0", []),
    "lame.example.com": ("SERVFAIL", RECURSIVE, "0", []),
    "www.example.com ANY": ("NOTIMP", RECURSIVE, "0", []),
    "www.example.com +norecurse": ("REFUSED", frozenset({"qr", "ra"}), "0", []),
    "version.bind TXT CH": ("REFUSED", RECURSIVE, "0", []),
    "www.example.com +edns=1 +noednsneg": ("BADVERS", RECURSIVE, "0", []),
}


@pytest.fixture(scope="module")
def replies(lab: Served) -> dict[str, list[Printed]]:
    """What dig prints for each of ASKED, over UDP and over TCP."""
    cases = [case.split() for case in ASKED]
    over = {how: dig(lab.dns, *[[*case, how] for case in cases]) for how in ("+notcp", "+tcp")}
    return {case: list(both) for case, *both in zip(ASKED, *over.values(), strict=True)}


@pytest.mark.parametrize("case", ASKED)
def test_the_resolver_asked_by_dig(replies: dict[str, list[Printed]], case: str) -> None:
    for reply, transport in zip(replies[case], ("UDP", "TCP"), strict=True):
        said = (reply.status, reply.flags, reply.edns, sorted(reply.records()))
        assert said == (*ASKED[case][:3], sorted(ASKED[case][3]))
        assert reply.transport in (transport, "")


def test_the_resolver_asked_by_kdig(lab: Served) -> None:
    cases = [case for case in ASKED if "+" not in case and case == case.lower()]  # as kdig asks
    for how, transport in (("+notcp", "UDP"), ("+tcp", "TCP")):
        printed = dig(lab.dns, *[[*case.split(), how] for case in cases], tool="kdig")
        for case, reply in zip(cases, printed, strict=True):
            status, flags, _, records = ASKED[case]
            assert (reply.status, sorted(reply.records())) == (status, sorted(records))
            assert (reply.flags, reply.transport) == (flags, transport)


def test_other_operations(lab: Served) -> None:
    numbers = [1, 2, 3, 4, 5, 6, 9, 15]
    for port in (lab.dns, lab.authorities["ns1.example.com"]):
        printed = dig(port, *[["example.com", "SOA", f"+opcode={number}"] for number in numbers])
        assert {reply.status for reply in printed} == {"NOTIMP"}
        assert [reply.opcode for reply in printed][1:5:2] == ["STATUS", "NOTIFY"]


def test_many_questions_on_one_connection(lab: Served) -> None:
    names = [f"{name}.example.com" for name in ("www", "v4only", "nowhere", "alias", "mail") * 4]
    for tool in ("dig", "kdig"):
        printed = dig(lab.dns, *[[name, "+tcp", "+keepopen"] for name in names], tool=tool)
        asked = [reply.sections["QUESTION"][0][0] for reply in printed]
        assert asked == [f"{name}." for name in names]
        absent = [name.startswith("nowhere") for name in names]
        assert [reply.status == "NXDOMAIN" for reply in printed] == absent


def test_many_questions_at_once_on_one_connection(lab: Served) -> None:
    names = [f"n{number}.wild.example.com." for number in range(60)]
    wires = numbered([dns.message.make_query(name, "A").to_wire() for name in names])
    for name, wire in zip(names, over_tcp(lab.dns, wires), strict=True):
        reply = dns.message.from_wire(wire or b"")
        assert reply.rcode() == dns.rcode.NOERROR
        assert str(reply.answer[0]) == f"{name} 3600 IN A 203.0.113.10"


# -- the authorities ----------------------------------------------------------------------------


def test_each_authority_answers_on_a_port_of_its_own(lab: Served) -> None:
    (zone,) = dig(lab.authorities["ns1.example.com"], ["example.com", "SOA", "+norecurse"])
    assert (zone.status, zone.flags) == ("NOERROR", frozenset({"qr", "aa"}))
    (referral,) = dig(lab.authorities["a.gtld-servers.net"], ["www.example.com", "+norecurse"])
    assert (referral.flags, referral.records()) == (frozenset({"qr"}), [])
    assert referral.records("AUTHORITY") == [
        f"example.com. NS {server}.example.com." for server in ("ns1", "ns2")
    ]
    assert len(referral.records("ADDITIONAL")) == 4
    (other,) = dig(lab.authorities["ns.example.net"], ["www.example.com", "+norecurse"])
    assert other.status == "REFUSED"


@pytest.mark.parametrize("tool", ["dig", "kdig"])
def test_what_does_not_fit_a_datagram_comes_over_a_stream(lab: Served, tool: str) -> None:
    for port in (lab.dns, lab.authorities["ns1.example.com"]):
        cut, whole = dig(
            port, ["big.example.com", "TXT", "+ignore"], ["big.example.com", "TXT", "+noignore"],
            tool=tool,
        )  # fmt: skip
        assert "tc" in cut.flags and len(cut.records()) < 8
        assert "tc" not in whole.flags and len(whole.records()) == 8
        assert whole.transport in ("TCP", "")


@pytest.mark.parametrize("tool", ["dig", "kdig"])
def test_transfers_are_refused(lab: Served, tool: str) -> None:
    for rdtype in ("AXFR", "IXFR=2026010100"):
        printed = output(lab.authorities["ns1.example.com"], "example.com", rdtype, tool=tool)
        assert "203.0.113.10" not in printed
        assert "Transfer failed" in printed or "REFUSED" in printed


# -- all the way down ---------------------------------------------------------------------------


def test_trace_from_the_root_to_the_answer() -> None:
    with inhabited_or_skip() as internet:
        trace = [program("dig"), *QUIET["dig"], "@192.0.2.53", "+trace", "+nodnssec"]
        printed = run([*internet.laptop, *trace, "www.sub.example.com", "A"])
    lines = [line.split() for line in printed.splitlines() if "\tIN\t" in line]
    zones = list(dict.fromkeys(owner for owner, _, _, rdtype, *_ in lines if rdtype == "NS"))
    assert zones == [".", "com.", "example.com.", "sub.example.com."]
    assert ["www.sub.example.com.", "600", "IN", "A", "203.0.113.10"] in lines
