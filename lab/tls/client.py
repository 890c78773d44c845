"""The program's side of TLS: the standard `ssl.SSLSocket`, unchanged, over a socket of the lab.

`_ssl` hands OpenSSL a descriptor, and the lab's have none that it could read. So the one object
that a descriptor goes into, made by `SSLContext._wrap_socket`, is replaced by OpenSSL over two
buffers and a pump between them and the socket. Everything above is the standard library's own.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from lab.sockets.handle import Socket
from lab.tls import CERTIFICATES, pure

HERE = Path(__file__).parent
AUTHORITY = CERTIFICATES / "authority.pem"
TRUST = {
    "SSL_CERT_FILE": AUTHORITY,
    "SSL_CERT_DIR": CERTIFICATES,  # where OpenSSL looks for names that no file here has
    "REQUESTS_CA_BUNDLE": AUTHORITY,
    "CURL_CA_BUNDLE": AUTHORITY,
    "OPENSSL_CONF": HERE / "openssl.cnf",
}
HEADER = 5
"""Bytes of a record before its fragment: type, version, length (RFC 8446 §5.1)."""

T = TypeVar("T")


def trust() -> None:
    """The lab's authority, and no other, for whoever reads the environment, as OpenSSL does."""
    os.environ.update({name: str(path) for name, path in TRUST.items()})


def patch_ssl(module: Any) -> None:
    """Make the sockets of `ssl` work over the lab's, even if it was imported before the lab."""

    def wrap_socket(
        self: Any, sock: Any, server_side: bool, server_hostname: str | None = None,
        *, owner: Any = None, session: Any = None,
    ) -> Tunnel:  # fmt: skip
        incoming, outgoing = module.MemoryBIO(), module.MemoryBIO()
        tls = self._wrap_bio(
            incoming, outgoing, server_side, server_hostname, owner=owner, session=session
        )
        return Tunnel(module, tls, incoming, outgoing, sock)

    held = module.SSLContext
    if not issubclass(module.SSLSocket, sys.modules["_socket"].socket):
        importlib.reload(module)  # its sockets are the system's
        held.sslsocket_class = module.SSLSocket
    if pure.wanted(module):
        from lab.tls.pure.complete import complete

        complete(module, {held, module.SSLContext})
    for contexts in (held, module.SSLContext):
        contexts._wrap_socket, contexts._windows_cert_stores = wrap_socket, ()


def patch_certifi(module: Any) -> None:
    """The list of authorities that some libraries bring along is the lab's."""
    module.where = lambda: str(AUTHORITY)
    module.contents = lambda: AUTHORITY.read_text("ascii")


class Tunnel:
    """What `_ssl._SSLSocket` is to `ssl.SSLSocket`, which owns it: a weak reference goes back."""

    def __init__(self, ssl: Any, tls: Any, incoming: Any, outgoing: Any, sock: Socket) -> None:
        self._ssl, self._tls, self._sock = ssl, tls, weakref.ref(sock)
        self._incoming, self._outgoing, self._records = incoming, outgoing, Records()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tls, name)

    context = property(
        lambda self: self._tls.context, lambda self, value: setattr(self._tls, "context", value)
    )
    session = property(
        lambda self: self._tls.session, lambda self, value: setattr(self._tls, "session", value)
    )

    def do_handshake(self) -> None:
        """Until both sides agree. SSLError if they cannot."""
        self._pump(self._tls.do_handshake, "The handshake operation timed out")

    def read(self, *wanted: Any) -> Any:
        """The next bytes deciphered; b"" after the other side's close_notify."""
        return self._pump(lambda: self._tls.read(*wanted), "The read operation timed out")

    def write(self, data: Any) -> int:
        """Cipher and send."""
        return self._pump(lambda: int(self._tls.write(data)), "The write operation timed out")

    def shutdown(self) -> Socket:
        """Say close_notify and wait for the other's; the socket, which is plain again."""
        self._pump(self._tls.shutdown, "The read operation timed out")
        return self._socket

    # -- the pump -------------------------------------------------------------------------------

    @property
    def _socket(self) -> Socket:
        sock = self._sock()
        if sock is None:
            raise self._ssl.SSLError("Underlying socket connection gone")
        return sock

    def _pump(self, act: Callable[[], T], late: str) -> T:
        """Do `act`, with as many bytes out and in as it takes; at most the socket's time-out."""
        sock = self._socket
        timeout, network = sock.gettimeout(), sock._core.kernel.network
        deadline = None if timeout is None else network.now + timeout
        while True:
            try:
                done = act()
            except self._ssl.SSLWantReadError:
                self._flush(sock)
                if not self._fill(sock, None if deadline is None else deadline - network.now):
                    if timeout == 0.0:
                        raise
                    raise TimeoutError(late) from None
            except self._ssl.SSLError:
                with contextlib.suppress(OSError):  # an alert, to someone who may be gone
                    self._flush(sock)
                raise
            else:
                self._flush(sock)
                return done

    def _flush(self, sock: Socket) -> None:
        if data := self._outgoing.read():
            Socket.send(sock, data)

    def _fill(self, sock: Socket, timeout: float | None) -> bool:
        """More bytes of the record at hand, not of the next: those stay where `select` sees them.

        False if none came within `timeout` seconds.
        """
        core = sock._core
        left = None if timeout is None else max(0.0, timeout)
        if not core.readable and not core.kernel.wait(lambda: core.readable, left):
            return False
        data, _ = Socket.recvfrom(sock, self._records.missing)
        self._records.passed(data)
        self._incoming.write(data) if data else self._incoming.write_eof()
        return True


class Records:
    """Counts the bytes of a stream of records (RFC 8446 §5.1)."""

    def __init__(self) -> None:
        self._header: bytes | None = b""
        self.missing = HEADER
        """Bytes to the end of the header, or of the fragment that it announced."""

    def passed(self, data: bytes) -> None:
        """These bytes, at most `missing`, went by."""
        self.missing -= len(data)
        if self._header is not None:
            self._header += data
        if not self.missing:
            length = int.from_bytes((self._header or b"")[3:])
            self._header = None if length else b""
            self.missing = length or HEADER
