"""The lab's machine room: it runs the servers' generators of effects over the network.

A server that waits, or that asks another server first (a resolver), is a suspended generator; what
arrives for it meanwhile stays in line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from typing import TypeVar

from lab.asking import Call, Question
from lab.effects import (
    Address,
    Ask,
    AskStream,
    Close,
    Conversation,
    DatagramService,
    Effect,
    Effects,
    Forget,
    Reset,
    Send,
    StreamService,
    Wait,
)
from lab.host import Host
from lab.net import Timer
from lab.record import Packet
from lab.tcp import Connection

T = TypeVar("T")
Outgoing = Send | Close | Reset | Forget
Output = Callable[[Outgoing], None]


def serve_datagrams(host: Host, address: Address, service: DatagramService) -> None:
    """Give `address` of `host` to `service`."""

    def receive(packet: Packet) -> None:
        if packet.protocol == "udp":
            peer, here = packet.source, packet.destination

            def output(effect: Outgoing) -> None:
                if isinstance(effect, Send):
                    host.send_datagram(here, peer, effect.data)

            run(host, service(packet.data, peer), output, lambda _: None)

    host.datagrams[address] = receive


def serve_streams(host: Host, address: Address, service: StreamService) -> None:
    """Give `address` of `host` to `service`, one conversation for each connection."""
    host.listeners[address] = lambda connection: Served(host, connection, service)


def run(
    host: Host,
    effects: Generator[Effect, bytes | None, T],
    output: Output,
    done: Callable[[T], None],
) -> None:
    """Perform `effects` on `host` to the end of the generator, then call `done` with its value."""

    def resume(value: bytes | None) -> None:
        while True:
            try:
                effect = effects.send(value)
            except StopIteration as end:
                return done(end.value)
            if isinstance(effect, (Wait, Ask, AskStream)):
                return _later(host, effect, resume)
            output(effect)
            value = None

    resume(None)


def _later(
    host: Host, effect: Wait | Ask | AskStream, resume: Callable[[bytes | None], None]
) -> None:
    if isinstance(effect, Wait):
        host.network.at(effect.seconds, lambda: resume(None))
    elif isinstance(effect, Ask):
        Question(host, effect, resume)
    else:
        Call(host, effect, resume)


class Served:
    """One connection to a server of the lab: its conversation, fed with what arrives."""

    def __init__(self, host: Host, connection: Connection, service: StreamService) -> None:
        self._host, self._connection = host, connection
        self._conversation: Conversation = service(connection.remote)
        self._waiting: deque[Callable[[], Effects]] = deque()
        self._busy = self._over = self._deaf = False
        self._impatience: Timer | None = None

    def opened(self) -> None:
        """The connection is established: the server waits for its first bytes."""
        self._next()

    def received(self, data: bytes) -> None:
        """The client's next bytes."""
        if self._deaf:
            return self._connection.abort()
        return self._enqueue(lambda: self._conversation.receive(data))

    def finished(self) -> None:
        """The client has nothing more to send."""
        self._enqueue(self._conversation.receive_eof)

    def failed(self, error: int) -> None:
        """The client is gone."""
        self._stop()

    def _enqueue(self, event: Callable[[], Effects]) -> None:
        if self._impatience:
            self._impatience.cancel()
        self._waiting.append(event)
        if not self._busy:
            self._next()

    def _next(self) -> None:
        self._busy = False
        if self._waiting and not self._over:
            self._busy = True
            run(self._host, self._waiting.popleft()(), self._output, lambda _: self._next())
        elif not self._over and self._conversation.patience is not None:
            self._impatience = self._host.network.at(
                self._conversation.patience, lambda: self._enqueue(self._conversation.expire)
            )

    def _output(self, effect: Outgoing) -> None:
        if self._over:
            return
        if isinstance(effect, Send):
            self._connection.send(effect.data)
        elif isinstance(effect, Close):
            self._stop()
            self._deaf = effect.deaf
            self._connection.close()
        elif isinstance(effect, Forget):
            self._stop()
            self._connection.forget()
        else:
            self._stop()
            self._connection.abort()

    def _stop(self) -> None:
        self._over = True
        if self._impatience:
            self._impatience.cancel()
