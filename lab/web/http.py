"""The server's side of one HTTP/1.1 connection, as a conversation that performs nothing.

A server is usually tangled with its sockets, threads and timers; then nobody can show what it did,
nor test what it does with half a request. This one is told what arrived and says what to do:
`strict` and `exchange` read, any WSGI application answers.

The name in Host is compared with nothing: the caller chooses the application by its address.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, TextIO

from lab.effects import Address, Close, Effect, Effects, Send, Wait
from lab.web.exchange import Exchange
from lab.web.message import refusal
from lab.web.strict import Limits, Refused, take_head
from lab.web.wsgi import Call, make_environ, null_log, server_wide

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

LIMITS = Limits()


class HttpConversation:
    """HTTP/1.1 (RFC 9112), the server's side, for one connection.

    `clock` gives seconds since the epoch. Whatever the client sends, the effects are responses
    that RFC 9110 defines, or a Close; no exception leaves. What goes wrong in `app` is written to
    `log`, which is also `wsgi.errors`.
    """

    def __init__(
        self,
        app: WSGIApplication,
        clock: Callable[[], float],
        scheme: str,
        client: Address,
        server: Address,
        limits: Limits = LIMITS,
        log: TextIO | None = None,
    ) -> None:
        self._app, self._clock, self._scheme = app, clock, scheme
        self._client, self._server, self._limits = client, server, limits
        self._log = log or null_log()
        self._inbox = bytearray()
        self._exchange: Exchange | None = None
        self._since: float | None = None  # when the request being read began
        self._delay = 0.0
        self._busy = self._eof = self._closed = False

    @property
    def patience(self) -> float | None:
        """Seconds to wait for the next bytes: 10 within a request, 60 for all of it, 5 when idle.

        The RFCs give no number (RFC 9112 §9.5): these are this server's choice. None once closed.
        """
        if self._closed:
            return None
        if self._since is None:
            return self._limits.idle
        left = self._since + self._limits.request - self._clock()
        return max(0.0, min(self._limits.silence, left))

    def receive(self, data: bytes) -> Effects:
        """Bytes arrived: answer every request that they complete, in order (RFC 9112 §9.3.2)."""
        self._inbox += data
        yield from self._drive()

    def receive_eof(self) -> Effects:
        """The client has nothing more to send; a request that is whole still gets its response."""
        self._eof = True
        yield from self._drive()

    def expire(self) -> Effects:
        """Patience ran out: 408 within a request (RFC 9110 §15.5.9), a silent close between two."""
        if not self._busy and not self._closed:
            yield from self._leave(408, "the rest of the request did not come in time")

    def _drive(self) -> Effects:
        if self._busy or self._closed:  # a generator suspended in Wait will find what came
            return
        self._busy = True
        try:
            yield from self._answer_all()
            if self._eof and not self._closed:
                yield from self._leave(400, "the request ends in the middle (RFC 9112 §8)")
        except Refused as refused:
            yield from self._refuse(refused.status, refused.why)
        finally:
            self._busy = False

    def _answer_all(self) -> Effects:
        while not self._closed and (exchange := (yield from self._read())):
            yield from self._respond(exchange)
            self._exchange = self._since = None
            if not self._closed and not exchange.reusable:
                yield from self._close()

    def _read(self) -> Generator[Effect, bytes | None, Exchange | None]:
        exchange = self._exchange = self._exchange or self._begin()
        while exchange and not exchange.complete:
            if exchange.read(self._inbox):
                continue
            interim = exchange.interim()
            if not interim:
                return None
            yield Send(interim)
        return exchange

    def _begin(self) -> Exchange | None:
        head = take_head(self._inbox, self._limits)
        if self._since is None and (head or self._inbox):
            self._since = self._clock()
        return Exchange(head, self._limits) if head else None

    def _respond(self, exchange: Exchange) -> Effects:
        call = self._call(exchange)
        try:
            yield from self._stream(exchange, call)
        except Exception:
            traceback.print_exc(file=self._log)
            if call.opened:
                yield from self._close()
            else:
                yield from self._refuse(500, "the application failed")
        finally:
            self._end(call)

    def _call(self, exchange: Exchange) -> Call:
        head, content = exchange.head, bytes(exchange.content)
        environ = make_environ(head, content, self._scheme, self._client, self._server)
        environ |= {"wsgi.errors": self._log, "lab.wait": self._wait}
        return Call(server_wide if head.target == "*" else self._app, environ)

    def _end(self, call: Call) -> None:
        try:
            call.close()
        except Exception:
            traceback.print_exc(file=self._log)

    def _wait(self, seconds: float) -> None:
        self._delay += max(0.0, seconds)

    def _stream(self, exchange: Exchange, call: Call) -> Effects:
        """The head leaves together with the first block: one segment, if they fit."""
        for block in call.blocks():
            data = exchange.block(block) if call.opened else self._open(exchange, call, block)
            yield from self._emit(data)
            if exchange.head.method == "HEAD":
                break
        data = b"" if call.opened else self._open(exchange, call, b"")
        yield from self._emit(data + exchange.end())

    def _open(self, exchange: Exchange, call: Call, block: bytes) -> bytes:
        return exchange.open(call, block, self._clock() + self._delay)

    def _emit(self, data: bytes) -> Effects:
        if self._delay:
            delay, self._delay = self._delay, 0.0
            yield Wait(delay)
        if data:
            yield Send(data)

    def _leave(self, status: int, why: str) -> Effects:
        if self._since is None:
            yield from self._close()
        else:
            yield from self._refuse(status, why)

    def _refuse(self, status: int, why: str) -> Effects:
        if self._exchange:
            head_only = self._exchange.head.method == "HEAD"
        else:
            head_only = self._inbox.startswith(b"HEAD ")
        yield from self._emit(refusal(status, why, self._clock() + self._delay, head_only))
        yield from self._close()

    def _close(self) -> Effects:
        self._closed = True
        self._inbox.clear()
        yield Close()
