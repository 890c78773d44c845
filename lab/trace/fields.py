"""Which bytes say what: the page colours them, so a range is exact or is not given."""

from __future__ import annotations

import struct

from lab.record import Control
from lab.trace import dns_fields, http, tls, tls_fields
from lab.trace.message import Field, Message, glimpse, size
from lab.trace.wire import transport

_UDP = (("source port", 2), ("destination port", 2), ("length", 2), ("checksum", 2))
_BITS = ("FIN", "SYN", "RST", "PSH", "ACK")


def fields(message: Message) -> list[Field]:
    """The fields of the packet that a message begins in, in order, without overlap.

    Their bytes are those of `lab.trace.wire.transport(message.packets[0])`: the header of UDP, TCP
    or ICMP, then what it carries. What is not understood is one field, `data`.
    """
    packet = message.packets[0]
    octets = transport(packet)
    header = {"udp": _udp, "tcp": _tcp, "icmp": _icmp}[packet.protocol](octets)
    return header + _payload(message, octets, header[-1].end)


def _payload(message: Message, octets: bytes, start: int) -> list[Field]:
    """What each message of the segment says, after the end of one that began before, if any."""
    begins = frozenset(message.begins)
    cuts = sorted({0, *(at for at in begins if start + at < len(octets))})
    ends = [*cuts[1:], len(octets) - start]
    found: list[Field] = []
    for at, end in zip(cuts, ends, strict=True):
        data, place = octets[start + at : start + end], start + at
        is_rest = begins and at not in begins
        found += _data(data, place) if is_rest else _one(message, data, place)
    return found


def _one(message: Message, data: bytes, start: int) -> list[Field]:
    if message.protocol == "DNS":
        return _dns(message, data, start) or _data(data, start)
    if http.begins(data):
        return _http(data, start)
    if message.protocol == "TLS" and tls.begins(data):
        return tls_fields.fields(data, start)
    return _data(data, start)


def _data(data: bytes, start: int, name: str = "data") -> list[Field]:
    if not data:
        return []
    return [Field(name, start, start + len(data), f"{glimpse(data)} ({size(data)})")]


def _dns(message: Message, data: bytes, start: int) -> list[Field]:
    """A DNS message; over TCP, if the segment holds exactly one, after its length (RFC 7766 §8)."""
    if message.packets[0].protocol == "udp":
        return dns_fields.fields(data, start)
    length = int.from_bytes(data[:2])
    inside = dns_fields.fields(data[2:], start + 2) if length == len(data) - 2 else []
    return [Field("length", start, start + 2, str(length)), *inside] if inside else []


def _http(data: bytes, start: int) -> list[Field]:
    """The start line, the field lines, the empty line, the content (RFC 9112 §2.1).

    Empty lines before the start line mean nothing, and are shown with it (RFC 9112 §2.2).
    """
    found: list[Field] = []
    at, opening = 0, len(data) - len(data.lstrip(b"\r\n"))
    while at < len(data):
        begin = max(at, opening)
        end = data.find(b"\n", begin) + 1 or len(data)
        line = data[begin:end].rstrip(b"\r\n")
        found.append(_line(line, start + at, start + end, first=not found))
        at = end
        if not line:
            return found + _content(data, at, start)
    return found


def _content(data: bytes, at: int, start: int) -> list[Field]:
    """The content, from the place `at` of a message; in chunks, each after its size."""
    if not http.is_chunked(data[:at]):
        return _data(data[at:], start + at)
    found: list[Field] = []
    for size_end, end, length in http.chunks(data, at):
        found.append(Field("chunk size", start + at, start + size_end, f"{length} bytes"))
        name = "data" if length else "end of chunks"
        found += _data(data[size_end:end], start + size_end, name)
        at = end
    return found + _data(data[at:], start + at)


def _line(line: bytes, start: int, end: int, first: bool) -> Field:
    text = line.decode("latin-1")
    if first or not line:
        return Field("start line" if line else "empty line", start, end, text)
    name, _, value = text.partition(":")
    return Field(name, start, end, value.strip())


def _udp(octets: bytes) -> list[Field]:
    values = struct.unpack("!HHHH", octets[:8])
    shown = [*map(str, values[:3]), f"0x{values[3]:04x}"]
    return [Field(name, 2 * n, 2 * n + width, shown[n]) for n, (name, width) in enumerate(_UDP)]


def _tcp(octets: bytes) -> list[Field]:
    source, target, seq, ack, bits, window, total, _ = struct.unpack("!HHIIHHHH", octets[:20])
    length = (bits >> 12) * 4
    found = [
        Field("source port", 0, 2, str(source)),
        Field("destination port", 2, 4, str(target)),
        Field("sequence number", 4, 8, str(seq)),
        Field("acknowledgment number", 8, 12, str(ack)),
        Field("data offset, control bits", 12, 14, f"{length} bytes, {_control(bits)}"),
        Field("window", 14, 16, str(window)),
        Field("checksum", 16, 18, f"0x{total:04x}"),
        Field("urgent pointer", 18, 20, "0"),
    ]
    return found + _options(octets[20:length])


def _control(bits: int) -> str:
    return " ".join(name for name in _BITS if bits & Control[name].value) or "none"


def _options(options: bytes) -> list[Field]:
    """The only option that the lab writes is the maximum segment size."""
    if not options:
        return []
    return [Field("maximum segment size", 20, 24, str(int.from_bytes(options[2:4])))]


def _icmp(octets: bytes) -> list[Field]:
    return [
        Field("type", 0, 1, f"{octets[0]} (destination unreachable)"),
        Field("code", 1, 2, f"{octets[1]} (port unreachable)"),
        Field("checksum", 2, 4, f"0x{int.from_bytes(octets[2:4]):04x}"),
        Field("unused", 4, 8, "0"),
    ]
