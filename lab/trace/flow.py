"""Sequence numbers start anywhere and a reader counts from 0: each direction keeps its zero.

The record is the sender's side of everything, lost packets included: what a direction sent first
at each place is its whole stream, and whatever comes at a place already sent is a retransmission.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from lab.effects import Address
from lab.record import Control, Packet

_MODULUS = 1 << 32


@dataclass
class Flow:
    """One direction of one connection. Numbers are relative: the SYN is 0, the first byte is 1."""

    opened: bool
    """Whether this end spoke first."""
    zero: int | None = None
    sent: int = 0
    """What comes next: past it, everything is new."""
    acked: int | None = None
    """The last acknowledgement that this end gave."""
    end: int | None = None
    """The number that acknowledges the FIN."""
    starts: list[int] = field(default_factory=list)
    pieces: list[Packet] = field(default_factory=list)

    def relative(self, number: int) -> int:
        """A number on the wire, counted from this direction's zero (modulo 2^32)."""
        half = _MODULUS // 2
        return (number - (self.zero or 0) + half) % _MODULUS - half

    def keep(self, start: int, packet: Packet) -> None:
        """The bytes of `packet` are the stream's, from the relative number `start`."""
        place = bisect_right(self.starts, start)
        self.starts.insert(place, start)
        self.pieces.insert(place, packet)

    def stream(self) -> bytes:
        """The bytes sent, in order, up to the first that is not in the record."""
        stream = bytearray()
        for start, piece in zip(self.starts, self.pieces, strict=True):
            if start - 1 > len(stream):
                break
            stream += piece.data[len(stream) - (start - 1) :]
        return bytes(stream)

    def carriers(self, start: int, end: int) -> tuple[Packet, ...]:
        """The packets that begin after `start` and before `end`, places of the stream."""
        return tuple(self.pieces[bisect_right(self.starts, start + 1) : self._before(end)])

    def _before(self, end: int) -> int:
        return bisect_left(self.starts, end + 1)


@dataclass(frozen=True)
class Segment:
    """A TCP packet with its place: `start` and `ack` are relative, `start` is that of its bytes."""

    packet: Packet
    flow: Flow
    peer: Flow
    seq: int
    start: int
    ack: int
    again: bool
    duplicate: bool

    @property
    def minor(self) -> bool:
        """Whether it acknowledges data for the first time, and does nothing else."""
        fin = self.peer.end is not None and self.ack >= self.peer.end
        return is_bare_ack(self.packet) and self.ack > 1 and not self.duplicate and not fin


def is_bare_ack(packet: Packet) -> bool:
    """Whether a segment only acknowledges."""
    return packet.control == Control.ACK and not packet.data


def segments(packets: Iterable[Packet]) -> list[Segment]:
    """The TCP segments among `packets`, each in its place in its connection."""
    flows: dict[tuple[Address, Address], Flow] = {}
    return [_segment(packet, flows) for packet in packets if packet.protocol == "tcp"]


def _segment(packet: Packet, flows: dict[tuple[Address, Address], Flow]) -> Segment:
    flow, peer = _pair(packet, flows)
    _set_zeros(packet, flow, peer)
    seq = flow.relative(packet.seq)
    ack = peer.relative(packet.ack) if Control.ACK in packet.control else 0
    start = seq + (Control.SYN in packet.control)
    end = start + len(packet.data) + (Control.FIN in packet.control)
    again = seq < end <= flow.sent
    duplicate = is_bare_ack(packet) and flow.acked == ack
    _advance(packet, flow, start, end, ack, again)
    return Segment(packet, flow, peer, seq, start, ack, again, duplicate)


def _pair(packet: Packet, flows: dict[tuple[Address, Address], Flow]) -> tuple[Flow, Flow]:
    """The flow of `packet` and the other direction's; a new SYN on old ports begins a new pair."""
    there, back = (packet.source, packet.destination), (packet.destination, packet.source)
    opens = packet.control & (Control.SYN | Control.ACK) == Control.SYN
    old = flows.get(there)
    if old is None or (opens and old.zero != packet.seq):
        flows[there], flows[back] = Flow(opened=True), Flow(opened=False)
    return flows[there], flows[back]


def _set_zeros(packet: Packet, flow: Flow, peer: Flow) -> None:
    """A SYN gives the zero; without one, the first number seen is 1, as in Wireshark."""
    if Control.SYN in packet.control and flow.sent == 0:
        flow.zero = packet.seq
    elif flow.zero is None:
        flow.zero, flow.sent = (packet.seq - 1) % _MODULUS, 1
    if peer.zero is None and Control.ACK in packet.control:
        peer.zero, peer.sent = (packet.ack - 1) % _MODULUS, 1


def _advance(packet: Packet, flow: Flow, start: int, end: int, ack: int, again: bool) -> None:
    if Control.FIN in packet.control:
        flow.end = end
    if Control.ACK in packet.control:
        flow.acked = ack
    if packet.data and not again and start >= 1:
        flow.keep(start, packet)
    flow.sent = max(flow.sent, end)
