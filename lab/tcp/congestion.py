"""How much may be in flight, and how long to wait for its acknowledgement.

Two small memories that a TCP connection keeps of its path: the congestion window (RFC 5681, with
the initial window of RFC 6928) and the retransmission timer (RFC 6298).
"""

from __future__ import annotations

INITIAL_WINDOW = 10
"""Segments in the first flight (RFC 6928 §2)."""
INITIAL_TIMEOUT = 1.0
"""Seconds, before any round trip was measured (RFC 6298 §2.1)."""
FALLBACK_TIMEOUT = 3.0
"""Seconds, for the first data after a SYN that had to be sent again (RFC 6298 §5.7)."""
SHORTEST_TIMEOUT, LONGEST_TIMEOUT = 0.2, 60.0
"""Seconds. RFC 6298 §2.4 asks for at least 1 s; systems in use take 200 ms, and so does the lab."""


class Window:
    """The bytes that may be in flight: slow start, then congestion avoidance (RFC 5681 §3.1)."""

    def __init__(self, mss: int) -> None:
        self.mss = mss
        self.size = INITIAL_WINDOW * mss
        self.threshold = 1 << 30

    def acknowledged(self, count: int) -> None:
        """`count` new bytes were acknowledged."""
        slow_start = self.size < self.threshold
        self.size += min(count, self.mss) if slow_start else max(1, self.mss**2 // self.size)

    def lost(self, in_flight: int, *, timer: bool) -> None:
        """A segment was lost: seen by three duplicate acknowledgements, or by the timer."""
        self.threshold = max(in_flight // 2, 2 * self.mss)
        self.size = self.mss if timer else self.threshold


class Timeout:
    """The retransmission timeout, in seconds (RFC 6298 §2)."""

    def __init__(self) -> None:
        self.seconds = INITIAL_TIMEOUT
        self._smoothed: float | None = None
        self._variation = 0.0

    def measured(self, round_trip: float) -> None:
        """A segment that was sent once was acknowledged after `round_trip` seconds."""
        if self._smoothed is None:
            self._smoothed, self._variation = round_trip, round_trip / 2
        else:
            error = abs(self._smoothed - round_trip)
            self._variation = 0.75 * self._variation + 0.25 * error
            self._smoothed = 0.875 * self._smoothed + 0.125 * round_trip
        wanted = self._smoothed + 4 * self._variation
        self.seconds = min(max(wanted, SHORTEST_TIMEOUT), LONGEST_TIMEOUT)

    def fall_back(self) -> None:
        """The connection is open, but its SYN was sent again: no round trip could be measured."""
        self.seconds = FALLBACK_TIMEOUT

    def expired(self) -> None:
        """The timer ran out: wait twice as long the next time (RFC 6298 §5.5)."""
        self.seconds = min(2 * self.seconds, LONGEST_TIMEOUT)
