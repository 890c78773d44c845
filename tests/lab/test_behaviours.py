"""The standard library's sockets, and what stands on them, in the lab as on the real loopback.

Each program of behaviours/ prints what it sees; both runs must print the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.lab import loopback
from tests.lab.running import ROOT, lab, outside

HERE = Path(__file__).parent / "behaviours"
APART = ("web_clients", "name_clients", "tls_clients")
ALONE = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in APART)
on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="the lab answers as Linux does; other systems differ by design"
)


def program(name: str) -> str:
    return str((HERE / f"{name}.py").relative_to(ROOT))


@on_linux
@pytest.mark.parametrize("name", ALONE)
def test_same_as_real_sockets(name: str) -> None:
    real, simulated = outside(program(name)), lab("run", program(name))
    assert real.returncode == 0, real.stderr
    assert real.stdout
    assert (simulated.stdout, simulated.stderr) == (real.stdout, real.stderr)


@pytest.mark.parametrize("name", ALONE)
def test_runs_in_the_lab(name: str) -> None:
    run = lab("run", program(name))
    assert (run.returncode, run.stderr) == (0, "")


def test_web_clients() -> None:
    with loopback.website() as root:
        real = outside(program("web_clients"), root)
    simulated = lab("run", program("web_clients"), "http://www.example.com")
    assert real.returncode == 0, real.stderr
    assert simulated.stdout == real.stdout
    assert "/big 200 [] 65536" in real.stdout


def test_name_clients() -> None:
    with loopback.nameserver() as where:
        real = outside(program("name_clients"), *where)
    simulated = lab("run", program("name_clients"), "198.51.100.31", "53")
    assert real.returncode == 0, real.stderr
    assert simulated.stdout == real.stdout
    assert "NXDOMAIN" in real.stdout


@pytest.mark.parametrize("certificate", ["www.example.com", "expired", "unknown"])
def test_tls_clients(certificate: str) -> None:
    breaks = [] if certificate == "www.example.com" else ["--break", BROKEN[certificate]]
    with loopback.secure_website(certificate) as where:
        real = outside(program("tls_clients"), *where)
    simulated = lab("run", *breaks, program("tls_clients"), "www.example.com", "443")
    assert real.returncode == 0, real.stderr
    assert simulated.stdout == real.stdout
    assert "TLSv1.3" in real.stdout or "SSLCertVerificationError" in real.stdout


BROKEN = {"expired": "tls-expired", "unknown": "tls-unknown-authority"}
