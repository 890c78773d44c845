"""How a server of the lab asks another host: one datagram, or one call over a stream."""

from __future__ import annotations

from collections.abc import Callable

from lab.effects import Ask, AskStream
from lab.host import Host
from lab.record import Packet


class Question:
    """One datagram to another host; `answer` is called once, with the reply or None."""

    def __init__(self, host: Host, ask: Ask, answer: Callable[[bytes | None], None]) -> None:
        self._host, self._ask, self._answer = host, ask, answer
        self._source = host.source_for(ask.to[0]), host.free_port()
        host.datagrams[self._source] = self._receive
        self._timer = host.network.at(ask.timeout, lambda: self._end(None))
        host.send_datagram(self._source, ask.to, ask.data)

    def _receive(self, packet: Packet) -> None:
        if packet.source != self._ask.to:
            return
        if packet.protocol == "icmp":
            self._end(None)
        elif self._ask.fits(packet.data):
            self._end(packet.data)

    def _end(self, reply: bytes | None) -> None:
        self._timer.cancel()
        del self._host.datagrams[self._source]
        self._answer(reply)


class Call:
    """Bytes to another host over a stream; `answer` is called once, with what came or None."""

    def __init__(self, host: Host, ask: AskStream, answer: Callable[[bytes | None], None]) -> None:
        self._ask, self._received = ask, bytearray()
        self._answer: Callable[[bytes | None], None] | None = answer
        self._timer = host.network.at(ask.timeout, lambda: self._end(None))
        source = host.source_for(ask.to[0]), host.free_port()
        self._connection = host.connect(source, ask.to, self)

    def opened(self) -> None:
        """Connected: ask."""
        self._connection.send(self._ask.data)

    def received(self, data: bytes) -> None:
        """Part of the answer."""
        self._received += data
        if self._ask.enough(bytes(self._received)):
            self._end(bytes(self._received))

    def finished(self) -> None:
        """The other side closed before the answer was whole."""
        self._end(None)

    def failed(self, error: int) -> None:
        """Refused, reset, or silent."""
        self._end(None)

    def _end(self, reply: bytes | None) -> None:
        answer, self._answer = self._answer, None
        if answer:
            self._timer.cancel()
            self._connection.close()
            answer(reply)
