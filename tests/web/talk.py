"""A client for the tests: it drives a conversation by hand and reads what came with http.client."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPMessage, HTTPResponse
from typing import TYPE_CHECKING, cast

from lab.effects import Close, Effect, Effects, Send, Wait
from lab.web.http import HttpConversation
from lab.web.strict import Limits

if TYPE_CHECKING:
    import socket
    from wsgiref.types import WSGIApplication

NOW = 1_750_000_000.0  # Sun, 15 Jun 2025 15:06:40 GMT


@dataclass(frozen=True)
class Response:
    """What http.client understood."""

    status: int
    content: bytes
    headers: HTTPMessage = field(compare=False)


@dataclass
class Clock:
    """A clock that a test moves."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


class Talk:
    """One connection to `app`; `sent`, `waited`, `closed` are what the server did."""

    def __init__(self, app: WSGIApplication, limits: Limits | None = None) -> None:
        self.clock, self.log = Clock(), io.StringIO()
        self.conversation = HttpConversation(
            app,
            self.clock,
            "http",
            ("192.0.2.23", 50000),
            ("203.0.113.10", 80),
            limits or Limits(),
            self.log,
        )
        self.segments: list[bytes] = []
        self.waited = 0.0
        self.closed = False

    @property
    def sent(self) -> bytes:
        """All that the server sent."""
        return b"".join(self.segments)

    def receive(self, data: bytes) -> Talk:
        """The client sends `data` at once."""
        return self.perform(self.conversation.receive(data))

    def drip(self, data: bytes) -> Talk:
        """The client sends `data` byte by byte."""
        for byte in data:
            self.receive(bytes([byte]))
        return self

    def perform(self, effects: Effects) -> Talk:
        """Do what the server asks."""
        for effect in effects:
            self._do(effect)
        return self

    def _do(self, effect: Effect) -> None:
        assert not self.closed, f"{effect} after Close"
        assert isinstance(effect, (Send, Wait, Close)), effect
        if isinstance(effect, Send):
            assert effect.data
            self.segments.append(effect.data)
        elif isinstance(effect, Wait):
            self.waited += effect.seconds
        else:
            self.closed = True

    def responses(self, *methods: str) -> list[Response]:
        """The final responses, in order; `methods` are the requests', GET where not given."""
        wire = Unclosed(self.sent)
        return list(_responses(wire, iter(methods)))

    def response(self, method: str = "GET") -> Response:
        """The only response."""
        (response,) = self.responses(method)
        return response


class Unclosed(io.BytesIO):
    """http.client closes what it has read; another response may follow."""

    def makefile(self, mode: str) -> Unclosed:
        """As a socket does."""
        return self

    def close(self) -> None:
        """Not yet."""


def _responses(wire: Unclosed, methods: Iterator[str]) -> Iterator[Response]:
    while wire.tell() < len(wire.getvalue()):
        response = HTTPResponse(cast("socket.socket", wire), method=next(methods, "GET"))
        response.begin()
        yield Response(response.status, response.read(), response.headers)


def ask(app: WSGIApplication, head: str, content: bytes = b"") -> Response:
    """One exchange on a connection of its own; `head` lacks its Host."""
    method = head.split()[0]
    length = f"Content-Length: {len(content)}\n" if content else ""
    lines = f"{head.strip()}\nHost: www.example.com\n{length}\n".replace("\n", "\r\n")
    return Talk(app).receive(lines.encode("latin-1") + content).response(method)


def get(app: WSGIApplication, path: str, *fields: str) -> Response:
    """GET `path`, on a connection of its own."""
    return ask(app, "\n".join([f"GET {path} HTTP/1.1", *fields]))
