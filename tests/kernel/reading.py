"""From octets that a kernel sent to the lab's own packets: so the lab's decoders can tell both.

It reads what the lab never has to: headers made by others. It believes no field that it can check.
"""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterator
from pathlib import Path

from lab.record import Control, Packet, Protocol
from lab.trace.wire import checksum

PROTOCOLS: dict[int, Protocol] = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmp"}
_RAW = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 101)


def capture(path: Path) -> list[tuple[float, bytes]]:
    """The packets of a capture file as lab.trace.pcap writes them, each with its Unix time."""
    octets = path.read_bytes()
    assert octets[:24] == _RAW, f"{path.name} is no capture of IP packets"
    return list(_frames(octets[24:]))


def _frames(octets: bytes) -> Iterator[tuple[float, bytes]]:
    while octets:
        seconds, rest, kept, whole = struct.unpack("<IIII", octets[:16])
        assert kept == whole <= len(octets) - 16, "a packet was cut"
        yield seconds + rest / 1_000_000, octets[16 : 16 + kept]
        octets = octets[16 + kept :]


def ends(octets: bytes) -> tuple[str, str]:
    """The two addresses of an IP packet: its source, its destination."""
    at, size = (8, 16) if octets[0] >> 4 == 6 else (12, 4)
    source, destination = octets[at : at + size], octets[at + size : at + 2 * size]
    return str(ipaddress.ip_address(source)), str(ipaddress.ip_address(destination))


def inside(octets: bytes) -> tuple[Protocol, bytes]:
    """What an IP packet carries, without options of IPv6 (none is used here), and its protocol."""
    if octets[0] >> 4 == 6:
        return PROTOCOLS[octets[6]], octets[40:]
    return PROTOCOLS[octets[9]], octets[(octets[0] & 15) * 4 :]


def packet(time: float, octets: bytes) -> Packet:
    """The packet as the lab's record holds it. Of ICMP, what could not be delivered."""
    protocol, body = inside(octets)
    source, destination = ends(octets)
    if protocol == "icmp":
        _, refused = inside(body[8:])
        there, here = struct.unpack("!HH", refused[:4])
        return Packet(time, protocol, (source, here), (destination, there), refused[8:])
    ports = struct.unpack("!HH", body[:4])
    peers = (source, ports[0]), (destination, ports[1])
    if protocol == "udp":
        return Packet(time, protocol, *peers, body[8:])
    seq, ack, length, control = struct.unpack("!IIBB", body[4:14])
    bits = Control(control & 31)
    return Packet(time, protocol, *peers, body[(length >> 4) * 4 :], seq, ack, bits)


def is_whole(octets: bytes) -> bool:
    """Whether the lengths and the checksums of a packet are right: IP, and TCP, UDP or ICMP."""
    protocol, body = inside(octets)
    six = octets[0] >> 4 == 6
    length = struct.unpack("!H", octets[4:6])[0] + 40 if six else octets[2] << 8 | octets[3]
    head = 0 if six else checksum(octets[: len(octets) - len(body)])
    addresses = octets[8:40] if six else octets[12:20]
    number = octets[6] if six else octets[9]
    pseudo = addresses + struct.pack("!IHBB", len(body), 0, 0, number)
    covered = body if protocol == "icmp" and not six else pseudo + body
    return bool(length == len(octets) and head == 0 and checksum(covered) == 0)
