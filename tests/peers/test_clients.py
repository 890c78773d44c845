"""Programs that others wrote, at the demo site, through `python -m lab serve`: the same bytes."""

from __future__ import annotations

import json
import os
import re
import socket
import ssl
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.peers.http_fetching import CLIENTS, READING, SITE
from tests.peers.programs import program
from tests.served import Served, served

FETCHING = Path("tests", "peers", "http_fetching.py")
SCHEMES = ("http", "https")
BIG = "x" * 500_000


@pytest.fixture(scope="module")
def lab() -> Iterator[Served]:
    """The lab's servers, once for all these tests."""
    with served() as lab:
        yield lab


def environment(lab: Served) -> dict[str, str]:
    """This process's own, less its proxies, with what `lab serve` says."""
    own = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return own | lab.environment


def run(*command: str, env: dict[str, str] | None = None, data: str | None = None) -> str:
    """What a program prints; it must succeed."""
    done = subprocess.run(
        command, env=env, input=data, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def answers(output: str) -> dict[str, dict[str, tuple[object, ...]]]:
    """What was asked -> client -> status, fields, digest."""
    found: dict[str, dict[str, tuple[object, ...]]] = defaultdict(dict)
    for line in output.splitlines():
        client, asked, *got = json.loads(line)
        found[asked][client] = tuple(map(repr, got))
    return found


@pytest.fixture(scope="module")
def through_serve(lab: Served) -> dict[str, dict[str, tuple[object, ...]]]:
    """What every client got from `lab serve`."""
    program("curl")
    return answers(run(sys.executable, str(FETCHING), *CLIENTS, env=environment(lab)))


def test_every_client_gets_the_same(
    through_serve: dict[str, dict[str, tuple[object, ...]]],
) -> None:
    assert len(through_serve) == (len(READING) + 1) * len(SCHEMES)
    for asked, by_client in through_serve.items():
        assert by_client.keys() == CLIENTS.keys(), asked
        assert len(set(by_client.values())) == 1, (asked, by_client)


def test_same_over_tls(through_serve: dict[str, dict[str, tuple[object, ...]]]) -> None:
    for asked, by_client in through_serve.items():
        assert by_client == through_serve[re.sub("^https", "http", asked)], asked


def test_same_as_in_the_lab(through_serve: dict[str, dict[str, tuple[object, ...]]]) -> None:
    """The same program, unchanged, with `lab run`: in memory, on a virtual clock."""
    in_lab = answers(run(sys.executable, "-m", "lab", "run", str(FETCHING), "requests"))
    assert in_lab == {asked: {"requests": by["requests"]} for asked, by in through_serve.items()}


def test_every_entry_was_written(
    lab: Served, through_serve: dict[str, dict[str, tuple[object, ...]]]
) -> None:
    """Each client signed the guest book once over each scheme; both ports lead to one site."""
    page = curl(lab, f"http://{SITE}/guestbook")
    assert page.count("<li><b>Ada</b>: Café</li>") == len(CLIENTS) * len(SCHEMES)


# -- curl, with what only curl can do -----------------------------------------------------------


def curl(lab: Served, *arguments: str, data: str | None = None) -> str:
    """What curl prints."""
    return run(program("curl"), "-sSq", *arguments, env=environment(lab), data=data)


def told(format: str) -> Sequence[str]:
    """Options: throw the content away, print this instead (curl's --write-out)."""
    return "-o", os.devnull, "-w", format + "\n"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("arguments", "path", "printed"),
    [
        ([*told("%{http_code} %{http_version}"), "--http1.0"], "/", "200 1.1"),
        ([*told("%{num_redirects} %{url_effective}"), "-L"], "/old", "2 URL/"),
        ([*told("%{http_code} %{size_download}"), "-r", "0-9"], "/", "200 765"),
        ([*told("%{http_code}"), "-T", "-"], "/style.css", "405"),
        ([*told("%{http_code}"), "-X", "OPTIONS", "--request-target", "*"], "/", "204"),
        ([*told("%{http_code}"), "-X", "BREW"], "/", "501"),
        ([*told("%{http_code}"), "-H", "Host: a b"], "/", "400"),
    ],
)
def test_curl(lab: Served, scheme: str, arguments: list[str], path: str, printed: str) -> None:
    url = f"{scheme}://{SITE}"
    direct = ["--noproxy", "*", *connect_to(lab)]  # a proxy would see these targets otherwise
    output = curl(lab, *direct, *arguments, url + path, data="")
    assert output.strip() == printed.replace("URL", url)


