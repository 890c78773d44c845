"""Between tlslite-ng, which reads a socket, and the two buffers of `ssl`: one that never waits."""

from __future__ import annotations

import errno
from typing import Any


class Wire:
    """Between tlslite-ng and the buffers: a socket that never waits."""

    def __init__(self, incoming: Any, outgoing: Any) -> None:
        self._incoming, self._outgoing, self.first = incoming, outgoing, b""
        self._inbox = bytearray()

    def begun(self, count: int) -> bool:
        """Whether this many bytes have come; `first` is then the first of them."""
        self._inbox += self._incoming.read()
        self.first = bytes(self._inbox[:count])
        return len(self._inbox) >= count

    @property
    def eof(self) -> bool:
        """Whether nothing more will come."""
        return bool(self._incoming.eof)

    def recv(self, count: int) -> bytes:
        """As a socket's. BlockingIOError if nothing has come yet."""
        self._inbox += self._incoming.read()
        if not self._inbox and not self._incoming.eof:
            raise BlockingIOError(errno.EWOULDBLOCK, "nothing yet")
        data = bytes(self._inbox[:count])
        del self._inbox[:count]
        return data

    def send(self, data: bytes) -> int:
        """As a socket's."""
        self._outgoing.write(bytes(data))
        return len(data)

    def sendall(self, data: bytes) -> None:
        """As a socket's."""
        self.send(data)
