"""The data of the world: what its drawing says, what its zones say, what each break promises."""

from __future__ import annotations

import re

import pytest

from lab.building import build
from lab.dns.zones import load_zones, zone_names
from lab.world import hosts
from lab.world.breaks import BREAKS
from lab.world.hosts import MACHINES
from tests.lab.running import lab
from tests.telling import expect

DRAWN = re.compile(r"^[ laptop─┬├└]+─ (\S+) +(\d+) ms", re.M)


def test_the_drawing_shows_every_host_and_its_place() -> None:
    drawn = {name: int(time) for name, time in DRAWN.findall(hosts.__doc__ or "")}
    assert drawn == {m.name: m.round_trip for m in MACHINES if m is not hosts.LAPTOP}


def test_addresses_are_for_documentation_and_belong_to_one_host() -> None:
    addresses = [address for machine in MACHINES for address in machine.addresses]
    assert len(addresses) == len(set(addresses))
    prefixes = ("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:")
    assert all(address.startswith(prefixes) for address in addresses)


def test_the_zones_give_each_host_its_own_addresses() -> None:
    known: dict[str, set[str]] = {}
    for zone in load_zones(*zone_names()):
        for rdtype in ("A", "AAAA"):
            for name, _, rdata in zone.iterate_rdatas(rdtype):
                known.setdefault(str(name).rstrip("."), set()).add(rdata.to_text())
    public = [m for m in MACHINES if "." in m.name]
    assert {m.name: set(m.addresses) for m in public}.items() <= known.items()


def test_every_delegation_leads_to_a_host_that_serves_the_zone() -> None:
    servers = {machine.name: machine.zones for machine in MACHINES}
    lame = []
    for zone in load_zones(*zone_names()):
        for name, _, rdata in zone.iterate_rdatas("NS"):
            served = str(name).rstrip(".") or "root"
            if served not in servers.get(rdata.to_text().rstrip("."), ()):
                lame.append((served, rdata.to_text()))
    assert set(lame) <= LAME_ON_PURPOSE


LAME_ON_PURPOSE = {("lame.example.com", "ns.example.net.")}


def test_a_world_is_built_in_no_time_and_nothing_is_sent() -> None:
    world = build()
    assert world.network.now == 0.0
    assert world.network.record == []


# -- breaks -------------------------------------------------------------------------------------

