"""`python -m lab serve` as a reader starts it: its own process, real sockets, real clients."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest

from lab.__main__ import parser
from lab.tls import CERTIFICATES
from tests.aside import run_aside
from tests.served import PATIENCE, ROOT, Served, read, served

LOCAL = "127.0.0.1"
CLIENTS = 200
GET = b"GET / HTTP/1.1\r\nHost: www.example.com\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def lab() -> Iterator[Served]:
    with served() as made:
        yield made


def exchange(port: int, *said: bytes) -> bytes:
    """What a client hears that says this, then waits for the end."""
    with socket.create_connection((LOCAL, port), PATIENCE) as client:
        for each in said:
            client.sendall(each)
        heard = bytearray()
        while data := client.recv(65536):
            heard += data
    return bytes(heard)


def addresses(reply: dns.message.Message) -> list[str]:
    return [rdata.to_text() for rrset in reply.answer for rdata in rrset]


# -- names --------------------------------------------------------------------------------------


def test_the_resolver_answers_over_udp_and_tcp(lab: Served) -> None:
    query = dns.message.make_query("alias.example.com", "A")
    expected = ["www.example.com.", "203.0.113.10"]
    for ask in (dns.query.udp, dns.query.tcp):
        reply = ask(query, LOCAL, PATIENCE, lab.dns)
        assert addresses(reply) == expected and reply.flags & dns.flags.RA


def test_each_authority_answers_for_its_own_zones(lab: Served) -> None:
    query = dns.message.make_query("www.example.com", "A", flags=0)
    for name, port in lab.authorities.items():
        reply = dns.query.udp(query, LOCAL, PATIENCE, port)
        answered = name in ("ns1.example.com", "ns2.example.com")
        assert bool(reply.answer) == bool(reply.flags & dns.flags.AA) == answered
        assert reply.rcode() in (dns.rcode.NOERROR, dns.rcode.REFUSED)
    assert len(lab.authorities) == 9


def test_a_long_answer_comes_over_tcp_through_both_servers(lab: Served) -> None:
    """The resolver itself must ask the authority again, over a stream."""
    query = dns.message.make_query("big.example.com", "TXT")
    truncated = dns.query.udp(query, LOCAL, PATIENCE, lab.dns)
    whole = dns.query.tcp(query, LOCAL, PATIENCE, lab.dns)
    assert truncated.flags & dns.flags.TC
    assert len(whole.answer[0]) == 8


def test_several_questions_in_one_stream_cut_anywhere(lab: Served) -> None:
    queries = [dns.message.make_query(f"{name}.example.com", "A") for name in ("www", "mail")]
    framed = b"".join(len(q.to_wire()).to_bytes(2, "big") + q.to_wire() for q in queries)
    with socket.create_connection((LOCAL, lab.dns), PATIENCE) as client:
        for byte in framed:
            client.sendall(bytes([byte]))
        stream = client.makefile("rb")
        for query in queries:
            wire = stream.read(int.from_bytes(stream.read(2), "big"))
            assert query.is_response(dns.message.from_wire(wire))


def test_two_hundred_at_once(lab: Served) -> None:
    """Some by HTTP, some by DNS over TCP, all connected before the first asks."""
    query = dns.message.make_query("www.example.com", "A").to_wire()
    ways = [(lab.http, GET), (lab.dns, len(query).to_bytes(2, "big") + query)]

    async def one(port: int, said: bytes, all_here: asyncio.Barrier) -> bytes:
        reader, writer = await asyncio.open_connection(LOCAL, port)
        await all_here.wait()
        writer.write(said)
        writer.write_eof()
        heard = await reader.read()
        writer.close()
        return heard

    async def everyone() -> list[bytes]:
        barrier = asyncio.Barrier(CLIENTS)
        async with asyncio.timeout(PATIENCE):
            return await asyncio.gather(*(one(*ways[i % 2], barrier) for i in range(CLIENTS)))

    heard = run_aside(everyone())
    pages = [each for each in heard if each.startswith(b"HTTP/1.1 200 OK")]
    answers = [each[2:] for each in heard if each[2:4] == query[:2]]
    assert len(pages) == len(answers) == CLIENTS // 2
    assert {page.partition(b"\r\n\r\n")[2] for page in pages} == {
        pages[0].partition(b"\r\n\r\n")[2]
    }


# -- sites --------------------------------------------------------------------------------------


def test_a_site_over_tls_with_the_lab_s_authority_only(lab: Served) -> None:
    trusting = ssl.create_default_context(cafile=CERTIFICATES / "authority.pem")
    client = socket.create_connection((LOCAL, lab.https), PATIENCE)
    with trusting.wrap_socket(client, server_hostname="www.example.org") as secure:
        secure.sendall(GET.replace(b"example.com", b"example.org"))
        heard = b"".join(iter(lambda: secure.recv(65536), b""))
    assert heard.startswith(b"HTTP/1.1 200 OK") and b"Another site" in heard
    with (
        socket.create_connection((LOCAL, lab.https), PATIENCE) as stranger,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        ssl.create_default_context().wrap_socket(stranger, server_hostname="www.example.org")


def test_a_program_reaches_the_sites_with_the_environment_that_is_printed(lab: Served) -> None:
    """Python's own client, which knows nothing of the lab."""
    program = """
import json, urllib.error, urllib.request
def status(url):
    try:
        return urllib.request.urlopen(url, timeout=60).status
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError as error:
        return str(error.reason)
print(json.dumps([status(url) for url in (
    "http://www.example.com/", "https://www.example.com/", "http://www.example.org/",
    "http://closed.example.com/", "http://nowhere.test/", "https://nowhere.test/",
)]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | lab.environment,
        capture_output=True, text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [
        200, 200, 200, 502, 421, "Tunnel connection failed: 403 Forbidden",
    ]  # fmt: skip


def test_half_a_request_then_an_end_is_a_400_and_harms_nobody(lab: Served) -> None:
    with socket.create_connection((LOCAL, lab.http), PATIENCE) as client:
        client.sendall(GET[:20])
        assert exchange(lab.http, GET).startswith(b"HTTP/1.1 200 OK")
        client.shutdown(socket.SHUT_WR)
        assert client.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_asks_and_never_reads_harms_nobody(lab: Served) -> None:
    big = b"GET /big HTTP/1.1\r\nHost: www.example.com\r\n\r\n"
    with socket.create_connection((LOCAL, lab.http), PATIENCE) as greedy:
        greedy.setblocking(False)
        for _ in range(100):
            try:
                greedy.send(big * 100)
            except BlockingIOError:
                break
        assert exchange(lab.http, GET).startswith(b"HTTP/1.1 200 OK")


# -- to begin and to end ------------------------------------------------------------------------


def test_it_is_told_of_a_break_and_stops_cleanly_by_sigterm() -> None:
    """Two at once: one in a name server, one in a site. Its clients are told, not dropped."""
    with served("--break", "dns-nodata", "--break", "server-error") as lab:
        query = dns.message.make_query("www.example.com", "A")
        reply = dns.query.udp(query, LOCAL, PATIENCE, lab.dns)
        assert (reply.rcode(), reply.answer) == (dns.rcode.NOERROR, [])
        assert exchange(lab.http, GET).startswith(b"HTTP/1.1 500 ")
        with socket.create_connection((LOCAL, lab.http), PATIENCE) as half:
            half.sendall(GET[:20])
            assert exchange(lab.http, GET).startswith(b"HTTP/1.1 500 ")
            if sys.platform != "win32":
                lab.process.send_signal(signal.SIGTERM)
                assert half.recv(100).startswith(b"HTTP/1.1 408 ")


def test_with_a_log_each_question_and_each_request_is_one_line() -> None:
    """The resolver's own questions to the authorities are there too. It ends by Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lab", "serve", "--log"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        lab = Served(process, read(process))
        query = dns.message.make_query("www.example.com", "A")
        dns.query.tcp(query, LOCAL, PATIENCE, lab.dns)
        exchange(lab.http, GET.replace(b"/ ", b"/%0a%1b%5b2J "))
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)[1].splitlines()
    finally:
        process.kill()
    assert process.returncode == 0
    assert said[0] == f"{LOCAL} a.root-servers.net udp www.example.com. A NOERROR"
    assert f"{LOCAL} resolver tcp www.example.com. A NOERROR" in said
    assert said[-1].startswith(f"'{LOCAL} www.example.com http GET /\\n\\x1b[2J 404")
    assert len(said) == 5


def refused(*options: str) -> str:
    """What it says in place of answering."""
    done = subprocess.run(
        [sys.executable, "-m", "lab", "serve", *options],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, ""), done
    assert done.stderr.startswith("lab: ") and done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_what_cannot_be_served_is_said_in_one_sentence(lab: Served) -> None:
    port = str(lab.http)
    assert f"Port {port} of 127.0.0.1" in refused("--http-port", port)
    assert "192.0.2.53" in refused("--own-addresses")
    assert "tcp-syn-lost" in refused("--break", "server-error", "--break", "tcp-syn-lost")
    assert "from 0 to 65535" in refused("--dns-port", "65536")


@pytest.mark.parametrize("page", ["docs/fr/lab.md", "docs/en/lab.md", "README.md", "README.fr.md"])
def test_what_the_pages_say_to_type_is_understood(page: str) -> None:
    commands = re.findall(r"python -m lab (serve[^`\n]*)", (ROOT / page).read_text("utf8"))
    assert commands
    for command in commands:
        assert parser().parse_args(command.split()).command == "serve"
