"""The parts of lab/tls/pure/, and the programs of the pages on it, as a page runs them."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.tls import CERTIFICATES, pure
from lab.tls.pure import calm
from lab.tls.pure.answers import older
from lab.tls.pure.bring import bring
from lab.tls.pure.certificate import Certificate
from lab.tls.pure.errors import Untrusted
from lab.tls.pure.given import certificates
from lab.tls.pure.verify import path, proves, verify
from tests.lab.running import ROOT
from tests.lab.writing import Write, write

from .handshake import NAME
from .pure import PURE
from .test_clients import CLIENTS

__all__ = ["write"]

ROOTS = certificates((CERTIFICATES / "authority.pem").read_text("ascii"))
NOW = 1_790_000_000.0
"""Some day in 2026."""


def chain(name: str) -> list[Certificate]:
    """What that host shows."""
    bring()
    return certificates((CERTIFICATES / f"{name}.pem").read_text("ascii"))


def refused(shown: list[Certificate], name: str | None = NAME, now: float = NOW) -> str:
    """Why they prove nothing."""
    with pytest.raises(Untrusted) as caught:
        verify(shown, ROOTS, name, now)
    return caught.value.text


def test_a_good_chain_proves_its_names() -> None:
    for name in (NAME, "example.com", "EXAMPLE.com", "www.example.com."):
        verify(chain(NAME), ROOTS, name, NOW)


def test_a_chain_is_refused() -> None:
    good, other = chain(NAME), chain("www.example.org")
    assert refused(good[:1]) == "unable to get local issuer certificate"
    assert refused([*good, good[1]], "192.0.2.1").startswith("IP address mismatch")
    assert refused(good, now=0.0) == "certificate is not yet valid"
    assert refused(good, now=1e11) == "certificate has expired"
    assert refused([ROOTS[0]], "nobody.example").startswith("Hostname mismatch")
    assert refused([other[0], *chain("unknown")[1:]], None).startswith("unable to get local")


def test_a_certificate_that_was_changed_is_refused() -> None:
    good = chain(NAME)
    changed = Certificate(good[0].data.replace(b"www.example.com", b"www.example.net"))
    assert refused([changed, *good[1:]], "www.example.net") == "certificate signature failure"


def test_a_host_cannot_sign_for_another() -> None:
    good, other = chain(NAME), chain("www.example.org")
    good[0].issuer_raw = other[0].subject_raw
    assert refused([good[0], *other]) == "invalid CA certificate"


def test_a_path_has_an_end() -> None:
    good = chain(NAME)
    good[1].issuer_raw = good[0].subject_raw
    with pytest.raises(Untrusted):
        path([*good, good[0]], ROOTS)


@pytest.mark.parametrize(
    ("said", "host", "matches"),
    [
        ("*.example.com", "www.example.com", True),
        ("*.example.com", "a.www.example.com", False),
        ("*.example.com", "example.com", False),
        ("*.com", "example.com", False),
        ("w*.example.com", "www.example.com", False),
    ],
)
def test_a_star_is_one_label(said: str, host: str, matches: bool) -> None:
    certificate = chain(NAME)[0]
    certificate.alt_names = (("DNS", said),)
    assert proves(certificate, host) is matches


@given(st.integers(0, 900), st.binary(min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_mangled_certificates_are_refused_or_read(at: int, junk: bytes) -> None:
    data = chain(NAME)[0].data
    try:
        read = Certificate(data[:at] + junk + data[at + len(junk) :])
        read.told()
    except (ValueError, IndexError):
        return
    assert read.data == data or refused([read, *chain(NAME)[1:]], None)


def test_ciphers_have_openssl_names() -> None:
    assert older("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384") == "ECDHE-RSA-AES256-GCM-SHA384"
    assert older("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256") == "ECDHE-RSA-CHACHA20-POLY1305"
    assert older("TLS_DHE_RSA_WITH_AES_128_CBC_SHA256") == "DHE-RSA-AES128-SHA256"


def test_a_handshake_is_not_disturbed_and_then_all_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it waits, and when it fails."""
    told: list[bool] = []
    monkeypatch.setattr(calm, "heeds", [told.append])
    incoming, outgoing = PURE.MemoryBIO(), PURE.MemoryBIO()
    client = PURE.create_default_context().wrap_bio(incoming, outgoing, server_hostname=NAME)
    with pytest.raises(PURE.SSLWantReadError):
        client.do_handshake()
    incoming.write(bytes((21, 3, 3, 0, 2, 2, 40)))  # an alert: no handshake
    with pytest.raises(PURE.SSLError):
        client.do_handshake()
    assert told == [False, True] * 2


# -- the programs -------------------------------------------------------------------------------

OUTPUTS = sorted((ROOT / "snippets" / "tls").glob("*.out"))
OUTPUTS += (ROOT / "snippets" / "failures").glob("why.tls-*.out")


def run(*arguments: str | Path) -> str:
    """What `python ARGUMENTS` prints, with TLS in pure Python."""
    environment = {**os.environ, pure.SWITCH: "pure", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, encoding="utf8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("file", OUTPUTS, ids=lambda path: path.name)
def test_transcripts_are_the_same(file: Path) -> None:
    command, _, wanted = file.read_text("utf8").partition("\n")
    _, _python, *arguments = shlex.split(command)
    assert run(*arguments) == wanted


def test_the_trace_is_the_same() -> None:
    command, _, wanted = (ROOT / "snippets/tls/records.mmd").read_text("utf8").partition("\n")
    _, _, _python, *arguments = shlex.split(command)
    assert run(*arguments) == wanted


@pytest.mark.parametrize("client", CLIENTS)
def test_standard_clients(client: str, write: Write) -> None:
    assert run("-m", "lab", "run", write(CLIENTS[client].format(NAME))) == "65536\n"


def test_the_behaviour_of_sockets_is_the_same() -> None:
    """But for the words that name a line of CPython's own C, which are not there."""
    program = "tests/lab/behaviours/tls_clients.py"
    ours = run("-m", "lab", "run", program, NAME, "443")
    theirs = subprocess.run(
        [sys.executable, "-m", "lab", "run", program, NAME, "443"],
        cwd=ROOT, capture_output=True, encoding="utf8",
    ).stdout  # fmt: skip
    assert ours.replace(" The operation did not complete (read)", " ") == theirs


def test_without_tls_nothing_of_it_is_loaded() -> None:
    asked = (
        "import sys, lab.run; lab.run.run('snippets/request/by_socket.py');"
        "print([m for m in sys.modules if 'tlslite' in m or 'lab.tls.pure.' in m])"
    )
    assert run("-c", asked).endswith("[]\n")


def test_a_missing_package_is_named() -> None:
    hidden = "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p];"
    said = run("-c", f"{hidden}from lab.tls.pure.bring import bring; bring()")
    assert said.endswith("ModuleNotFoundError: TLS in pure Python needs the package tlslite-ng\n")