def connect_to(lab: Served) -> list[str]:
    """Options: go to the ports, whatever the URL says."""
    ports = {80: lab.http, 443: lab.https}
    pairs = (f"{SITE}:{port}:127.0.0.1:{real}" for port, real in ports.items())
    return [part for pair in pairs for part in ("--connect-to", pair)]


def test_curl_head(lab: Served) -> None:
    assert "content-length: 65536" in curl(lab, "-I", f"http://{SITE}/big").lower()


def test_curl_compressed(lab: Served) -> None:
    plain = curl(lab, f"http://{SITE}/gzip")
    assert curl(lab, "--compressed", f"http://{SITE}/gzip") == plain
    small, whole = (
        int(curl(lab, *told("%{size_download}"), *option, f"http://{SITE}/gzip"))
        for option in (["--compressed"], [])
    )
    assert small < whole == len(plain.encode())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_curl_keeps_its_connection(lab: Served, scheme: str) -> None:
    url = f"{scheme}://{SITE}"
    each = [part for path in ("/", "/chunked", "/old") for part in ("-o", os.devnull, url + path)]
    output = curl(lab, "--noproxy", "*", *connect_to(lab), *each, "-w", "%{num_connects} ")
    assert output.split() == ["1", "0", "0"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_curl_expects_100(lab: Served, scheme: str) -> None:
    """The form is too large, but not its content: 100 first, then 413 from the application."""
    options = ["-H", "Expect: 100-continue", "--data-binary", "@-", "-i"]
    options += ["--noproxy", "*", *connect_to(lab)]
    output = curl(lab, *options, f"{scheme}://{SITE}/guestbook", data=BIG)
    assert re.findall(r"^HTTP/1.1 (\d+)", output, re.M) == ["100", "413"]


def test_curl_is_stopped_before_it_sends(lab: Served) -> None:
    """Content larger than the server reads: 413 at once, instead of 100."""
    options = ["-H", "Expect: 100-continue", "--data-binary", "@-"]
    options += [*told("%{http_code} %{size_upload}"), "--noproxy", "*", *connect_to(lab)]
    output = curl(lab, *options, f"http://{SITE}/guestbook", data=BIG * 3)
    assert output.split() == ["413", "0"]


# -- TLS ----------------------------------------------------------------------------------------


def handshake(lab: Served, name: str) -> ssl.SSLSocket:
    """A verified connection to the HTTPS port."""
    context = ssl.create_default_context(cafile=lab.environment["SSL_CERT_FILE"])
    plain = socket.create_connection(("127.0.0.1", lab.https), timeout=30)
    return context.wrap_socket(plain, server_hostname=name)


@pytest.mark.parametrize("name", [SITE, "www.example.net", "www.example.org"])
def test_site_by_the_name_in_tls(lab: Served, name: str) -> None:
    request = f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
    with handshake(lab, name) as tls:
        tls.sendall(request.encode())
        received = b"".join(iter(lambda: tls.recv(65536), b""))
    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert (f"{name}, in a miniature Internet" in received.decode()) == (name == SITE)


def test_no_certificate_for_a_foreign_name(lab: Served) -> None:
    with pytest.raises(ssl.SSLError):
        handshake(lab, "www.example.edu")
