"""Knot, the authoritative server that others wrote, on the lab's zone files.

It runs as the current user, on loopback, on a port that the system chose, and all that it writes is
in one folder. Between the choice of a port and Knot's taking it another program may be quicker: so
Knot is given an identity that nobody else has, and counts as started once it tells it.
"""

from __future__ import annotations

import itertools
import secrets
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dns.exception
import dns.message
import dns.query

from lab.dns.zones import DIRECTORY, ROOT
from tests.peers.programs import program

LOOPBACK = "127.0.0.1"
ATTEMPTS = 5
"""Ports that are tried, should others take them first."""
PATIENCE = 30.0
"""Seconds that Knot has to start: more than it needs on a busy machine."""
CONFIGURATION = """
server:
    rundir: "{folder}"
    listen: {address}@{port}
    identity: "{identity}"
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
control:
    listen: "{folder}/control"
log:
  - target: stderr
    any: warning
database:
    storage: "{folder}"
template:
  - id: default
    storage: "{zones}"
    zonefile-sync: -1
    journal-content: none
zone:
"""


@contextmanager
def knot(zones: Iterable[str], folder: Path) -> Iterator[int]:
    """Knot serves `zones` (as lab/world/zones calls them); its port. It ends with the context."""
    names, knotd = list(zones), program("knotd")
    for attempt in itertools.count(1):
        port, identity = free_port(), secrets.token_hex(8)
        configuration = _configure(folder, names, port, identity)
        process = subprocess.Popen([knotd, "-c", configuration], stderr=subprocess.PIPE, text=True)
        try:
            if _started(process, port, identity):
                yield port
                return
            assert attempt < ATTEMPTS, f"Knot does not start: {_said(process)}"
        finally:
            process.kill()
            process.communicate()


def free_port() -> int:
    """A port that is free now, over UDP and TCP."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        stream.bind((LOOPBACK, 0))
        port: int = stream.getsockname()[1]
        try:
            datagrams.bind((LOOPBACK, port))
        except OSError:
            return free_port()
    return port


def _configure(folder: Path, zones: Iterable[str], port: int, identity: str) -> Path:
    head = CONFIGURATION.format(
        folder=folder, address=LOOPBACK, port=port, identity=identity, zones=DIRECTORY
    )
    path = folder / "knot.conf"
    path.write_text(head + "".join(map(_zone, zones)))
    return path


def _zone(name: str) -> str:
    return f'  - domain: "{"" if name == ROOT else name}."\n    file: "{name}.zone"\n'


def _started(process: subprocess.Popen[str], port: int, identity: str) -> bool:
    """Whether this very Knot answers. False if it ended, or if another program has the port."""
    query = dns.message.make_query("id.server.", "TXT", "CH")
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            reply = dns.query.tcp(query, LOOPBACK, port=port, timeout=1)
        except (OSError, dns.exception.DNSException):
            time.sleep(0.02)
            continue
        return identity in str(reply)
    return False


def _said(process: subprocess.Popen[str]) -> str:
    assert process.stderr
    process.kill()
    return process.stderr.read()[-2000:]
