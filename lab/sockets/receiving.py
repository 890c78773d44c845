"""The half of a socket that receives, as `_socket.socket` does."""

from __future__ import annotations

import _socket as real
from collections.abc import Iterable
from typing import Any

from lab.sockets import addresses, linux
from lab.sockets.core import STREAM, Core
from lab.sockets.kernel import fault
from lab.sockets.using import Using

MSG_PEEK = int(getattr(real, "MSG_PEEK", 2))
MSG_DONTWAIT = int(getattr(real, "MSG_DONTWAIT", 0x40))
MSG_TRUNC = int(getattr(real, "MSG_TRUNC", 0x20))
MSG_WAITALL = int(getattr(real, "MSG_WAITALL", 0x100))


class Receiving(Using):
    """Bytes of a stream, or datagrams with where they came from."""

    __slots__ = ()

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        """The next bytes, at most `bufsize`; b"" at the end of the stream."""
        return self.recvfrom(bufsize, flags)[0] if bufsize else b""

    def recvfrom(self, bufsize: int, flags: int = 0) -> tuple[bytes, Any]:
        """The next bytes and where they came from. What a datagram has too much is lost."""
        if bufsize < 0:
            raise ValueError("negative buffersize in recv")
        core = self._core
        if core.kind == STREAM:
            return self._read(core, bufsize, flags), None
        data, source = self._next_datagram(core, flags)
        return data[:bufsize], source

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """As recv, into a buffer."""
        if not nbytes and not len(memoryview(buffer).cast("B")):
            return 0
        return self.recvfrom_into(buffer, nbytes, flags)[0]

    def recvfrom_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> tuple[int, Any]:
        """As recvfrom, into a buffer."""
        view = memoryview(buffer).cast("B")
        if nbytes < 0:
            raise ValueError("negative buffersize in recvfrom_into")
        if nbytes > len(view):
            raise ValueError("nbytes is greater than the length of the buffer")
        data, source = self.recvfrom(nbytes or len(view), flags)
        view[: len(data)] = data
        return len(data), source

    def recvmsg(
        self, bufsize: int, ancbufsize: int = 0, flags: int = 0
    ) -> tuple[bytes, list[object], int, Any]:
        """As recvfrom, and says whether a datagram was cut (MSG_TRUNC)."""
        core = self._core
        if core.kind == STREAM:
            return self._read(core, bufsize, flags), [], 0, None
        data, source = self._next_datagram(core, flags)
        return data[:bufsize], [], MSG_TRUNC if len(data) > bufsize else 0, source

    def recvmsg_into(
        self, buffers: Iterable[Any], ancbufsize: int = 0, flags: int = 0
    ) -> tuple[int, list[object], int, Any]:
        """As recvmsg, into buffers."""
        views = [memoryview(buffer).cast("B") for buffer in buffers]
        data, ancillary, cut, source = self.recvmsg(sum(map(len, views)), ancbufsize, flags)
        rest = data
        for view in views:
            view[: len(rest)], rest = rest[: len(view)], rest[len(view) :]
        return len(data), ancillary, cut, source

    def _arrive(self) -> None:
        """What was sent on this machine has arrived, though nothing else may come any more."""
        self._core.kernel.network.catch_up()
        self._poll()

    def _read(self, core: Core, bufsize: int, flags: int) -> bytes:
        self._arrive()
        if core.backlog is not None:
            raise fault("ENOTCONN")
        enough = bufsize if flags & MSG_WAITALL and self._timeout is None else 1
        self._wait(lambda: _ready(core, enough), now=bool(flags & MSG_DONTWAIT))
        if core.stream:
            data = bytes(core.stream[:bufsize])
            if not flags & MSG_PEEK:
                del core.stream[:bufsize]
            return data
        return self._nothing(core)

    def _nothing(self, core: Core) -> bytes:
        """No data came, nor will."""
        if core.error and not core.done:
            raise linux.error(core.take_error())
        if not core.ended and not core.alive:
            raise fault("ENOTCONN")
        return b""

    def _next_datagram(self, core: Core, flags: int) -> tuple[bytes, Any]:
        self._arrive()
        over = core.ended and self._timeout is None
        self._wait(lambda: core.datagrams or core.error or over, now=bool(flags & MSG_DONTWAIT))
        if core.error:
            raise linux.error(core.take_error())
        if not core.datagrams:
            return b"", None
        data, source = core.datagrams[0]
        if not flags & MSG_PEEK:
            core.datagrams.popleft()
        return data, addresses.shown(source, core) if not core.twin else None


def _ready(core: Core, enough: int) -> bool:
    return len(core.stream) >= enough or bool(core.ended or core.error or not core.alive)
