"""Carries framed questions from its input to a name server, one after the other, and replies back.

It is a program of its own because only a program inside a namespace reaches the servers there. In
its output, before each reply stands when the question left and when the reply came, in seconds of
the machine's steady clock.

    dns_relay.py ADDRESS
"""

from __future__ import annotations

import socket
import struct
import sys
import time

PATIENCE = 30.0
"""Seconds to wait for a server to start, and for a reply: this stops a hang, and nothing else."""


def main(address: str) -> None:
    questions, replies = sys.stdin.buffer, sys.stdout.buffer
    with _call(address) as channel, channel.makefile("rb") as received:
        while length := questions.read(2):
            left = time.monotonic()
            channel.sendall(length + questions.read(int.from_bytes(length, "big")))
            length = received.read(2)
            reply = received.read(int.from_bytes(length, "big"))
            replies.write(struct.pack("!dd", left, time.monotonic()) + length + reply)


def _call(address: str) -> socket.socket:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection((address, 53), PATIENCE)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1])
