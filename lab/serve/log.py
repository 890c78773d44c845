"""What is asked and what is answered, a line each, for who watches (`--log`).

A reply of a name server carries its question, and a response is seen where the request is known: so
nothing is read twice, and no server knows that it is watched.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from lab.building import DNS, Service
from lab.effects import Address, Conversation, DatagramService, Effects, Send, StreamService

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LENGTH = 2
"""Bytes before a message in a stream (RFC 1035 §4.2.2)."""
Note = Callable[[bytes], None]


def watch(service: Service) -> None:
    """Tell what this machine's servers are asked from now on."""
    name = service.machine.name
    if DNS in service.datagrams:
        service.datagrams[DNS] = _datagrams(service.datagrams[DNS], name)
    if DNS in service.streams:
        service.streams[DNS] = _streams(service.streams[DNS], name)


def requests(app: WSGIApplication, name: str) -> WSGIApplication:
    """The same site, each of its responses told."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = environ["wsgi.url_scheme"], environ["REQUEST_METHOD"], environ["PATH_INFO"]

        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            tell(environ["REMOTE_ADDR"], name, *asked, status)
            return start_response(status, headers, *rest)  # type: ignore[arg-type]

        return app(environ, start)  # type: ignore[arg-type]

    return application


def tell(*words: str) -> None:
    """One line; what a client wrote cannot make it two, nor move the reader's cursor."""
    line = " ".join(words)
    print(line if line.isascii() and line.isprintable() else ascii(line), file=sys.stderr)


def _datagrams(honest: DatagramService, name: str) -> DatagramService:
    def service(data: bytes, peer: Address) -> Effects:
        return _noted(honest(data, peer), partial(_tell_reply, peer, name, "udp"))

    return service


def _streams(honest: StreamService, name: str) -> StreamService:
    def converse(peer: Address) -> Conversation:
        told = partial(_tell_reply, peer, name, "tcp")
        return Watched(honest(peer), lambda framed: told(framed[LENGTH:]))

    return converse


class Watched:
    """A conversation each of whose messages is told."""

    def __init__(self, honest: Conversation, note: Note) -> None:
        self._honest, self._note = honest, note

    @property
    def patience(self) -> float | None:
        """As the honest one."""
        return self._honest.patience

    def receive(self, data: bytes) -> Effects:
        """The next bytes of the stream arrived."""
        return _noted(self._honest.receive(data), self._note)

    def receive_eof(self) -> Effects:
        """The client has nothing more to send."""
        return _noted(self._honest.receive_eof(), self._note)

    def expire(self) -> Effects:
        """Nothing came in time."""
        return _noted(self._honest.expire(), self._note)


def _noted(effects: Effects, note: Note) -> Effects:
    value = None
    while True:
        try:
            effect = effects.send(value)
        except StopIteration:
            return
        if isinstance(effect, Send):
            note(effect.data)
        value = yield effect


def _tell_reply(peer: Address, name: str, way: str, wire: bytes) -> None:
    import dns.message
    import dns.rcode
    import dns.rdatatype

    reply = dns.message.from_wire(wire, ignore_trailing=True)
    asked = [f"{q.name} {dns.rdatatype.to_text(q.rdtype)}" for q in reply.question] or ["-"]
    tell(peer[0], name, way, *asked, dns.rcode.to_text(reply.rcode()))
