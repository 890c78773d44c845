"""`SSLObject` for a `ssl` that has it in name only; its documentation is there. And what has to be
true of a socket before it is secured.
"""

from __future__ import annotations

import errno
import socket
from typing import Any


class SSLObject:
    """Over two buffers. Made by `SSLContext.wrap_bio`."""

    _sslobj: Any

    def __init__(self, *_: Any, **__: Any) -> None:
        raise TypeError(
            f"{type(self).__name__} does not have a public constructor. "
            "Instances are returned by SSLContext.wrap_bio()."
        )

    @classmethod
    def _create(
        cls, incoming: Any, outgoing: Any, server_side: bool = False,
        server_hostname: str | None = None, session: Any = None, context: Any = None,
    ) -> SSLObject:  # fmt: skip
        self = cls.__new__(cls)
        self._sslobj = context._wrap_bio(
            incoming, outgoing, server_side=server_side, server_hostname=server_hostname,
            owner=self, session=session,
        )  # fmt: skip
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._sslobj, name)

    def unwrap(self) -> Any:
        """Say close_notify, and hear the other's."""
        return self._sslobj.shutdown()


def check(sock: Any, server_side: bool, name: str | None, context: Any) -> None:
    """The errors of the standard library for what cannot be secured."""
    if sock.type != socket.SOCK_STREAM:
        raise NotImplementedError("only stream sockets are supported")
    if server_side and name:
        raise ValueError("server_hostname can only be specified in client mode")
    if context.check_hostname and not name:
        raise ValueError("check_hostname requires server_hostname")


def connected(sock: socket.socket) -> bool:
    """Whether there is someone to talk to."""
    try:
        sock.getpeername()
    except OSError as error:
        if error.errno != errno.ENOTCONN:
            raise
        return False
    return True
