"""The half of a socket that sends and receives, as `_socket.socket` does."""

from __future__ import annotations

import _socket as real
from collections.abc import Callable, Iterable
from typing import Any

from lab.effects import Address
from lab.sockets import addresses, linux
from lab.sockets.core import STREAM, Core
from lab.sockets.kernel import fault

Buffer = bytes | bytearray | memoryview
MSG_PEEK = int(getattr(real, "MSG_PEEK", 2))
MSG_DONTWAIT = int(getattr(real, "MSG_DONTWAIT", 0x40))
MSG_TRUNC = int(getattr(real, "MSG_TRUNC", 0x20))
LARGEST_DATAGRAM = 65507
"""Bytes: 65535 less the headers of IPv4 and UDP."""


class Transfer:
    """What needs an open socket (`_core`) and a way to wait (`_wait`)."""

    __slots__ = ()

    @property
    def _core(self) -> Core:
        raise NotImplementedError

    def _wait(self, ready: Callable[[], object], *, now: bool = False) -> None:
        raise NotImplementedError

    # -- sending --------------------------------------------------------------------------------

    def send(self, data: Buffer, flags: int = 0) -> int:
        """Send on a connected socket. The lab always has room: all of it leaves."""
        core, payload = self._core, _bytes(data)
        if core.twin:
            return self._to_twin(core, payload)
        if core.kind == STREAM:
            return self._stream(core, payload)
        if core.remote is None:
            raise fault("EDESTADDRREQ")
        return self._datagram(payload, core.remote)

    def sendall(self, data: Buffer, flags: int = 0) -> None:
        """Send all of `data`."""
        self.send(data, flags)

    def sendto(self, data: Buffer, *rest: Any) -> int:
        """Send one datagram to an address (the last argument)."""
        core = self._core
        if core.kind == STREAM:
            return self.send(data)
        return self._datagram(_bytes(data), addresses.parse(rest[-1], core, "sendto"))

    def sendmsg(
        self, buffers: Iterable[Buffer], ancdata: Iterable[object] = (), flags: int = 0,
        address: object = None,
    ) -> int:  # fmt: skip
        """Send several buffers as one message. There is no ancillary data."""
        data = b"".join(_bytes(buffer) for buffer in buffers)
        return self.send(data) if address is None else self.sendto(data, address)

    def _to_twin(self, core: Core, data: bytes) -> int:
        other = core.twin
        if core.shut or other is None or not other.handles:
            raise fault("EPIPE")
        if core.kind == STREAM:
            other.stream += data
        else:
            other.datagrams.append((data, ("", 0)))
        return len(data)

    def _stream(self, core: Core, data: bytes) -> int:
        if core.error:
            raise linux.error(core.take_error())
        if core.shut or core.connection is None:
            raise fault("EPIPE")
        if not core.connected:
            self._wait(lambda: core.connected or core.error)
            return self._stream(core, data)
        assert core.remote
        core.connection.send(core.kernel.tamper(core.remote[1], data))
        return len(data)

    def _datagram(self, data: bytes, destination: Address) -> int:
        core = self._core
        if core.error:
            raise linux.error(core.take_error())
        if len(data) > LARGEST_DATAGRAM:
            raise fault("EMSGSIZE")
        if not destination[1]:
            raise fault("EINVAL")
        destination = addresses.reached(destination)
        self._autobind()
        assert core.local
        host = core.kernel.host
        source = core.local[0]
        if source in ("0.0.0.0", "::"):
            source = host.source_for(destination[0])
        host.send_datagram((source, core.local[1]), destination, data)
        return len(data)

    def _autobind(self) -> None:
        if self._core.local is None:
            self._core.claim("::" if self._core.version6 else "0.0.0.0", 0)

    # -- receiving ------------------------------------------------------------------------------

    def recv(self, bufsize: int, flags: int = 0) -> bytes:
        """The next bytes, at most `bufsize`; b"" at the end of the stream."""
        return self.recvfrom(bufsize, flags)[0]

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
        return self.recvfrom_into(buffer, nbytes, flags)[0]

    def recvfrom_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> tuple[int, Any]:
        """As recvfrom, into a buffer."""
        view = memoryview(buffer).cast("B")
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

    def _read(self, core: Core, bufsize: int, flags: int) -> bytes:
        idle = core.connection is None and core.twin is None
        if core.backlog is not None or (idle and not core.shut and not core.error):
            raise fault("ENOTCONN")
        if bufsize:
            self._wait(lambda: _ready(core), now=bool(flags & MSG_DONTWAIT))
        if core.stream or core.ended:
            data = bytes(core.stream[:bufsize])
            if not flags & MSG_PEEK:
                del core.stream[:bufsize]
            return data
        if core.error:
            raise linux.error(core.take_error())
        return b""

    def _next_datagram(self, core: Core, flags: int) -> tuple[bytes, Any]:
        self._wait(
            lambda: core.datagrams or core.error or core.ended, now=bool(flags & MSG_DONTWAIT)
        )
        if core.error:
            raise linux.error(core.take_error())
        if not core.datagrams:
            return b"", None
        data, source = core.datagrams[0]
        if not flags & MSG_PEEK:
            core.datagrams.popleft()
        return data, addresses.shown(source, core) if not core.twin else None


def _ready(core: Core) -> bool:
    broken = core.connection is None and core.twin is None
    return bool(core.stream or core.ended or core.error or broken)


def _bytes(data: Buffer) -> bytes:
    return bytes(memoryview(data).cast("B"))
