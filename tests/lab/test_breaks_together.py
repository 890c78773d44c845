"""Several breaks at once: whatever the order in which the reader asks, none undoes another."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tests.lab.running import lab

CLIENT = """
import http.client, time

for kind in http.client.HTTPConnection, http.client.HTTPSConnection:
    connection = kind("www.example.com", timeout=8)
    try:
        for _ in range(2):
            start = time.monotonic()
            connection.request("GET", "/guestbook")
            response = connection.getresponse()
            print(response.status, len(response.read()), end=" ")
            print("slow" if time.monotonic() - start > 3 else "", end=" ")
            time.sleep(2)
    except (OSError, http.client.HTTPException) as error:
        print(type(error).__name__, end=" ")
    print()
"""
TOGETHER: dict[tuple[str, ...], tuple[str, ...]] = {
    ("tcp-refused", "server-slow"): ("ConnectionRefusedError", "slow"),
    ("tls-plain", "server-slow"): ("slow", "SSLError"),
    ("close-idle", "server-slow"): ("slow", "RemoteDisconnected"),
    ("close-idle", "tls-expired"): ("RemoteDisconnected", "SSLCertVerificationError"),
    ("tls-plain", "tls-expired"): ("200", "SSLError"),
    ("response-cut", "server-slow"): ("IncompleteRead",),
    ("server-database-down", "server-slow"): ("503", "slow"),
    ("response-loop", "server-slow"): ("302", "slow"),
    ("server-error", "server-slow"): ("500", "slow"),
    ("dns-nodata", "dns-nxdomain"): ("gaierror",),
    ("dns-servfail", "dns-nxdomain"): ("gaierror",),
}


@pytest.mark.parametrize("breaks", TOGETHER, ids="+".join)
def test_two_breaks_are_both_there(breaks: tuple[str, ...], tmp_path: Path) -> None:
    client = tmp_path / "client.py"
    client.write_text(CLIENT)
    one, other = (
        lab("run", *(word for name in asked for word in ("--break", name)), str(client)).stdout
        for asked in permutations(breaks)
    )
    assert one == other
    assert all(word in one for word in TOGETHER[breaks])


GARBAGE = (b"", b"\0", b"\0" * 12, b"\0\1\x80" + b"\0" * 9, b"\xff" * 40)


@pytest.mark.parametrize("lie", ["dns-truncated", "dns-wrong-id"])
def test_what_is_no_question_gets_no_lie(lie: str, tmp_path: Path) -> None:
    client = tmp_path / "client.py"
    client.write_text(
        "import socket\n"
        "end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "end.settimeout(3)\n"
        f"for garbage in {GARBAGE}:\n"
        "    end.sendto(garbage, ('192.0.2.53', 53))\n"
        "    try:\n        print(end.recv(512))\n"
        "    except TimeoutError as error:\n        print(error)\n"
    )
    honest, lying = lab("run", str(client)), lab("run", "--break", lie, str(client))
    assert (lying.stdout, lying.stderr) == (honest.stdout, "")
    assert len(honest.stdout.splitlines()) == len(GARBAGE)
