"""The wire: a clock that jumps, a queue of what is on its way, and a record of all that was sent.

Nothing here waits. Time is a number; waiting means taking the next event out of the queue and
moving the clock to it, so a time-out of five seconds costs nothing and every run gives the same
numbers. Above UDP and TCP this module knows no protocol, and it does not know what a socket is.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from lab.errors import Deadlock, Endless, ForeignAddress, Mistake
from lab.record import Packet

LOOPBACK = ("127.0.0.1", "::1")
BIT_RATE = 100_000_000
"""Bits a second on each host's line: segments of one flight leave one after the other."""
HEADERS = 40
"""Bytes of IPv4 and TCP headers, counted in what a packet occupies of the line."""
GLANCE = 1e-6
"""Seconds that pass when a program looks at the clock or polls, so that no busy loop is endless."""
MOST_PACKETS, MOST_BYTES = 100_000, 4_000_000
"""What may be sent in one run. The record keeps all of it, and an endless answer costs no time."""


class Endpoint(Protocol):
    """What the network delivers packets to: a host (lab.host)."""

    name: str
    round_trip: float

    def deliver(self, packet: Packet) -> None:
        """`packet` reached this host."""


@dataclass(order=True)
class Timer:
    """One event to come. Cancelled, it neither runs nor moves the clock."""

    time: float
    order: int
    action: Callable[[], None] | None = field(compare=False)

    def cancel(self) -> None:
        """The event will not happen."""
        self.action = None


Loss = Callable[[Packet], bool]
"""Says of each packet, in the order of sending, whether it is lost on the way."""


class Network:
    """The clock, the events to come, the hosts by address, the record."""

    def __init__(self) -> None:
        self.now = 0.0
        self.record: list[Packet] = []
        self.losses: list[Loss] = []
        self.when_idle: Callable[[], bool] = lambda: False
        self._hosts: dict[str, Endpoint] = {}
        self._local: Endpoint | None = None
        self._queue: list[Timer] = []
        self._order = itertools.count()
        self._line_free: dict[str, float] = {}
        self._bytes_left, self._over = MOST_BYTES, False

    # -- hosts ----------------------------------------------------------------------------------

    def join(self, host: Endpoint, *addresses: str, local: bool = False) -> None:
        """Give `host` its addresses. The local one also answers at the loopback addresses."""
        if local:
            self._local, addresses = host, (*addresses, *LOOPBACK)
        self._hosts.update(dict.fromkeys(addresses, host))

    def host_at(self, address: str) -> Endpoint:
        """The host that has `address`. ForeignAddress if the lab has none."""
        if address.startswith("127.") and self._local:  # all of them (RFC 1122 §3.2.1.3)
            self._hosts[address] = self._local
        if address not in self._hosts:
            raise ForeignAddress(address=address)
        return self._hosts[address]

    def names(self) -> dict[str, str]:
        """The name of the host at each address, for those who tell the record."""
        return {address: host.name for address, host in self._hosts.items()}

    # -- time -----------------------------------------------------------------------------------

    def at(self, delay: float, action: Callable[[], None]) -> Timer:
        """Do `action` in `delay` seconds; the timer can be cancelled."""
        timer = Timer(self.now + delay, next(self._order), action)
        heapq.heappush(self._queue, timer)
        return timer

    def step(self, deadline: float | None = None) -> bool:
        """Let the next event happen. False if `deadline` (absolute) comes first or none is left."""
        self._drop_cancelled()
        if not self._queue:
            return self.when_idle() or self._arrive_at(deadline)
        if deadline is not None and self._queue[0].time > deadline:
            return self._arrive_at(deadline)
        timer = heapq.heappop(self._queue)
        self.now = max(self.now, timer.time)
        if timer.action:
            _happen(timer.action)
        return True

    def wait(self, ready: Callable[[], object], timeout: float | None = None) -> bool:
        """Let time pass until `ready()`, at most `timeout` seconds. True if it is ready.

        Deadlock when there is no timeout and no event could ever make it ready.
        """
        deadline = None if timeout is None else self.now + timeout
        while not ready():
            if not self.step(deadline):
                if deadline is None:
                    raise Deadlock
                return bool(ready())
        return True

    def sleep(self, seconds: float) -> None:
        """Let `seconds` pass, and what happens meanwhile happen."""
        self.wait(lambda: False, seconds)

    def settle(self) -> None:
        """Let happen what is already due, without waiting: what a poll sees."""
        self.now += GLANCE
        self.catch_up()

    def catch_up(self) -> None:
        """Let happen what is due at this very instant."""
        while self._due():
            self.step()

    def _due(self) -> bool:
        self._drop_cancelled()
        return bool(self._queue) and self._queue[0].time <= self.now

    def _drop_cancelled(self) -> None:
        while self._queue and self._queue[0].action is None:
            heapq.heappop(self._queue)

    def _arrive_at(self, deadline: float | None) -> bool:
        self.now = max(self.now, deadline or 0.0)
        return False

    @property
    def quiet(self) -> bool:
        """Nothing is on its way."""
        self._drop_cancelled()
        return not self._queue

    # -- packets --------------------------------------------------------------------------------

    def send(self, packet: Packet) -> None:
        """Record `packet` and deliver it, unless a loss takes it between two hosts."""
        source = self.host_at(packet.source[0])
        target = self.host_at(packet.destination[0])
        if self._full(packet):
            return
        leaves = self._leave(source, packet) if source is not target else self.now
        verdicts = [loss(packet) for loss in self.losses]  # all are asked: each one counts
        lost = source is not target and any(verdicts)
        sent = replace(packet, time=leaves, lost=lost)
        self.record.append(sent)
        if not lost:
            delay = leaves - self.now + self.delay(source, target)
            self.at(delay, lambda: target.deliver(sent))

    def _full(self, packet: Packet) -> bool:
        full, self._bytes_left = self._over, self._bytes_left - len(packet.data)
        self._over = self._bytes_left < 0 or len(self.record) >= MOST_PACKETS
        if self._over and not full:
            self._queue.clear()
            raise Endless(packets=len(self.record))
        return full

    def _leave(self, source: Endpoint, packet: Packet) -> float:
        leaves = max(self.now, self._line_free.get(source.name, 0.0))
        on_line = (len(packet.data) + HEADERS) * 8 / BIT_RATE
        self._line_free[source.name] = leaves + on_line
        return leaves

    @staticmethod
    def delay(source: Endpoint, target: Endpoint) -> float:
        """Seconds from one host to another: half the round trip of the farther one."""
        return 0.0 if source is target else max(source.round_trip, target.round_trip) / 2


def _happen(action: Callable[[], None]) -> None:
    """No event runs the program's own code: what one raises is never the program's error."""
    try:
        action()
    except Exception as error:
        raise Mistake(reason=type(error).__name__) from error
