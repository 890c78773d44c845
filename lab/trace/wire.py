"""The record holds what mattered to the sender: these are its bytes, as a link carries them.

The lab's hosts exchange values, not octets, so the headers are made here: the same for a capture
and for the fields of a message. No IP option, no fragment, TTL 64.
"""

from __future__ import annotations

import ipaddress
import struct

from lab.effects import Address
from lab.record import Control, Packet

LONGEST = 65_000
"""Bytes of payload; beyond, they are cut: IP could not carry them in one packet."""
_MTU = 1500
_WINDOW = 65535
_NUMBERS = {"tcp": 6, "udp": 17, "icmp": 1, "icmp6": 58}


def datagram(packet: Packet) -> bytes:
    """The whole IP packet (RFC 791, RFC 8200)."""
    payload = transport(packet)
    return _ip(packet.source[0], packet.destination[0], _number(packet), len(payload)) + payload


def transport(packet: Packet) -> bytes:
    """What the IP packet carries: the TCP, UDP or ICMP header and its data, checksum included."""
    build = {"tcp": _tcp, "udp": _udp, "icmp": _icmp}[packet.protocol]
    return build(packet)


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071): 0 if `data` holds its own, right."""
    data += b"\0" * (len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def is_ipv6(packet: Packet) -> bool:
    """Whether the packet travels over IPv6."""
    return ":" in packet.source[0]


def _ip(source: str, destination: str, number: int, length: int) -> bytes:
    ends = _packed(source) + _packed(destination)
    if len(ends) == 32:
        return struct.pack("!IHBB", 6 << 28, length, number, 64) + ends
    first = struct.pack("!BBHHHBB", 0x45, 0, 20 + length, 0, 0x4000, 64, number)
    return first + struct.pack("!H", checksum(first + ends)) + ends


def _packed(address: str) -> bytes:
    return ipaddress.ip_address(address).packed


def _number(packet: Packet) -> int:
    return _NUMBERS["icmp6" if packet.protocol == "icmp" and is_ipv6(packet) else packet.protocol]


def _pseudo(source: str, destination: str, number: int, length: int) -> bytes:
    """What the checksum covers besides the segment (RFC 9293 §3.1, RFC 8200 §8.1).

    It is laid out as for IPv6; a sum does not depend on the order, so it also serves for IPv4.
    """
    return _packed(source) + _packed(destination) + struct.pack("!IHBB", length, 0, 0, number)


def _tcp(packet: Packet) -> bytes:
    options = _options(packet)
    offset = (20 + len(options)) // 4 << 12
    ports = struct.pack("!HH", packet.source[1], packet.destination[1])
    ack = packet.ack if Control.ACK in packet.control else 0
    numbers = struct.pack("!IIHH", packet.seq, ack, offset | packet.control.value, _WINDOW)
    body = ports + numbers + b"\0\0\0\0" + options + packet.data[:LONGEST]
    return _summed(packet, body, 16)


def _options(packet: Packet) -> bytes:
    """The maximum segment size, said in the SYN (RFC 9293 §3.7.1): what Ethernet allows."""
    if Control.SYN not in packet.control:
        return b""
    return struct.pack("!BBH", 2, 4, _MTU - (60 if is_ipv6(packet) else 40))


def _udp(packet: Packet) -> bytes:
    return _udp_between(packet, packet.source, packet.destination)


def _udp_between(packet: Packet, source: Address, destination: Address) -> bytes:
    data = packet.data[:LONGEST]
    body = struct.pack("!HHHH", source[1], destination[1], 8 + len(data), 0) + data
    pseudo = _pseudo(source[0], destination[0], _NUMBERS["udp"], len(body))
    total = checksum(pseudo + body) or 0xFFFF  # 0 would mean "no checksum" (RFC 768)
    return body[:6] + struct.pack("!H", total) + body[8:]


def _icmp(packet: Packet) -> bytes:
    """Port unreachable: type 3 code 3 (RFC 792), or type 1 code 4 over IPv6 (RFC 4443 §3.1)."""
    quoted = _udp_between(packet, packet.destination, packet.source)
    header = _ip(packet.destination[0], packet.source[0], _NUMBERS["udp"], len(quoted))
    kind = b"\x01\x04" if is_ipv6(packet) else b"\x03\x03"
    body = kind + bytes(6) + header + quoted
    return _summed(packet, body[: _longest_error(packet)], 2)


def _longest_error(packet: Packet) -> int:
    """As much of the packet as fits in 576 bytes (RFC 1812 §4.3.2.3), or in 1280 over IPv6."""
    return 1280 - 40 if is_ipv6(packet) else 576 - 20


def _summed(packet: Packet, body: bytes, at: int) -> bytes:
    """`body` with its checksum, on two bytes, at the place `at`, where it holds zeros."""
    pseudo = _pseudo(packet.source[0], packet.destination[0], _number(packet), len(body))
    covered = body if packet.protocol == "icmp" and not is_ipv6(packet) else pseudo + body
    return body[:at] + struct.pack("!H", checksum(covered)) + body[at + 2 :]
