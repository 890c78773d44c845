"""A name server answers messages; what carries them is not its business, and is done here.

Over UDP a message is a datagram. A stream has no such borders, so each message there comes after
its length, and several may follow each other (RFC 7766). This module imports no dnspython: a
program that resolves no name does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from lab.effects import (
    Address,
    Close,
    Conversation,
    DatagramService,
    Effect,
    Effects,
    Send,
    StreamService,
)

Steps = Generator[Effect, bytes | None, bytes | None]
Responder = Callable[[bytes, bool], "bytes | Steps | None"]
"""From a message, and whether it came over a stream, to its reply; None is silence.

A server that must ask others first is a generator that yields its questions and returns the reply.
"""

PATIENCE = 10.0
"""Seconds that a server waits for the next message on a stream (RFC 7766 §6.2.3: some seconds)."""


def datagram_service(responder: Responder) -> DatagramService:
    """`responder` over UDP: one reply, or none, for each datagram."""

    def service(data: bytes, peer: Address) -> Effects:
        reply = yield from _reply(responder, data, False)
        if reply is not None:
            yield Send(reply)

    return service


def stream_service(responder: Responder) -> StreamService:
    """`responder` over TCP: any number of messages, each after its length in two bytes."""
    return lambda peer: _Stream(responder)


def _reply(responder: Responder, message: bytes, tcp: bool) -> Steps:
    outcome = responder(message, tcp)
    if isinstance(outcome, Generator):
        return (yield from outcome)
    return outcome


class _Stream(Conversation):
    """One connection: a reply to each message, in order. What deserves no reply ends it."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder
        self._received = bytearray()

    @property
    def patience(self) -> float | None:
        return PATIENCE

    def receive(self, data: bytes) -> Effects:
        self._received += data
        while (message := self._next_message()) is not None:
            reply = yield from _reply(self._responder, message, True)
            if reply is None:
                self._received.clear()
                yield Close()
            else:
                yield Send(len(reply).to_bytes(2, "big") + reply)

    def receive_eof(self) -> Effects:
        yield Close()

    def expire(self) -> Effects:
        yield Close()

    def _next_message(self) -> bytes | None:
        """Take the next whole message out of what was received, if there is one."""
        end = 2 + int.from_bytes(self._received[:2], "big")
        if len(self._received) < end:
            return None
        message = bytes(self._received[2:end])
        del self._received[:end]
        return message
