"""Many questions to a name server at once, over loopback, and which reply belongs to which.

A question that deserves no reply cannot be waited for. So each handful of datagrams ends with one
that does: a server with one worker takes them in order, and what it has not answered when the last
reply comes, it will not answer.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence

import dns.message

from lab.dns.upstream import frame

LOOPBACK = "127.0.0.1"
HANDFUL = 50
"""Datagrams on their way at once: few enough for the buffers of any system."""
PATIENCE = 30.0
"""Seconds to wait for a reply: this stops a hang, and nothing else."""
LAST = dns.message.make_query("last.invalid.", "A", id=0xFFFF, use_edns=False).to_wire()
"""What ends a handful: a refusal will do."""


def numbered(wires: Sequence[bytes]) -> list[bytes]:
    """The same messages, each with its place as its id."""
    return [place.to_bytes(2, "big") + wire[2:] for place, wire in enumerate(wires)]


def over_udp(port: int, wires: Sequence[bytes]) -> list[bytes | None]:
    """What a server with one worker answers to each of `wires` (see `numbered`); None: nothing."""
    replies: dict[bytes, bytes] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        channel.settimeout(PATIENCE)
        channel.connect((LOOPBACK, port))
        for start in range(0, len(wires), HANDFUL):
            for wire in (*wires[start : start + HANDFUL], LAST):
                channel.send(wire)
            replies.update((reply[:2], reply) for reply in _handful(channel))
    return [replies.get(wire[:2]) for wire in wires]


def _handful(channel: socket.socket) -> Iterator[bytes]:
    while (reply := channel.recv(65535))[:2] != LAST[:2]:
        yield reply


def over_tcp(port: int, wires: Sequence[bytes]) -> list[bytes | None]:
    """What a server answers to each of `wires`, asked in one go on one connection."""
    replies: dict[bytes, bytes] = {}
    with (
        socket.create_connection((LOOPBACK, port), PATIENCE) as channel,
        channel.makefile("rb") as received,
    ):
        for start in range(0, len(wires), HANDFUL):
            asked = wires[start : start + HANDFUL]
            channel.sendall(b"".join(map(frame, asked)))
            for _ in asked:
                reply = received.read(int.from_bytes(received.read(2), "big"))
                replies[reply[:2]] = reply
    return [replies.get(wire[:2]) for wire in wires]
