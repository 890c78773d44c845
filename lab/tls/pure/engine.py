"""What OpenSSL is to `ssl`, in pure Python: one side of one connection over two `MemoryBIO`.

The methods are those of `_ssl._SSLSocket`, which `ssl.SSLObject` and `ssl.SSLSocket` stand on.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterator
from typing import Any

from lab.tls.pure import errors
from lab.tls.pure.answers import Answers
from lab.tls.pure.bring import bring
from lab.tls.pure.calm import undisturbed
from lab.tls.pure.certificate import Certificate
from lab.tls.pure.given import given
from lab.tls.pure.verify import verify
from lab.tls.pure.wire import Wire

RECORD, HELLO = 5, 6
"""Bytes of a record's header; and with the kind of the handshake message after it."""
HANDSHAKE = 22
UNEXPECTED, INTERNAL = 10, 80
SPEAKS_HTTP = (b"GET ", b"POST", b"HEAD", b"PUT ")


class Engine(Answers):
    """One side. The exceptions are those of `ssl`, a module that the caller gives."""

    def __init__(
        self, ssl: Any, context: Any, incoming: Any, outgoing: Any, server_side: bool,
        server_hostname: str | None, owner: Any,
    ) -> None:  # fmt: skip
        bring()
        from lab.tls.pure.connection import Connection

        self._ssl, self.context, self.server_side = ssl, context, server_side
        self.server_hostname = server_hostname
        self._owner = weakref.ref(owner) if owner is not None else None
        self._wire = Wire(incoming, outgoing)
        tickets = not context.options & ssl.OP_NO_TICKET
        self._connection = Connection(self._wire, self._judge, tickets)
        self._steps: Iterator[Any] | None = None
        self._clear, self._ready, self._broken = bytearray(), False, False
        self._spoken = (3, 4)

    # -- the handshake --------------------------------------------------------------------------

    def do_handshake(self) -> None:
        """Go on until both sides agree. SSLWantReadError if that takes more bytes."""
        if self._ready:
            return
        if self._broken:
            raise errors.failure(self._ssl, "PROTOCOL_IS_SHUTDOWN")
        self._listen()
        with undisturbed():
            self._steps = self._steps or self._handshake()
            self._run()
        self._ready, self._spoken = True, self._connection.version

    def _listen(self) -> None:
        """Look at the first bytes: is this TLS? A client looks once it has said its own."""
        if len(self._wire.first) == HELLO or not (self.server_side or self._steps):
            return
        full = self._wire.begun(HELLO)
        first = self._wire.first
        if len(first) >= RECORD and (first[:4] in SPEAKS_HTTP or first[1] != 3):
            self._broken = True
            http = self.server_side and first[:4] in SPEAKS_HTTP
            raise errors.failure(self._ssl, "HTTP_REQUEST" if http else "WRONG_VERSION_NUMBER")
        wanted = 1 if self.server_side else 2  # ClientHello, ServerHello
        if full and (
            first[0] not in (21, HANDSHAKE) or (first[0] == HANDSHAKE and first[5] != wanted)
        ):
            self._steps = self._connection.refuse(UNEXPECTED)
        elif not full and not self._wire.eof:
            raise errors.want_read(self._ssl)

    def _handshake(self) -> Iterator[Any]:
        from lab.tls.pure import connection as pure

        ours, newest = given(self.context), self._ssl.TLSVersion.TLSv1_2
        highest = pure.TLS12 if self.context.maximum_version == newest else pure.TLS13
        accepted = pure.settings(highest, not self.server_side)
        protocols = [bytearray(name) for name in ours.protocols] or None
        if self.server_side:
            chain, key = pure.identity(ours.shown)
            return self._connection.handshakeServerAsync(  # type: ignore[no-any-return]
                certChain=chain, privateKey=key, settings=accepted, alpn=protocols
            )
        return self._connection.handshakeClientCert(  # type: ignore[no-any-return]
            settings=accepted, serverName=self._indicated(), alpn=protocols, async_=True
        )

    def _indicated(self) -> str | None:
        """The name to say in clear: an address is none (RFC 6066 §3)."""
        name = self.server_hostname or ""
        return name if name and ":" not in name and not name.replace(".", "").isdigit() else None

    def _judge(self, shown: list[bytes]) -> None:
        """Untrusted if the server's chain does not prove what the context wants."""
        if self.context.verify_mode == self._ssl.CERT_NONE:
            return
        name = self.server_hostname if self.context.check_hostname else None
        chain = [Certificate(each) for each in shown]
        verify(chain, given(self.context).trusted, name, time.time())

    # -- what goes through ----------------------------------------------------------------------

    def read(self, wanted: int = 1024, buffer: Any = None) -> Any:
        """At most so many bytes, in `buffer` if there is one (then how many); none at the end."""
        if wanted and not self._clear and not self._ended():
            self._ensure()
            self._steps = self._steps or self._connection.readAsync(min=1)
            self._clear += self._run() or b""
            self._ended()
        data = bytes(self._clear[:wanted])
        del self._clear[:wanted]
        if buffer is None:
            return data
        memoryview(buffer).cast("B")[: len(data)] = data
        return len(data)

    def write(self, data: Any) -> int:
        """Cipher."""
        from tlslite.messages import ApplicationData

        self._ensure()
        octets = bytes(memoryview(data).cast("B"))
        for _ in self._connection._sendMsg(ApplicationData().create(bytearray(octets))):
            pass
        return len(octets)

    def shutdown(self) -> None:
        """Say close_notify, and hear the other's. SSLWantReadError if it has not come."""
        self._ensure()
        if not self._connection.parting:
            for _ in self._connection.part():
                pass
        while not self._ended():
            self._steps = self._steps or self._connection.readAsync(min=1)
            self._run()

    def _ended(self) -> bool:
        """Whether the other side has said its last. SSLEOFError if it was cut."""
        if not self._ready or self._broken or not self._connection.closed:
            return False
        ignored = self.context.options & getattr(self._ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
        if not self._connection.notified and not ignored:
            raise errors.cut(self._ssl)
        return True

    def _ensure(self) -> None:
        if self._broken:
            raise errors.failure(self._ssl, "PROTOCOL_IS_SHUTDOWN")
        if not self._ready:
            raise errors.failure(self._ssl, "UNINITIALIZED")

    def _run(self) -> Any:
        """Go on with what is under way; its result. An SSLError otherwise."""
        try:
            for step in self._steps or ():
                if step == 0 and isinstance(step, int):
                    raise errors.want_read(self._ssl)
                if isinstance(step, bytes):
                    self._steps = None
                    return step
        except self._ssl.SSLWantReadError:
            raise
        except Exception as error:
            self._broken, self._steps = True, None
            raise self._failed(error) from None
        self._steps = None
        return None

    def _failed(self, error: Exception) -> Exception:
        """An exception of tlslite-ng as `ssl` has it; what is not one of those is our own fault."""
        told = errors.told(self._ssl, error)
        if told is None:
            told = errors.failure(self._ssl, "INTERNAL_ERROR")
            if not self._ready:
                self._wire.send(bytes((21, 3, 3, 0, 2, 2, INTERNAL)))
        return told