DNS, PAGE, ASK = (
    "snippets/dns/by_hand.py",
    "snippets/index/load_page.py",
    "snippets/client-server/ask.py",
)
STUB, POST, BY_SOCKET = (
    "snippets/dns/stub.py",
    "snippets/request/post_form.py",
    "snippets/request/by_socket.py",
)
CONNECT, DOWNLOAD, REUSE = (
    "snippets/tcp/connect.py",
    "snippets/tcp/download.py",
    "snippets/closing/reuse.py",
)
TLS = "snippets/tls/connect.py"
PROMISES = {
    "dns-silent": (DNS, "No reply from the resolver: timed out"),
    "dns-nxdomain": (STUB, "Name or service not known"),
    "dns-nodata": (STUB, "www.example.com has 2001:db8:113::10"),
    "dns-servfail": (STUB, "Temporary failure in name resolution"),
    "dns-truncated": (DNS, "truncated"),
    "dns-wrong-id": (DNS, "a reply to another question"),
    "tcp-refused": (ASK, "Connection refused"),
    "tcp-silent": (ASK, "timed out"),
    "tcp-syn-lost": (CONNECT, "connected, after 1080 ms"),
    "tcp-syn-ack-lost": (PAGE, "1080.0 ms  connected"),
    "tcp-request-lost": (DOWNLOAD, "320.0 ms:"),
    "tcp-segment-lost": (DOWNLOAD, "320.0 ms:"),
    "tcp-reset": (DOWNLOAD, "after 0 bytes: [Errno 104] Connection reset by peer"),
    "tls-expired": (TLS, "certificate has expired"),
    "tls-wrong-name": (TLS, "certificate is not valid for 'www.example.com'"),
    "tls-unknown-authority": (TLS, "unable to get local issuer certificate"),
    "tls-plain": (TLS, "No TLS with"),
    "request-no-host": (BY_SOCKET, "HTTP/1.1 400 Bad Request"),
    "request-bare-lf": (BY_SOCKET, "HTTP/1.1 200 OK"),
    "request-bad-line": (BY_SOCKET, "HTTP/1.1 400 Bad Request"),
    "request-wrong-length": (POST, "No response: ReadTimeout"),
    "request-cut": (POST, "No response: ReadTimeout"),
    "server-slow": (PAGE, "3080.0 ms  the first byte is here"),
    "server-loaded": (PAGE, "232.9 ms  the first byte is here"),
    "server-error": (BY_SOCKET, "HTTP/1.1 500 Internal Server Error"),
    "server-database-down": (
        "snippets/server/who_runs_what.py",
        "POST /guestbook -> 503 Service Unavailable",
    ),
    "response-not-found": (BY_SOCKET, "HTTP/1.1 404 Not Found"),
    "response-cut": (PAGE, "IncompleteRead"),
    "response-loop": ("snippets/response/follow_redirects.py", "Five redirects"),
    "response-charset": (PAGE, "codec can't decode"),
    "close-idle": (REUSE, "dead: RemoteDisconnected"),
    "close-dead": (REUSE, "dead: ConnectionResetError"),
    "rendering-unclosed-tag": ("snippets/rendering/layout.py", "header     40    32   560   545"),
    "rendering-no-style": ("snippets/rendering/paint.py", "/style.css: HTTP Error 404: Not Found"),
    "rendering-no-size": ("snippets/rendering/image.py", "+64 px taller"),
    "rendering-slow-script": ("snippets/rendering/subresources.py", "3168 ms  /script.js"),
    "rendering-no-defer": ("snippets/rendering/subresources.py", "holds up the parser"),
    "close-reset": (PAGE, "Connection reset by peer"),
    "network-far": (PAGE, "1968.0 ms  www.example.com is at"),
    "network-lossy": (PAGE, "1080.0 ms  connected"),
    "visitors-together": ("snippets/client-server/answer.py", "Visitor 2 is 203.0.113.99"),
}


def test_every_break_has_its_promise() -> None:
    without = {each.name for each in BREAKS} - set(PROMISES)
    expect(not without, f"in PROMISES, say what a program prints under {', '.join(without)}")
    assert set(PROMISES) <= {each.name for each in BREAKS}


@pytest.mark.parametrize("name", PROMISES)
def test_a_break_does_what_it_says(name: str) -> None:
    program, said = PROMISES[name]
    broken = lab("run", "--trace", "--break", name, program)
    whole = lab("run", "--trace", program)
    assert said in broken.stdout + broken.stderr
    assert broken.stdout + broken.stderr != whole.stdout + whole.stderr
    assert "Traceback" not in broken.stderr


def test_the_visitors_come_one_after_the_other_unless_together() -> None:
    program = "snippets/client-server/answer.py"
    seen = [
        line.split()
        for line in lab("trace", "--break", "visitors-together", program).stdout.splitlines()
    ]
    first_arrivals = [line for line in seen if "SYN" in line and "seq=0" in line][:2]
    assert {line[2] for line in first_arrivals} == {"visitor-1", "visitor-2"}
    assert first_arrivals[0][0] == first_arrivals[1][0]


def test_sentences_are_in_both_languages_and_end() -> None:
    for each in BREAKS:
        assert each.english.endswith(".")
        assert each.french.endswith(".")
        assert 1 <= each.phase <= 7


def test_several_breaks_at_once() -> None:
    run = lab("run", "--break", "dns-truncated", "--break", "server-slow", PAGE)
    assert "220.0 ms" in run.stdout
    assert "3080.0 ms" in run.stdout
