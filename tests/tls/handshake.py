"""A TLS client with no socket: the standard library's, over two buffers."""

from __future__ import annotations

import ssl
from collections.abc import Callable

from lab.effects import Close, Conversation, Effect, Effects, Reset, Send, Wait
from lab.tls.client import AUTHORITY
from lab.tls.server import TlsConversation, context

NAME = "www.example.com"


class Echo:
    """A conversation that tells what it was told; some words are orders."""

    patience: float | None = 7.0

    def __init__(self) -> None:
        self.heard: list[bytes | str] = []

    def receive(self, data: bytes) -> Effects:
        self.heard.append(data)
        if data == b"wait":
            yield Wait(3.0)
        if data == b"reset":
            yield Reset()
        yield Send(data)
        if data == b"bye":
            yield Close()

    def receive_eof(self) -> Effects:
        self.heard.append("end")
        yield Close()

    def expire(self) -> Effects:
        self.heard.append("late")
        yield Close()


class Client:
    """One client and its server, with what went between them."""

    def __init__(
        self, certificate: str = NAME, name: str | None = NAME, piece: int = 0,
        settings: Callable[[ssl.SSLContext], object] = bool, inner: Echo | None = None,
        ours: ssl.SSLContext | None = None, session: ssl.SSLSession | None = None,
    ) -> None:  # fmt: skip
        self.echo = inner or Echo()
        self.server: Conversation = TlsConversation(context(certificate), self.echo)
        self.effects: list[Effect] = []
        self.piece = piece
        ours = ours or ssl.create_default_context(cafile=str(AUTHORITY))
        settings(ours)
        self.inbox, self.outbox = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = ours.wrap_bio(self.inbox, self.outbox, server_hostname=name, session=session)

    def shake(self) -> Client:
        """Until both agree; the client's error otherwise."""
        while True:
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                before = len(self.effects)
                self.flush()
                assert len(self.effects) > before, "the server waits too"
            else:
                self.flush()
                return self

    def say(self, data: bytes) -> Client:
        """Send `data`, ciphered."""
        self.tls.write(data)
        return self.flush()

    def flush(self) -> Client:
        """What the client has to send reaches the server, whole or in pieces of `piece` bytes."""
        data = self.outbox.read()
        step = self.piece or len(data) or 1
        for at in range(0, len(data), step):
            self.perform(self.server.receive(data[at : at + step]))
        return self

    def perform(self, effects: Effects) -> Client:
        """Do what the server says."""
        for effect in effects:
            self.effects.append(effect)
            if isinstance(effect, Send):
                self.inbox.write(effect.data)
        return self

    def hear(self) -> bytes:
        """What the server sent, deciphered; b"" after its close_notify."""
        return self.tls.read(1 << 20)
