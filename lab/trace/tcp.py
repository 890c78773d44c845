"""A segment in one line: what it does to the connection, and what begins in the bytes it carries.

The bytes of each direction are put in order first, because the segments' borders are not those of
the messages (RFC 9293 §2.2): a request may begin anywhere, and go on in the next segment.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lab.record import Control, Packet
from lab.trace import dns, http, tls
from lab.trace.flow import Flow, Segment, segments
from lab.trace.http import Unit
from lab.trace.message import Told, glimpse, size

_NAMED = (Control.SYN, Control.FIN, Control.RST, Control.ACK)
_JOINED = 3


def tell(packets: Sequence[Packet]) -> Iterator[Told]:
    """What each TCP packet of a record says, in their order, one at a time."""
    contents: dict[int, Content] = {}
    return (_told(segment, contents) for segment in segments(packets))


@dataclass(frozen=True)
class Content:
    """The messages of one direction, in the order of the stream."""

    protocol: str
    units: list[Unit] = field(default_factory=list)

    def within(self, start: int, end: int) -> list[Unit]:
        """The messages that begin between two places of the stream."""
        first, last = (bisect_left(self.units, at, key=_start) for at in (start, end))
        return self.units[first:last]

    def covers(self, place: int) -> bool:
        """Whether a place of the stream is inside a message."""
        return bool(self.units) and place < self.units[-1].end


def _told(segment: Segment, contents: dict[int, Content]) -> Told:
    packet, reply = segment.packet, not segment.flow.opened
    if not packet.data:
        summary = _again(segment) + _control(segment)
        return Told("TCP", summary, summary, (packet,), reply, segment.minor)
    content = _content(segment, contents)
    protocol, summary, short, rest = _payload(segment, content)
    place = f" seq={segment.start} ack={segment.ack}"
    again, control = _again(segment), _data_control(packet)
    summary, short = again + summary + control + place, again + short + control
    return Told(protocol, summary, short, rest, reply, begins=_begins(segment, content))


def _begins(segment: Segment, content: Content) -> tuple[int, ...]:
    """Where the messages that begin in a segment do, in its data."""
    begin = segment.start - 1
    units = content.within(begin, begin + len(segment.packet.data))
    return tuple(unit.start - begin for unit in units)


def _again(segment: Segment) -> str:
    if segment.duplicate:
        return "duplicate "
    return "retransmission of " if segment.again else ""


def _control(segment: Segment) -> str:
    """A segment without data: its control bits and its numbers."""
    packet = segment.packet
    words = [*_bits(packet, Control.NONE), f"seq={segment.seq}"]
    if Control.ACK in packet.control:
        words.append(f"ack={segment.ack}")
    if Control.SYN in packet.control and segment.flow.opened:
        words.append(f"(port {packet.destination[1]})")
    return " ".join(words)


def _data_control(packet: Packet) -> str:
    """The control bits of a segment with data, where they are not the usual ACK."""
    return "".join(f", {name}" for name in _bits(packet, Control.ACK))


def _bits(packet: Packet, usual: Control) -> list[str]:
    return [str(bit.name) for bit in _NAMED if bit in packet.control & ~usual]


def _payload(segment: Segment, content: Content) -> tuple[str, str, str, tuple[Packet, ...]]:
    """Protocol, summary, short summary, and the packets that carry what begins here."""
    data, begin = segment.packet.data, segment.start - 1
    units = content.within(begin, begin + len(data))
    if units:
        rest = segment.flow.carriers(begin, units[-1].end)
        joined = tls.joined if content.protocol == "TLS" else _joined
        summary, short = joined(units, data)
        return content.protocol, summary, short, (segment.packet, *rest)
    if content.covers(begin):
        more = f"({size(data)} more)"
        return content.protocol, more, f"{more} seq={segment.start}", (segment.packet,)
    raw = f"{glimpse(data)} ({size(data)})"
    return "TCP", raw, f"{raw} seq={segment.start}", (segment.packet,)


def _joined(units: Sequence[Unit], data: bytes) -> tuple[str, str]:
    more = ["…"] * (len(units) > _JOINED)
    summaries = [unit.summary for unit in units[:_JOINED]] + more
    shorts = [unit.short for unit in units[:_JOINED]] + more
    return f"{' + '.join(summaries)} ({size(data)})", f"{' + '.join(shorts)} ({size(data)})"


def _start(unit: Unit) -> int:
    return unit.start


def _content(segment: Segment, contents: dict[int, Content]) -> Content:
    """The messages of this segment's direction, read once for the whole connection."""
    if id(segment.flow) not in contents:
        ports = (segment.packet.source[1], segment.packet.destination[1])
        flows = sorted((segment.flow, segment.peer), key=lambda flow: not flow.opened)
        read = _read_dns if dns.PORT in ports else _read_web
        contents |= dict(zip(map(id, flows), read(*flows), strict=True))
    return contents[id(segment.flow)]


def _read_web(client: Flow, server: Flow) -> tuple[Content, Content]:
    """HTTP or TLS, each direction by itself: one may speak what the other does not."""
    there, back = client.stream(), server.stream()
    asked = [] if tls.begins(there) else http.requests(there)
    answered = [] if tls.begins(back) else http.responses(back, asked)
    return _content_of(there, asked), _content_of(back, answered)


def _content_of(stream: bytes, messages: list[Unit]) -> Content:
    if tls.begins(stream):
        return Content("TLS", tls.records(stream))
    return Content("HTTP", messages)


def _read_dns(client: Flow, server: Flow) -> tuple[Content, Content]:
    asked, answered = _framed(client.stream()), _framed(server.stream())
    return Content("DNS", asked), Content("DNS", answered)


def _framed(stream: bytes) -> list[Unit]:
    """DNS messages, each after its length on two bytes (RFC 7766 §8)."""
    units: list[Unit] = []
    start = 0
    while len(stream) >= start + 2:
        end = start + 2 + int.from_bytes(stream[start : start + 2])
        told = dns.tell(stream[start + 2 : end]) if end <= len(stream) else _incomplete(stream, end)
        units.append(Unit(start, min(end, len(stream)), *told))
        start = end
    return units


def _incomplete(stream: bytes, end: int) -> tuple[str, str]:
    summary = f"incomplete, {end - len(stream)} bytes never sent"
    return summary, summary
