"""The visitors of a program that listens: they come when it has nothing else to wait for."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from lab.effects import Address
from lab.host import Host
from lab.sockets.kernel import Kernel
from lab.world.visits import Visit


class Visitors:
    """Who is still to come."""

    def __init__(self, hosts: Mapping[str, Host], kernel: Kernel, visits: Sequence[Visit]) -> None:
        self._hosts, self._kernel, self._left = hosts, kernel, deque(visits)

    def arrive(self) -> bool:
        """The next visitor knocks, and those who come with it. False if there is nobody, or no
        door to knock at."""
        ports = [port for _, port in self._kernel.host.listeners]
        if not ports or not self._left:
            return False
        self._come(min(ports))
        while self._left and self._left[0].together:
            self._come(min(ports))
        return True

    def _come(self, port: int) -> None:
        visit = self._left.popleft()
        visitor = self._hosts[visit.visitor]
        door = self._kernel.host.addresses[0], port
        request = visit.request.replace(b"{port}", str(port).encode())
        Visiting(visitor, door, request)


class Visiting:
    """One visit: ask, read to the end, leave."""

    def __init__(self, visitor: Host, door: Address, request: bytes) -> None:
        self._request = request
        source = visitor.source_for(door[0]), visitor.free_port()
        self._connection = visitor.connect(source, door, self)

    def opened(self) -> None:
        """Let in: ask."""
        self._connection.send(self._request)

    def received(self, data: bytes) -> None:
        """Part of the answer; the record has it."""

    def finished(self) -> None:
        """The answer is whole: leave."""
        self._connection.close()

    def failed(self, error: int) -> None:
        """Turned away."""
