"""The lab's authorities say what Knot says on the same zones, and where not, there is a reason.

Knot and the lab serve the same master files: once all of them, so that parents and children meet in
one server, and once for each machine of the lab, just its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from lab.dns.authority import Authority
from lab.dns.zones import load_zones, zone_names
from lab.world.hosts import MACHINES
from tests.peers.dns_comparing import asked, difference
from tests.peers.dns_differences import compare
from tests.peers.dns_exchange import numbered, over_tcp, over_udp
from tests.peers.dns_knot import knot
from tests.peers.dns_odd import odd
from tests.peers.dns_questions import OTHER_TYPES, questions

LIST = "dns_knot.toml"
ALL = tuple(zone_names())
SERVED = sorted({machine.zones for machine in MACHINES if machine.zones})
Exchange = Callable[[int, Sequence[bytes]], list[bytes | None]]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Knot, with all zones."""
    with knot(ALL, tmp_path_factory.mktemp("knot")) as port:
        yield port


def differences(
    zones: Sequence[str], port: int, cases: dict[str, bytes], exchange: Exchange = over_udp
) -> dict[str, str]:
    """What differs, by case, between the lab and the Knot at `port`."""
    wires, authority = numbered(list(cases.values())), Authority(load_zones(*zones))
    ours = [authority.respond(wire, exchange is over_tcp) for wire in wires]
    theirs = exchange(port, wires)
    return dict(zip(cases, map(difference, ours, theirs), strict=True))


def test_every_name_and_type_of_all_zones_in_one_server(port: int) -> None:
    cases = {asked(wire): wire for wire in questions(ALL)}
    assert len(cases) > 3000
    compare(LIST, "all", differences(ALL, port, cases))


@pytest.mark.parametrize("zones", SERVED, ids="+".join)
def test_every_name_and_type_of_each_machine(zones: Sequence[str], tmp_path: Path) -> None:
    cases = {asked(wire): wire for wire in questions(zones)}
    assert len(cases) > 300
    with knot(zones, tmp_path) as port:
        compare(LIST, "machine", differences(zones, port, cases))


def test_over_a_stream(port: int) -> None:
    wires = questions(("com", "example.com"), OTHER_TYPES, [0])
    cases = {asked(wire): wire for wire in wires}
    compare(LIST, "stream", differences(ALL, port, cases, over_tcp))


def test_odd_questions(port: int) -> None:
    compare(LIST, "odd", differences(ALL, port, odd()))


def test_odd_but_readable_questions_over_a_stream(port: int) -> None:
    kinds = ("flag RD", "opcode", "class", "type", "EDNS", "DO", "too long", "AXFR", "NSID")
    cases = {case: wire for case, wire in odd().items() if case.startswith(kinds)}
    compare(LIST, "odd over a stream", differences(ALL, port, cases, over_tcp))
