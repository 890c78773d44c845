"""Ports that can be had, and one sentence for those that cannot; no way out of this machine."""

from __future__ import annotations

import errno
import re
import socket
import subprocess
import sys

import pytest

from lab.errors import RAISED, LabError, NoSuchAddress, PortInUse
from lab.serve import guard, sockets, telling
from lab.serve.limits import FEWEST_FILES, Limits, affordable
from lab.serve.sites import SITES
from lab.serve.sockets import TCP, UDP, _open, _told, has_ipv6, open_all
from lab.tls import CERTIFICATES
from tests.served import ROOT

LOCAL = "127.0.0.1"


@pytest.fixture(autouse=True)
def _nothing_raised() -> None:
    RAISED.clear()


def test_all_kinds_share_one_port() -> None:
    wanted = [(host, kind) for host in (LOCAL, "::1")[: 1 + has_ipv6()] for kind in (UDP, TCP)]
    opened = open_all(wanted, 0)
    assert len({own.getsockname()[1] for own in opened}) == 1
    assert [own.type for own in opened] == [kind for _, kind in wanted]
    for own in opened:
        own.close()


@pytest.mark.parametrize("kind", [UDP, TCP])
def test_a_port_in_use_is_said_and_nothing_stays_open(
    kind: socket.SocketKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    (taken,) = open_all([(LOCAL, kind)], 0)
    port = taken.getsockname()[1]
    opened: list[socket.socket] = []

    def spied(address: str, kind: socket.SocketKind, port: int) -> socket.socket:
        opened.append(_open(address, kind, port))
        return opened[-1]

    monkeypatch.setattr(sockets, "_open", spied)
    with pytest.raises(PortInUse, match=str(port)):
        open_all([(LOCAL, TCP if kind == UDP else UDP), (LOCAL, kind)], port)
    assert [own.fileno() for own in opened] in ([-1], [])  # none: somebody has the other kind
    taken.close()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "above 1023"), (errno.EADDRINUSE, "already taken"), (errno.EINVAL, "have")],
)
def test_each_reason_has_its_sentence(number: int, words: str) -> None:
    assert words in str(_told(OSError(number, "as the system says it"), LOCAL, 80))


def test_an_address_of_elsewhere_is_said() -> None:
    with pytest.raises(NoSuchAddress, match=re.escape("203.0.113.10")):
        open_all([("203.0.113.10", TCP)], 0)


@pytest.mark.parametrize(
    ("address", "own"),
    [
        (("127.0.0.1", 53), True),
        (("::1", 53, 0, 0), True),
        (("198.51.100.31", 53), True),
        (("2001:db8:51::1", 53, 0, 0), True),
        (None, True),
        (("0.0.0.0", 80), False),
        (("::", 80, 0, 0), False),
        (("10.0.0.1", 80), False),
        (("8.8.8.8", 53), False),
        (("www.example.com", 80), False),
        (("::ffff:8.8.8.8", 53, 0, 0), False),
        (("", 80), False),
        ("/run/socket", False),
        ((), False),
    ],
)
def test_only_these_addresses_are_the_lab_s_own(address: object, own: bool) -> None:
    events = ("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg")
    for event in events:
        if own:
            guard._hook(event, (None, address))
        else:
            with pytest.raises(LabError):
                guard._hook(event, (None, address))
    guard._hook("open", (None, address))


def test_under_guard_no_socket_leads_elsewhere() -> None:
    """In a child: the guard cannot be taken off again. What is refused never reaches the system."""
    program = """
import socket
from lab.serve import guard
guard.install()
here = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
here.bind(("127.0.0.1", 0))
here.sendto(b"", here.getsockname())
elsewhere = ("0.0.0.0", 9)  # not the lab's, yet no packet to it could leave this machine
for attempt in (
    lambda: here.sendto(b"", elsewhere), lambda: here.connect(elsewhere),
    lambda: socket.create_server(("", 0)), lambda: socket.getaddrinfo("localhost", 80),
):
    try:
        attempt()
    except SystemExit as error:
        print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert re.findall(r"\((socket\.\w+)\)", done.stdout) == [
        "socket.sendto", "socket.connect", "socket.bind", "socket.getaddrinfo",
    ], done.stderr  # fmt: skip


def test_there_are_never_more_clients_than_descriptors() -> None:
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        assert affordable(Limits()).connections == 256 - FEWEST_FILES
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("site", SITES)
def test_the_browser_is_told_the_key_of_each_certificate(site: str) -> None:
    import base64
    import hashlib

    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    certificate = x509.load_pem_x509_certificates((CERTIFICATES / f"{site}.pem").read_bytes())[0]
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    expected = base64.b64encode(hashlib.sha256(key).digest()).decode()
    assert telling.fingerprint(site) == expected


def test_it_speaks_the_reader_s_language_and_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = telling.Ports("127.0.0.1", 1, 2, 3, {"ns1.example.com": 4})
    monkeypatch.setattr(telling, "AUTHORITY", "/a folder/it's.pem")
    for language, words in (("fr_FR.UTF-8", "Les noms"), ("C", "Names")):
        monkeypatch.setenv("LC_ALL", language)
        assert words in telling.told(ports)
        assert words.split()[0] in telling.told(ports) and "Ctrl-C" in telling.told_own()
    assert "export SSL_CERT_FILE='/a folder/it'\"'\"'s.pem'" in telling.told(ports)
    monkeypatch.setattr(telling, "WINDOWS", True)
    assert "$env:SSL_CERT_FILE = '/a folder/it''s.pem'" in telling.told(ports)
    assert "dig '@127.0.0.1' -p 1 " in telling.told(ports) and "curl.exe " in telling.told(ports)
    assert telling.told(ports).count("start chrome '--proxy-server") == 1
    assert telling.ENGLISH.keys() == telling.FRENCH.keys()
