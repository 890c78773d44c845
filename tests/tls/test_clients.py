"""What programs do with TLS in the lab: each in a process of its own, as its reader runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.lab.running import ROOT, lab
from tests.lab.writing import Write, write

__all__ = ["write"]

CLIENTS = {
    "urllib": "import urllib.request as u\nprint(len(u.urlopen('https://{}/big').read()))",
    "http.client": """
import http.client
connection = http.client.HTTPSConnection('{}')
connection.request('GET', '/big')
print(len(connection.getresponse().read()))
""",
    "requests": "import requests\nprint(len(requests.get('https://{}/big').content))",
    "urllib3": "import urllib3\nprint(len(urllib3.PoolManager().request('GET', 'https://{}/big').data))",
    "asyncio": """
import asyncio
async def main():
    reader, writer = await asyncio.open_connection('{0}', 443, ssl=True)
    writer.write(b'GET /big HTTP/1.1\\r\\nHost: {0}\\r\\nConnection: close\\r\\n\\r\\n')
    print(len((await reader.read()).partition(b'\\r\\n\\r\\n')[2]))
    writer.close()
    await writer.wait_closed()
asyncio.run(main())
""",
    "certifi": """
import certifi, ssl, urllib.request as u
context = ssl.create_default_context(cafile=certifi.where())
print(len(u.urlopen('https://{}/big', context=context).read()))
""",
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("host", ["www.example.com", "example.com"])
def test_standard_clients(client: str, host: str, write: Write) -> None:
    run = lab("run", write(CLIENTS[client].format(host, host)))
    assert (run.stdout, run.stderr, run.returncode) == ("65536\n", "", 0)


@pytest.mark.parametrize("client", CLIENTS)
def test_none_of_them_trusts_a_stranger(client: str, write: Write) -> None:
    program = write(CLIENTS[client].format("www.example.com", "www.example.com"))
    run = lab("run", "--break", "tls-unknown-authority", program)
    assert "unable to get local issuer certificate" in run.stderr
    assert run.returncode == 1


@pytest.mark.parametrize("host", ["www.example.org", "www.example.net", "slow.example.com"])
def test_every_site_has_its_certificate(host: str) -> None:
    run = lab("run", "snippets/tls/connect.py", host)
    assert f"names:     {host}\n" in run.stdout


def test_the_application_knows_that_it_is_https(write: Write) -> None:
    """Where it matters to WSGI, wsgi.url_scheme; here, a redirection that stays in https."""
    run = lab(
        "run", write("import requests\nprint(requests.get('https://www.example.com/old').url)")
    )
    assert run.stdout == "https://www.example.com/\n"


def test_a_context_made_by_hand_trusts_nobody(write: Write) -> None:
    text = """
import socket, ssl
sock = socket.create_connection(("www.example.com", 443))
try:
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(sock, server_hostname="www.example.com")
except ssl.SSLError as error:
    print(error.verify_message)
"""
    assert lab("run", write(text)).stdout == "unable to get local issuer certificate\n"


def test_a_server_that_never_answers_in_tls_is_timed_out(write: Write) -> None:
    text = """
import socket, ssl, time
listener = socket.create_server(("127.0.0.1", 4433))
sock = socket.create_connection(("127.0.0.1", 4433), timeout=2)
start = time.monotonic()
try:
    ssl.create_default_context().wrap_socket(sock, server_hostname="localhost")
except TimeoutError as error:
    print(error, round(time.monotonic() - start, 1))
"""
    assert lab("run", write(text)).stdout == "The handshake operation timed out 2.0\n"


def test_a_reset_is_told_as_it_is(write: Write) -> None:
    text = """
import socket, ssl
listener = socket.create_server(("127.0.0.1", 4433))
sock = socket.create_connection(("127.0.0.1", 4433))
peer, _ = listener.accept()
peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\\1\\0\\0\\0\\0\\0\\0\\0")
peer.close()
try:
    ssl.create_default_context().wrap_socket(sock, server_hostname="localhost")
