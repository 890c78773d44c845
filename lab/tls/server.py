"""The server's side of TLS as a conversation around a conversation: a tunnel with no socket in it.

OpenSSL reads and writes two buffers in memory (`MemoryBIO`); what it wants sent is yielded, what it
deciphers goes to the conversation inside, which does not know that it is in a tunnel.
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Callable
from functools import partial

from lab.effects import Close, Conversation, Effect, Effects, Forget, Reset, Send
from lab.tls import CERTIFICATES

HANDSHAKE = 10.0
"""Seconds that a silent client has in the middle of the handshake; RFC 8446 gives no number."""
CLOSE = Close()
_PIECE = 65536


def context(certificate: str) -> ssl.SSLContext:
    """TLS 1.3 and 1.2, HTTP/1.1 only, and no session to resume: every handshake is whole.

    For one connection: OpenSSL keeps the sessions of TLS 1.2 in the context, ticket or not.
    Clients of the Web often leave without close_notify: to this server, that is an end like any
    other, since HTTP says by itself whether a request is whole (RFC 9112 §9.8).
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(CERTIFICATES / f"{certificate}.pem")
    made.set_alpn_protocols(["http/1.1"])
    made.num_tickets = 0
    made.options |= ssl.OP_NO_TICKET | getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    return made


class TlsConversation:
    """TLS 1.3 or 1.2, the server's side, for one connection, around `inner`.

    Whatever the client sends, the effects are TLS records or the end of the connection: a mistake
    gets the alert that OpenSSL has for it, if it has one, then Close (RFC 8446 §6.2).
    """

    def __init__(self, context: ssl.SSLContext, inner: Conversation) -> None:
        self._inner = inner
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._ready = self._ended = self._over = False

    @property
    def patience(self) -> float | None:
        """As the conversation inside, once the handshake is done. None once closed."""
        if self._over:
            return None
        return self._inner.patience if self._ready else HANDSHAKE

    def receive(self, data: bytes) -> Effects:
        """The next bytes of the stream, cut anywhere."""
        self._incoming.write(data)
        yield from self._advance()

    def receive_eof(self) -> Effects:
        """The client has nothing more to send, whether or not it said so in TLS (close_notify)."""
        self._incoming.write_eof()
        yield from self._advance()

    def expire(self) -> Effects:
        """Nothing came in time."""
        yield from self._through(self._inner.expire) if self._ready else self._drop()

    def _advance(self) -> Effects:
        try:
            yield from self._read()
        except ssl.SSLWantReadError:
            yield from self._flush()
        except ssl.SSLError:  # an alert is ready, or OpenSSL has none for this
            yield from self._lose()

    def _read(self) -> Effects:
        """Decipher what is there. SSLWantReadError: it is not enough; SSLError: it is not TLS."""
        if not self._ready:
            self._tls.do_handshake()
            self._ready = True
            yield from self._flush()
        while not self._over and (data := self._tls.read(_PIECE)):
            yield from self._through(partial(self._inner.receive, data))
        yield from self._finish()

    def _lose(self) -> Effects:
        """The client broke off: without a word, what was inside hears of it as of any end."""
        broken = self._incoming.eof and self._ready
        yield from self._flush()
        yield from self._finish() if broken else self._drop()

    def _finish(self) -> Effects:
        if not self._ended and not self._over:
            self._ended = True
            yield from self._through(self._inner.receive_eof)

    def _through(self, event: Callable[[], Effects]) -> Effects:
        """The effects of the conversation inside, those of the stream being ciphered."""
        effects, value = event(), None
        while not self._over:
            try:
                effect = effects.send(value)
            except StopIteration:
                return
            value = None
            if isinstance(effect, Send):
                yield from self._send(effect.data)
            elif isinstance(effect, Close):
                yield from self._close(effect)
            elif isinstance(effect, (Reset, Forget)):
                self._over = True
                yield effect
            else:
                value = yield effect

    def _send(self, data: bytes) -> Effects:
        try:
            self._tls.write(data)
        except ssl.SSLError:  # broken off before this was said
            yield from self._drop()
        else:
            yield from self._flush()

    def _close(self, last: Close) -> Effects:
        """Say that this is the end before making it: a cut can then be told from it (§6.1)."""
        with contextlib.suppress(ssl.SSLError):  # the client's own is not waited for
            self._tls.unwrap()
        yield from self._flush()
        yield from self._drop(last)

    def _drop(self, last: Effect = CLOSE) -> Effects:
        if not self._over:
            self._over = True
            yield last

    def _flush(self) -> Effects:
        if data := self._outgoing.read():
            yield Send(data)
