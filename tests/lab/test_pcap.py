"""The capture is read back by a reader that shares nothing with the writer, checksums included."""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from lab.record import Control, Packet
from lab.trace import pcap

from .test_trace import LAPTOP, WEB, exchange

LAPTOP6, WEB6 = "2001:db8::23", "2001:db8:113::10"
BOTH = pytest.mark.parametrize(("laptop", "web"), [(LAPTOP, WEB), (LAPTOP6, WEB6)])


@dataclass
class Frame:
    """A frame of a capture, as far as IP."""

    microseconds: int
    source: str
    destination: str
    protocol: int
    octets: bytes

    def whole(self) -> bool:
        """Whether the checksum of the transport is right."""
        ends = b"".join(ipaddress.ip_address(a).packed for a in (self.source, self.destination))
        length = len(self.octets)
        if self.protocol == 1:
            ends = b""
        elif len(ends) == 8:
            ends += bytes([0, self.protocol]) + length.to_bytes(2)
        else:
            ends += length.to_bytes(4) + bytes([0, 0, 0, self.protocol])
        return total(ends + self.octets) == 0xFFFF


def total(data: bytes) -> int:
    """The sum of RFC 1071 §1, one 16-bit word at a time."""
    result = 0
    for n in range(0, len(data), 2):
        result += int.from_bytes(data[n : n + 2].ljust(2, b"\0"))
        result = (result & 0xFFFF) + (result >> 16)
    return result


def read(capture: bytes) -> Iterator[Frame]:
    """The frames of a classic pcap file of IP packets."""
    assert capture[:24] == struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101)
    place = 24
    while place < len(capture):
        seconds, micro, kept, length = struct.unpack_from("<IIII", capture, place)
        assert kept == length and micro < 1_000_000
        place += 16 + length
        yield parsed(seconds * 1_000_000 + micro, capture[place - length : place])


def parsed(time: int, octets: bytes) -> Frame:
    if octets[0] >> 4 == 6:
        assert int.from_bytes(octets[4:6]) == len(octets) - 40
        source, target = (str(ipaddress.IPv6Address(octets[n : n + 16])) for n in (8, 24))
        return Frame(time, source, target, octets[6], octets[40:])
    assert octets[0] == 0x45 and int.from_bytes(octets[2:4]) == len(octets)
    assert total(octets[:20]) == 0xFFFF
    source, target = (str(ipaddress.IPv4Address(octets[n : n + 4])) for n in (12, 16))
    return Frame(time, source, target, octets[9], octets[20:])


def one(packet: Packet, epoch: int = 0) -> Frame:
    (frame,) = read(pcap.render([packet], epoch))
    assert frame.whole()
    assert (frame.source, frame.destination) == (packet.source[0], packet.destination[0])
    return frame


def test_an_exchange_is_whole_lost_packets_included() -> None:
    packets = exchange(lost=1).packets
    frames = list(read(pcap.render(packets, 1_790_000_000)))
    assert len(frames) == len(packets) and all(frame.whole() for frame in frames)
    assert [f.microseconds - 1_790_000_000_000_000 for f in frames] == [
        n * 10_000 for n in range(len(packets))
    ]
    assert b"".join(f.octets[20:] for f in frames[4:]) == b"".join(p.data for p in packets[4:])


@BOTH
@pytest.mark.parametrize("control", [Control.SYN, Control.SYN | Control.ACK, Control.ACK])
def test_tcp(laptop: str, web: str, control: Control) -> None:
    packet = Packet(1.5, "tcp", (laptop, 50000), (web, 80), b"odd", 2**32 - 1, 7, control)
    frame = one(packet)
    assert frame.protocol == 6 and frame.microseconds == 1_500_000
    source, target, seq, ack, bits, _, _, urgent = struct.unpack("!HHIIHHHH", frame.octets[:20])
    assert (source, target, seq, urgent) == (50000, 80, 2**32 - 1, 0)
    assert ack == (7 if Control.ACK in control else 0)
    assert bits & 0x1FF == control.value
    options = frame.octets[20 : (bits >> 12) * 4]
    mss = b"\x02\x04" + (1440 if ":" in laptop else 1460).to_bytes(2)
    assert options == (mss if Control.SYN in control else b"")
    assert frame.octets[(bits >> 12) * 4 :] == b"odd"


@BOTH
@pytest.mark.parametrize("data", [b"", b"odd", b"x" * 1300])
def test_udp_and_its_refusal(laptop: str, web: str, data: bytes) -> None:
    sent = one(Packet(0, "udp", (laptop, 40000), (web, 7), data))
    assert sent.protocol == 17 and sent.octets[8:] == data
    assert struct.unpack("!HHH", sent.octets[:6]) == (40000, 7, 8 + len(data))
    refused = one(Packet(0, "icmp", (web, 7), (laptop, 40000), data))
    six = ":" in laptop
    assert refused.protocol == (58 if six else 1)
    assert refused.octets[:2] == (b"\x01\x04" if six else b"\x03\x03")
    header = 8 + (40 if six else 20)
    assert refused.octets[header:] == sent.octets[: len(refused.octets) - header]
    assert len(refused.octets) <= (1240 if six else 556)


def test_a_udp_checksum_of_zero_is_sent_as_all_ones() -> None:
    def sums(word: int) -> int:
        packet = Packet(0, "udp", (LAPTOP, 1), (WEB, 1), word.to_bytes(2))
        return int.from_bytes(one(packet).octets[6:8])

    assert sums(sums(0)) == 0xFFFF


def test_a_datagram_longer_than_ip_is_cut() -> None:
    assert len(one(Packet(0, "udp", (LAPTOP, 1), (WEB, 1), bytes(70_000))).octets) == 65_008
