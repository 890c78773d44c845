"""The lab's visitors, on real sockets: they come to a program that listens, one after the other.

python -m tests.kernel.visit ADDRESS PORT SECONDS
"""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Mapping

from lab.world.hosts import MACHINES
from lab.world.visits import VISITS

ADDRESSES: Mapping[str, str] = {machine.name: machine.addresses[0] for machine in MACHINES}


def knock(door: tuple[str, int], source: str, patience: float) -> socket.socket:
    """A connection to `door`, once somebody is there. ConnectionError if nobody ever is."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return socket.create_connection(door, patience, (source, 0))
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def main(address: str, port: str, seconds: str) -> None:
    """Each visit in its turn: ask, read to the end, leave."""
    for visit in VISITS:
        with knock((address, int(port)), ADDRESSES[visit.visitor], float(seconds)) as end:
            end.sendall(visit.request.replace(b"{port}", port.encode()))
            while end.recv(65536):
                pass


if __name__ == "__main__":
    main(*sys.argv[1:])