except OSError as error:
    print(type(error).__name__)
"""
    assert lab("run", write(text)).stdout == "ConnectionResetError\n"


def test_an_end_without_close_notify(write: Write) -> None:
    text = """
import socket, ssl
listener = socket.create_server(("127.0.0.1", 4433))
sock = socket.create_connection(("127.0.0.1", 4433))
listener.accept()[0].close()
try:
    ssl.create_default_context().wrap_socket(sock, server_hostname="localhost")
except ssl.SSLError as error:
    print(type(error).__name__)
"""
    assert lab("run", write(text)).stdout == "SSLEOFError\n"


def test_tls_is_spoken_between_two_sockets_of_the_program(write: Write) -> None:
    text = f"""
import socket, ssl
here, there = socket.socketpair()
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server.load_cert_chain("{ROOT}/lab/world/certificates/www.example.com.pem")
options = dict(do_handshake_on_connect=False)
theirs = server.wrap_socket(there, server_side=True, **options)
context = ssl.create_default_context()
ours = context.wrap_socket(here, server_hostname="www.example.com", **options)
ours.setblocking(False), theirs.setblocking(False)
left = [ours, theirs]
while left:
    try:
        left[0].do_handshake()
        left.pop(0)
    except ssl.SSLWantReadError:
        left.reverse()
ours.sendall(b"hello")
print(theirs.recv(10), theirs.server_side, ours.version(), ours.session_reused)
del ours, theirs, left
"""
    run = lab("run", write(text))
    assert (run.stdout, run.stderr) == ("b'hello' True TLSv1.3 False\n", "")


def test_a_library_without_tls_costs_nothing() -> None:
    """Importing `ssl` takes longer than the whole of a small program: only who asks, pays."""
    command = "import sys, lab.run; lab.run.run('snippets/request/by_socket.py')"
    asked = f"{command}; print([m for m in ('ssl', 'lab.tls.server') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.endswith("[]\n"), run.stderr


def test_the_first_message_fits_in_a_segment_whatever_the_openssl() -> None:
    """One key share, padding: see lab/tls/openssl.cnf. A trace of TLS depends on it."""
    run = lab("trace", "--host", "www.example.com", "snippets/tls/eavesdrop.py")
    hello, *rest = [line for line in run.stdout.splitlines() if "TLS " in line]
    assert "ClientHello SNI www.example.com, ALPN http/1.1" in hello
    assert re.search(r"ServerHello TLS 1\.3, TLS_AES_256_GCM_SHA384", rest[0])
    assert "seq=518" in run.stdout


def test_one_group_is_offered() -> None:
    """So the settings were read before OpenSSL began."""
    told = json.loads(lab("trace", "--format", "json", "snippets/tls/connect.py").stdout)
    fields = [field for row in told for field in row["fields"]]
    groups = [field["value"] for field in fields if field["name"] == "supported_groups"]
    assert groups == ["x25519"]


def test_two_runs_give_the_same_trace() -> None:
    one, other = (lab("trace", "snippets/tls/connect.py").stdout for _ in range(2))
    assert one == other


def test_what_is_wrong_with_a_site_is_wrong_over_tls_too(write: Write) -> None:
    program = write("import requests\nrequests.get('https://www.example.com/')")
    run = lab("run", "--break", "tls-wrong-name", "--break", "response-cut", program)
    assert "Hostname mismatch" in run.stderr
    assert "IncompleteRead" in lab("run", "--break", "response-cut", program).stderr


@pytest.mark.parametrize("before", ["selectors", "asyncio", "ssl", "requests"])
def test_a_library_may_be_imported_before_the_lab(before: str) -> None:
    """As in a notebook: the process had a life before it became a lab process."""
    command = f"import {before}, lab.run; lab.run.run('snippets/tls/fetch.py')"
    run = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert re.fullmatch(r"(https? +\d+ ms  200, 765 bytes\n){2}", run.stdout), run.stderr
