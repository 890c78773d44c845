"""One port for all the sites over TLS: the client's first message names the one that it wants.

That name (RFC 6066 §3) decides of the certificate, so it must be known before the server says a
word. OpenSSL reads the message here, as any server does, and is stopped as soon as it has the
name; then the machine's own server gets the same bytes, and knows nothing of it.
"""

from __future__ import annotations

import ssl

from lab.building import HTTPS
from lab.effects import Address, Close, Conversation, Effects, Reset
from lab.serve.machines import Machines
from lab.serve.sites import DEMO, machine_of

HANDSHAKE = 10.0
"""Seconds that a client has to say its name: as in lab/tls/server.py."""


class Hello:
    """One client, handed over to the machine that it names; the demo site's if it names none."""

    def __init__(self, machines: Machines, client: Address) -> None:
        self._machines, self._client = machines, client
        self._inbox = bytearray()
        self._inner: Conversation | None = None
        self._ear = Ear()
        self._deaf = False

    @property
    def patience(self) -> float | None:
        """As the machine's, once it is known."""
        if self._inner:
            return self._inner.patience
        return None if self._deaf else HANDSHAKE

    def receive(self, data: bytes) -> Effects:
        """The next bytes of the stream."""
        if self._inner:
            yield from self._inner.receive(data)
        elif not self._deaf:
            self._inbox += data
            if (host := self._ear.hear(data)) is not None:
                yield from self._enter(host)

    def receive_eof(self) -> Effects:
        """The client has nothing more to send."""
        yield from self._inner.receive_eof() if self._inner else _close()

    def expire(self) -> Effects:
        """Nothing came in time."""
        yield from self._inner.expire() if self._inner else _close()

    def _enter(self, host: str) -> Effects:
        machine = machine_of(host.lower())
        name = machine.name if machine else DEMO
        service = self._machines.service(name, HTTPS)
        if service:
            self._inner = service(self._client)
            yield from self._inner.receive(bytes(self._inbox))
        elif name in self._machines.silent:
            self._deaf = True
        else:
            yield Reset()


class Ear:
    """Hears the name in a ClientHello, and nothing else."""

    def __init__(self) -> None:
        self._heard: str | None = None
        self._incoming = ssl.MemoryBIO()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.sni_callback = self._note
        self._tls = context.wrap_bio(self._incoming, ssl.MemoryBIO(), server_side=True)

    def hear(self, data: bytes) -> str | None:
        """The name, empty if there is none or if this is not TLS. None: it takes more bytes."""
        self._incoming.write(data)
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return self._heard
        except ssl.SSLError:
            return self._heard or ""
        return self._heard or ""

    def _note(self, tls: object, name: str | None, context: object) -> int:
        self._heard = name or ""
        return int(ssl.ALERT_DESCRIPTION_INTERNAL_ERROR)


def _close() -> Effects:
    yield Close()
