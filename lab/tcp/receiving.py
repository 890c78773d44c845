"""Segments arrive in any order, or twice; the user wants each byte once, in order.

RFC 9293 §3.10.7.4.
"""

from __future__ import annotations


class Receiver:
    """What has arrived of the other side's stream. `next` is the first number not received yet."""

    def __init__(self, following: int) -> None:
        self.next = following
        self._early: dict[int, tuple[bytes, bool]] = {}

    def arrive(self, seq: int, data: bytes, fin: bool) -> tuple[bytes, bool]:
        """One segment in; out come the bytes now in order, and whether the stream ended."""
        if data or fin:
            known = self._early.get(seq, (b"", False))
            self._early[seq] = max((data, fin), known, key=lambda part: len(part[0]) + part[1])
        return self._in_order()

    def _in_order(self) -> tuple[bytes, bool]:
        out, ended = bytearray(), False
        while not ended and (seq := self._first_due()) is not None:
            data, fin = self._early.pop(seq)
            fresh = data[self.next - seq :]
            out += fresh
            ended = fin and seq + len(data) >= self.next
            self.next = max(self.next, seq + len(data)) + ended
        return bytes(out), ended

    def _first_due(self) -> int | None:
        due = [seq for seq in self._early if seq <= self.next]
        return min(due, default=None)
