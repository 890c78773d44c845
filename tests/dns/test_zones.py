"""The zones of the lab: they agree with each other, and a wrong one is told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from dns.name import Name, from_text
from dns.rdatatype import AAAA, CNAME, MX, NS, PTR, SOA, A
from dns.zone import Zone

from lab.dns.zones import load_zone, load_zones, parse_zone, zone_names
from lab.errors import BadWorld
from tests.dns.internet import AUTHORITIES, HINTS, SERVED

HOSTS = {
    "a.root-servers.net": ("198.51.100.1", "2001:db8:51::1"),
    "b.root-servers.net": ("198.51.100.2", "2001:db8:51::2"),
    "a.gtld-servers.net": ("198.51.100.11", "2001:db8:51::11"),
    "b.gtld-servers.net": ("198.51.100.12", "2001:db8:51::12"),
    "a0.org.afilias-nst.info": ("198.51.100.21", "2001:db8:51::21"),
    "ns1.example.com": ("198.51.100.31", "2001:db8:51::31"),
    "ns2.example.com": ("198.51.100.32", "2001:db8:51::32"),
    "ns.example.net": ("198.51.100.41", "2001:db8:51::41"),
    "ns1.sub.example.com": ("198.51.100.42", "2001:db8:51::42"),
    "www.sub.example.com": ("203.0.113.10", "2001:db8:113::10"),
    "www.example.com": ("203.0.113.10", "2001:db8:113::10"),
    "example.com": ("203.0.113.10", "2001:db8:113::10"),
    "www.example.org": ("203.0.113.20", "2001:db8:113::20"),
    "example.org": ("203.0.113.20", "2001:db8:113::20"),
    "www.example.net": ("203.0.113.30", "2001:db8:113::30"),
    "example.net": ("203.0.113.30", "2001:db8:113::30"),
    "mail.example.com": ("203.0.113.25",),
    "v4only.example.com": ("203.0.113.10",),
    "silent.example.com": ("203.0.113.66",),
    "closed.example.com": ("203.0.113.67",),
    "slow.example.com": ("203.0.113.68",),
}
ZONES = {zone.origin: zone for zone in load_zones(*zone_names())}


def zone_of(name: Name) -> Zone:
    while name not in ZONES:
        name = name.parent()
    return ZONES[name]


def addresses(zone: Zone, name: Name) -> tuple[str, ...]:
    held = (zone.get_rdataset(name, rdtype) for rdtype in (A, AAAA))
    return tuple(record.address for rdataset in held for record in rdataset or ())


@pytest.mark.parametrize("name", HOSTS)
def test_the_host_has_its_addresses(name: str) -> None:
    assert addresses(zone_of(from_text(name)), from_text(name)) == HOSTS[name]


@pytest.mark.parametrize("name", zone_names())
def test_addresses_are_those_of_hosts(name: str) -> None:
    known = {address for host in HOSTS.values() for address in host}
    zone = load_zone(name)
    assert {found for owner in zone for found in addresses(zone, Name(owner.labels))} <= known


def delegations() -> list[tuple[Zone, Name]]:
    return [
        (zone, owner)
        for zone in ZONES.values()
        for owner, _ in zone.iterate_rdatasets(NS)
        if owner != zone.origin and owner != from_text("lame.example.com")
    ]


@pytest.mark.parametrize(("parent", "child"), delegations())
def test_parent_and_child_name_the_same_servers(parent: Zone, child: Name) -> None:
    above, below = parent.get_rdataset(child, NS), ZONES[child].get_rdataset(child, NS)
    assert above and below and set(above) == set(below)


@pytest.mark.parametrize(("parent", "child"), delegations())
def test_glue_is_what_the_child_says(parent: Zone, child: Name) -> None:
    servers = parent.get_rdataset(child, NS) or ()
    inside = [s.target for s in servers if s.target.is_subdomain(parent.origin)]
    for server in inside:
        assert addresses(parent, server) == HOSTS[server.to_text(omit_final_dot=True)]


@pytest.mark.parametrize("zone", ZONES.values())
def test_the_servers_of_a_zone_serve_it(zone: Zone) -> None:
    assert zone.origin is not None
    servers = zone.get_rdataset(zone.origin, NS) or ()
    file = zone.origin.to_text(omit_final_dot=True) if zone.origin.labels != (b"",) else "root"
    hosts = {HOSTS[server.target.to_text(omit_final_dot=True)][0] for server in servers}
    assert hosts == {address for address, zones in SERVED.items() if file in zones}


def test_every_zone_is_served() -> None:
    assert {zone for zones in SERVED.values() for zone in zones} == set(zone_names())
    assert set(HINTS.values()) <= set(AUTHORITIES)


def test_aliases_and_mail_servers_exist_but_for_the_one_that_dangles() -> None:
    pointing = [
        record.target if rdtype == CNAME else record.exchange
        for zone in ZONES.values()
        for rdtype in (CNAME, MX)
        for _, rdataset in zone.iterate_rdatasets(rdtype)
        for record in rdataset
    ]
    lost = [str(name) for name in pointing if zone_of(name).get_node(name) is None]
    assert lost == ["nowhere.example.com."]


def test_an_address_leads_back_to_a_name_that_leads_to_it() -> None:
    import dns.reversename

    pointers = list(ZONES[from_text("arpa")].iterate_rdatasets(PTR))
    assert len(pointers) == 6
    for owner, rdataset in pointers:
        host = rdataset[0].target
        assert dns.reversename.to_address(Name(owner.labels)) in HOSTS[str(host)[:-1]]


def test_dates_are_fixed_and_ttls_are_those_of_the_pages() -> None:
    serials = {zone.get_rdataset(origin, SOA)[0].serial for origin, zone in ZONES.items()}  # type: ignore[index, arg-type]
    assert serials == {2026010100}
    example = load_zone("example.com")
    ttls = [example.find_rdataset(f"{name}.example.com.", A).ttl for name in ("www", "tick")]
    assert ttls == [300, 5]


# -- zones that are wrong -----------------------------------------------------------------------

HEAD = "@ 60 IN SOA ns m 1 1 1 1 60\n@ 60 IN NS ns\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEAD + "www A 192.0.2.300", "bad.zone:3: "),
        (HEAD + "ok A 192.0.2.1\nwww AAAAA ::1", "bad.zone:4: "),
        (HEAD + "www CNAME a\nwww A 192.0.2.1", "bad.zone:4: "),
        (HEAD + "www A 192.0.2.1\nwww CNAME a", "bad.zone:4: "),
        (HEAD + 'www TXT "open', "bad.zone:3: "),
        (HEAD + "$INCLUDE /etc/passwd", "bad.zone:3: "),
        ("@ 60 IN NS ns", "bad.zone: "),
        ("@ 60 IN SOA ns m 1 1 1 1 60", "bad.zone: "),
        ("", "bad.zone: "),
    ],
)
def test_a_wrong_zone_is_told_by_file_and_line(tmp_path: Path, text: str, place: str) -> None:
    for end in ("", "\n", "\n; a comment\n"):
        (tmp_path / "bad.zone").write_text(text + end)
        with pytest.raises(BadWorld) as caught:
            load_zone("bad", tmp_path)
        assert str(caught.value).startswith(f"The lab's own data are wrong: {place}")


def test_a_zone_that_is_missing_or_not_text(tmp_path: Path) -> None:
    (tmp_path / "latin.zone").write_bytes(b"\xe9")
    for name in ("latin", "absent"):
        with pytest.raises(BadWorld, match=f"{name}.zone"):
            load_zone(name, tmp_path)


def test_a_zone_is_read_with_absolute_names() -> None:
    assert from_text("ns.test") in parse_zone(HEAD + "ns A 192.0.2.1", "test")
