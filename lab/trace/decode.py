"""From packets to words, one message per packet: so no packet can be hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from lab.effects import Address
from lab.record import Packet
from lab.trace import dns, icmp, tcp
from lab.trace.message import Message, Told, glimpse, printable, size

Questions = dict[tuple[Address, Address], set[bytes]]
"""The ids of the questions asked so far, by who asked whom."""


def decode(
    packets: Sequence[Packet], names: Mapping[str, str], most: int | None = None
) -> list[Message]:
    """What each packet says, or each of the first `most`, in the light of those that follow.

    `names` gives a host name for an IP address, kept as it is if unknown. Message *n* of the list
    is frame *n* + 1 of the capture that `lab.trace.pcap` writes.
    """
    streams = tcp.tell(packets)
    asked: Questions = {}
    first = list(islice(packets, most))
    told = (next(streams) if p.protocol == "tcp" else _told(p, asked) for p in first)
    return [_message(packet, each, names) for packet, each in zip(first, told, strict=True)]


def _told(packet: Packet, asked: Questions) -> Told:
    if packet.protocol == "icmp":
        return icmp.tell(packet)
    ports = (packet.source[1], packet.destination[1])
    if dns.PORT in ports:
        return _dns(packet, asked)
    raw = f"{glimpse(packet.data)} ({size(packet.data)}, port {ports[1]})"
    return Told("UDP", raw, raw, (packet,))


def _dns(packet: Packet, asked: Questions) -> Told:
    """A DNS message; a reply to a question that has another id is said to be so (RFC 5452 §4)."""
    summary, short = dns.tell(packet.data)
    ident, reply = packet.data[:2], dns.is_response(packet.data)
    if not reply:
        asked.setdefault((packet.source, packet.destination), set()).add(ident)
    elif ident not in asked.get((packet.destination, packet.source), {ident}):
        summary, short = f"wrong id, {summary}", f"wrong id, {short}"
    return Told("DNS", summary, short, (packet,), reply)


def _message(packet: Packet, told: Told, names: Mapping[str, str]) -> Message:
    (source, _), (destination, _) = packet.source, packet.destination
    return Message(
        time=packet.time,
        source=printable(names.get(source, source)),
        destination=printable(names.get(destination, destination)),
        protocol=told.protocol,
        summary=printable(told.summary),
        lost=packet.lost,
        packets=told.packets,
        short=printable(told.short),
        reply=told.reply,
        minor=told.minor,
        begins=told.begins,
    )
