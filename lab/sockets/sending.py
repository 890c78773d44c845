"""The half of a socket that sends, as `_socket.socket` does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lab.effects import Address
from lab.sockets import addresses, linux
from lab.sockets.core import STREAM, Core
from lab.sockets.kernel import fault
from lab.sockets.using import Using

Buffer = bytes | bytearray | memoryview
LARGEST_DATAGRAM = 65507
"""Bytes: 65535 less the headers of IPv4 and UDP."""


class Sending(Using):
    """Streams and datagrams; the lab always has room."""

    __slots__ = ()

    def send(self, data: Buffer, flags: int = 0) -> int:
        """Send on a connected socket. The lab always has room: all of it leaves."""
        core, payload = self._core, _bytes(data)
        self._poll(writing=True)
        if core.twin:
            return self._to_twin(core, payload)
        if core.kind == STREAM:
            return self._stream(core, payload)
        core.autobind()
        if core.remote is None:
            raise fault("EDESTADDRREQ")
        if core.version6 and core.remote[1] == 0 and ":" not in core.remote[0]:
            raise fault("EINVAL")
        return self._datagram(payload, core.remote)

    def sendall(self, data: Buffer, flags: int = 0) -> None:
        """Send all of `data`."""
        self.send(data, flags)

    def sendto(self, data: Buffer, *rest: Any) -> int:
        """Send one datagram to an address (the last argument)."""
        payload, destination = _bytes(data), addresses.parse(rest[-1], self._core_, "sendto")
        core = self._core
        if core.kind == STREAM:
            return self.send(data)
        self._poll(writing=True)
        core.autobind()
        if not destination[1]:
            raise fault("EINVAL")
        return self._datagram(payload, destination)

    def sendmsg(
        self, buffers: Iterable[Buffer], ancdata: Iterable[object] = (), flags: int = 0,
        address: object = None,
    ) -> int:  # fmt: skip
        """Send several buffers as one message. There is no ancillary data."""
        data = b"".join(_bytes(buffer) for buffer in buffers)
        return self.send(data) if address is None else self.sendto(data, address)

    def _to_twin(self, core: Core, data: bytes) -> int:
        other = core.twin
        assert other
        if core.kind == STREAM:
            if core.shut or not other.handles:
                raise fault("EPIPE")
            other.stream += data
        else:
            _check_datagram(core, other)
            other.datagrams.append((data, ("", 0)))
        return len(data)

    def _stream(self, core: Core, data: bytes) -> int:
        if core.error:
            raise linux.error(core.take_error())
        if core.shut or core.connection is None:
            raise fault("EPIPE")
        if core.opening:
            self._wait(lambda: not core.opening)
            return self._stream(core, data)
        assert core.remote
        core.connection.send(core.kernel.tamper(core.remote[1], data))
        return len(data)

    def _datagram(self, data: bytes, destination: Address) -> int:
        core = self._core
        if len(data) > LARGEST_DATAGRAM:
            raise fault("EMSGSIZE")
        destination = addresses.reached(destination)
        core.check_family(destination)
        if core.error:
            raise linux.error(core.take_error())
        if core.shut:
            raise fault("EPIPE")
        assert core.local
        host = core.kernel.host
        source = core.local[0]
        if source in ("0.0.0.0", "::"):
            source = host.source_for(destination[0])
        host.send_datagram((source, core.local[1]), destination, data)
        return len(data)


def _check_datagram(core: Core, other: Core) -> None:
    """Whoever is told that the other one is gone has no other one from then on."""
    if core.done:
        raise fault("ENOTCONN")
    if core.shut or (other.handles and other.ended):
        raise fault("EPIPE")
    if not other.handles:
        core.done = True
        core.datagrams.clear()
        raise fault("ECONNREFUSED")


def _bytes(data: Buffer) -> bytes:
    return bytes(memoryview(data).cast("B"))
