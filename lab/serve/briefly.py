"""The same question, a moment later, gets the same reply: a resolver under load makes it once.

A resolver's reply changes with time, by whole seconds at most: its TTLs. For a twentieth of one the
bytes may be given again. What had to ask other servers first is never kept, nor a silence; and only
the id differs from one client to the next: two bytes, the first of both messages (RFC 1035 §4.1.1).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator

from lab.effects import Address, DatagramService, Effect, Effects, Send

MOMENT = 0.05
"""Seconds."""
ANSWERS = 4096
LONGEST = 512
"""Bytes of a query worth remembering: no honest one is longer (RFC 1035 §4.2.1)."""
ID = 2
"""Bytes."""


def briefly(service: DatagramService, now: Callable[[], float]) -> DatagramService:
    """The same service, with its last replies kept for a moment of `now`, in seconds."""
    known: dict[bytes, tuple[float, bytes]] = {}

    def recall(data: bytes, peer: Address) -> Effects:
        until, rest = known.get(data[ID:], (0.0, b""))
        if now() < until:
            yield Send(data[:ID] + rest)
            return
        reply = yield from _relay(service(data, peer))
        if reply and len(data) <= LONGEST:
            if len(known) >= ANSWERS:
                del known[next(iter(known))]
            known[data[ID:]] = now() + MOMENT, reply[ID:]

    return recall


def _relay(effects: Effects) -> Generator[Effect, bytes | None, bytes]:
    """Do `effects`; the bytes that they sent, if that was all that they did."""
    done: list[Effect] = []
    value = None
    with contextlib.suppress(StopIteration):
        while True:
            done.append(effects.send(value))
            value = yield done[-1]
    return done[0].data if len(done) == 1 and isinstance(done[0], Send) else b""
