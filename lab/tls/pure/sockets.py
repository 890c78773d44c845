"""`SSLSocket` for a `ssl` that has it in name only; its documentation is there.

To be imported when `socket` already is the lab's: an SSLSocket is a socket.
"""

from __future__ import annotations

import socket
from typing import Any

from lab.tls.pure import errors
from lab.tls.pure.objects import check, connected

ASKED = (
    "version", "cipher", "shared_ciphers", "selected_alpn_protocol", "compression",
)  # fmt: skip
"""The questions that have no answer, and no error, when there is no TLS."""


class SSLSocket(socket.socket):
    """Over a socket. Made by `SSLContext.wrap_socket`."""

    context: Any
    server_side: bool
    server_hostname: str | None
    do_handshake_on_connect: bool
    suppress_ragged_eofs: bool
    _connected: bool
    _sslobj: Any

    def __init__(self, *_: Any, **__: Any) -> None:
        raise TypeError(
            f"{type(self).__name__} does not have a public constructor. "
            "Instances are returned by SSLContext.wrap_socket()."
        )

    @classmethod
    def _create(
        cls, sock: socket.socket, server_side: bool = False, do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True, server_hostname: str | None = None,
        context: Any = None, session: Any = None,
    ) -> SSLSocket:  # fmt: skip
        check(sock, server_side, server_hostname, context)
        self, timeout = cls.__new__(cls), sock.gettimeout()
        socket.socket.__init__(self, sock.family, sock.type, sock.proto, sock.fileno())
        sock.detach()
        self.settimeout(timeout)
        self.context, self._sslobj, self.server_side = context, None, server_side
        self.server_hostname = context._encode_hostname(server_hostname)
        self.do_handshake_on_connect = do_handshake_on_connect
        self.suppress_ragged_eofs = suppress_ragged_eofs
        self._connected = connected(self)
        if self._connected:
            self._begin()
        return self

    def _begin(self) -> None:
        try:
            self._sslobj = self.context._wrap_socket(
                self, self.server_side, self.server_hostname, owner=self, session=None
            )
            if self.do_handshake_on_connect:
                if self.gettimeout() == 0.0:
                    raise ValueError(
                        "do_handshake_on_connect should not be specified for non-blocking sockets"
                    )
                self.do_handshake()
        except (OSError, ValueError):
            self.close()
            raise

    def __getattr__(self, name: str) -> Any:
        if name in ASKED and self._sslobj is None:
            return lambda: None
        if name in ASKED or name.startswith("get_"):
            return getattr(self._sslobj, name)
        raise AttributeError(f"'SSLSocket' object has no attribute '{name}'")

    session = property(lambda self: self._sslobj and self._sslobj.session)
    session_reused = property(lambda self: self._sslobj and self._sslobj.session_reused)

    def getpeercert(self, binary_form: bool = False) -> Any:
        """The other's certificate."""
        if not self._connected:
            self.getpeername()
        return self._sslobj.getpeercert(binary_form)

    def pending(self) -> int:
        """Bytes that can be read without another from the network."""
        return self._sslobj.pending() if self._sslobj else 0

    def do_handshake(self, block: bool = False) -> None:
        """Until both sides agree."""
        timeout = self.gettimeout()
        try:
            if timeout == 0.0 and block:
                self.settimeout(None)
            self._sslobj.do_handshake()
        finally:
            self.settimeout(timeout)

    def read(self, len: int = 1024, buffer: Any = None) -> Any:
        """The next bytes, deciphered; b"" at the end."""
        if self._sslobj is None:
            raise ValueError("Read on closed or unwrapped SSL socket.")
        try:
            return self._sslobj.read(len) if buffer is None else self._sslobj.read(len, buffer)
        except OSError as error:
            if error.args[0] == errors.EOF and self.suppress_ragged_eofs:
                return b"" if buffer is None else 0
            raise

    def write(self, data: Any) -> int:
        """Cipher and send."""
        if self._sslobj is None:
            raise ValueError("Write on closed or unwrapped SSL socket.")
        return int(self._sslobj.write(data))

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """As a socket's, deciphered."""
        return self.read(buflen) if self._tls("recv", flags) else super().recv(buflen, flags)

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """As a socket's, deciphered."""
        wanted = nbytes or memoryview(buffer).nbytes or 1024
        if self._tls("recv_into", flags):
            return int(self.read(wanted, buffer))
        return super().recv_into(buffer, wanted, flags)

    def send(self, data: Any, flags: int = 0) -> int:
        """As a socket's, ciphered."""
        return self.write(data) if self._tls("send", flags) else super().send(data, flags)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """As a socket's, ciphered."""
        if not self._tls("sendall", flags):
            return super().sendall(data, flags)
        left = memoryview(data).cast("B")
        while left:
            left = left[self.write(left) :]

    def _tls(self, call: str, flags: int = 0) -> bool:
        if self._sslobj is not None and flags:
            raise ValueError(f"non-zero flags not allowed in calls to {call}() on {type(self)}")
        return self._sslobj is not None

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """As a socket's, ciphered."""
        return self._sendfile_use_send(file, offset, count)  # type: ignore[no-any-return]

    def shutdown(self, how: int) -> None:
        """As a socket's: without a word of TLS."""
        self._sslobj = None
        super().shutdown(how)

    def unwrap(self) -> Any:
        """Say close_notify and hear the other's; the plain socket."""
        if self._sslobj is None:
            raise ValueError(f"No SSL wrapper around {self}")
        plain, self._sslobj = self._sslobj.shutdown(), None
        return plain

    def _real_close(self) -> None:
        self._sslobj = None
        super()._real_close()  # type: ignore[misc]

    def connect(self, addr: Any) -> None:
        """As a socket's, then the handshake."""
        if self.server_side or self._connected:
            raise ValueError("can't connect: in server-side mode, or already connected")
        super().connect(addr)
        self._connected = True
        self._begin()

    def accept(self) -> tuple[Any, Any]:
        """As a socket's, the new one being secured."""
        plain, address = super().accept()
        return self.context.wrap_socket(
            plain, server_side=True, do_handshake_on_connect=self.do_handshake_on_connect,
            suppress_ragged_eofs=self.suppress_ragged_eofs,
        ), address  # fmt: skip

    def dup(self) -> Any:
        """Never: the cipher would be in two places."""
        raise NotImplementedError(f"Can't dup() {type(self).__name__} instances")


def _forbid(name: str, error: type[Exception]) -> None:
    def forbidden(self: SSLSocket, *_: Any, **__: Any) -> None:
        if self._sslobj is not None or error is NotImplementedError:
            raise error(f"{name} not allowed on instances of {type(self)}")
        return getattr(super(SSLSocket, self), name)(*_, **__)  # type: ignore[no-any-return]

    setattr(SSLSocket, name, forbidden)


for _name in ("sendto", "recvfrom", "recvfrom_into"):
    _forbid(_name, ValueError)
for _name in ("sendmsg", "recvmsg", "recvmsg_into"):
    _forbid(_name, NotImplementedError)
