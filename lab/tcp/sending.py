"""What was sent stays in memory until it is acknowledged: that is all the reliability of TCP.

SYN and FIN each take one sequence number (RFC 9293 §3.4), so they are sent again like any byte.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from lab.net import Timer
from lab.record import Control
from lab.tcp.congestion import Timeout, Window

DUPLICATES = 3
"""Duplicate acknowledgements that mean a loss (RFC 5681 §3.2)."""
PATIENCE = {True: 6, False: 15}
"""How often the same segment is sent again before giving up: a SYN, anything else (as on Linux)."""

Transmit = Callable[[int, bytes, Control], None]


class Clock(Protocol):
    """The time, and a way to be woken (lab.net.Network)."""

    now: float

    def at(self, delay: float, action: Callable[[], None]) -> Timer:
        """Do `action` in `delay` seconds."""


class Sender:
    """One direction of a connection, from the sender's side."""

    def __init__(self, initial: int, mss: int, clock: Clock, transmit: Transmit) -> None:
        self.una = self.next = self.initial = initial
        self.give_up: Callable[[], None] = lambda: None
        self._data, self._base, self._fin = bytearray(), initial + 1, False
        self._mss, self._clock, self._transmit = mss, clock, transmit
        self._window, self._timeout = Window(mss), Timeout()
        self._timer: Timer | None = None
        self._tries, self._duplicates, self._recover = 0, 0, initial
        self._timed: tuple[int, float] | None = None
        self._last_sent = clock.now

    # -- what the connection asks ---------------------------------------------------------------

    @property
    def fin_sent(self) -> bool:
        """The FIN has left."""
        return self._fin and self.next == self._end

    @property
    def fin_acknowledged(self) -> bool:
        """Everything was acknowledged, the FIN included."""
        return self._fin and self.una == self._end

    def synchronise(self) -> None:
        """Send the SYN."""
        self._send_from(self.initial)

    def send(self, data: bytes) -> None:
        """Add `data` to the stream, and send what the window allows."""
        self._data += data
        self.push()

    def finish(self) -> None:
        """The stream ends after what was given so far."""
        self._fin = True
        self.push()

    def repeat(self) -> None:
        """Send the first unacknowledged segment again, unless it leaves at this very instant."""
        if self._last_sent < self._clock.now:
            self._send_from(self.una)

    def stop(self) -> None:
        """Nothing more will be sent, not even again."""
        self._end_timer()
        self.give_up = lambda: None

    # -- sending --------------------------------------------------------------------------------

    @property
    def _end(self) -> int:
        return self._base + len(self._data) + self._fin

    def push(self) -> None:
        """Send what is new, as far as the window goes. Only after the SYN was acknowledged."""
        while self.una > self.initial and self.next < self._end:
            room = self._window.size - (self.next - self.una)
            if room < min(self._mss, self._end - self.next):
                return
            self._send_from(self.next)

    def _send_from(self, seq: int) -> None:
        data, control = self._segment(seq)
        end = seq + len(data) + bool(control & (Control.SYN | Control.FIN))
        if seq < self.next:
            self._timed = None  # sent twice: its acknowledgement tells no time (Karn)
        elif self._timed is None:
            self._timed = (end, self._clock.now)
        self.next = max(self.next, end)
        self._last_sent = self._clock.now
        self._transmit(seq, data, control)
        self._start_timer()

    def _segment(self, seq: int) -> tuple[bytes, Control]:
        if seq == self.initial:
            return b"", Control.SYN
        start = seq - self._base
        data = bytes(self._data[start : start + self._mss])
        control = Control.NONE
        if seq + len(data) == self._base + len(self._data):
            control = Control.PSH if data else control
            control |= Control.FIN if self._fin else control
        return data, control

    # -- acknowledgements -----------------------------------------------------------------------

    def acknowledge(self, ack: int, *, bare: bool) -> None:
        """The other side expects `ack` next. `bare`: its segment carried nothing else."""
        if self.una < ack <= self._end:
            self._advance(ack)
        elif ack == self.una and bare and self.next > self.una:
            self._duplicate()

    def _advance(self, ack: int) -> None:
        self._measure(ack)
        if self.una == self.initial and self._tries:
            self._timeout.fall_back()
        self._window.acknowledged(ack - self.una)
        self.una, self.next = ack, max(self.next, ack)
        kept = min(max(ack - self._base, 0), len(self._data))
        del self._data[:kept]
        self._base += kept
        self._tries = self._duplicates = 0
        self._end_timer()
        if self.una < self.next:
            self._again_or_wait()
        self.push()

    def _again_or_wait(self) -> None:
        if self.una < self._recover:  # more than one was lost (RFC 6582, partial acknowledgement)
            self._send_from(self.una)
        else:
            self._start_timer()

    def _measure(self, ack: int) -> None:
        if self._timed and ack >= self._timed[0]:
            self._timeout.measured(self._clock.now - self._timed[1])
            self._timed = None

    def _duplicate(self) -> None:
        self._duplicates += 1
        if self._duplicates == DUPLICATES and self.una >= self._recover:
            self._recover = self.next
            self._window.lost(self.next - self.una, timer=False)
            self._send_from(self.una)

    # -- the timer ------------------------------------------------------------------------------

    def _start_timer(self) -> None:
        if self._timer is None:
            self._timer = self._clock.at(self._timeout.seconds, self._expire)

    def _end_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None

    def _expire(self) -> None:
        self._timer = None
        self._tries += 1
        if self._tries > PATIENCE[self.una == self.initial]:
            return self.give_up()
        self._timeout.expired()
        self._window.lost(self.next - self.una, timer=True)
        self._recover = self.next
        self._send_from(self.una)
        return None
