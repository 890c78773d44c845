"""The record as a capture file, so that Wireshark, which knows nothing of the lab, can check it.

The capture is taken at each sender: a lost packet is in it, and nothing in the file says that it
was lost; its retransmission does. A capture holds IP packets (LINKTYPE_RAW): the lab has no link.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from lab.record import Packet
from lab.trace.wire import datagram

_MAGIC = 0xA1B2C3D4
_LINKTYPE_RAW = 101
_SNAPLEN = 262_144
_MICROSECONDS = 1_000_000


def render(packets: Iterable[Packet], epoch: int = 0) -> bytes:
    """A classic pcap file, in microseconds; `epoch` is the Unix time at which the lab started."""
    return written((epoch + packet.time, datagram(packet)) for packet in packets)


def written(frames: Iterable[tuple[float, bytes]]) -> bytes:
    """The same for IP packets that are octets already, each with its Unix time."""
    header = struct.pack("<IHHiIII", _MAGIC, 2, 4, 0, 0, _SNAPLEN, _LINKTYPE_RAW)
    return header + b"".join(_frame(time, octets) for time, octets in frames)


def _frame(time: float, octets: bytes) -> bytes:
    seconds, rest = divmod(round(time * _MICROSECONDS), _MICROSECONDS)
    return struct.pack("<IIII", seconds, rest, len(octets), len(octets)) + octets
