"""What crossed the wire, packet by packet: the only thing that the site shows as an exchange.

The network writes it, and nobody edits it: traces, diagrams and captures are all read from here,
so none of them can show what did not happen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag
from typing import Literal

from lab.effects import Address

Protocol = Literal["udp", "tcp", "icmp"]


class Control(Flag):
    """TCP's control bits, with their values on the wire (RFC 9293 §3.1)."""

    NONE = 0
    FIN = 1
    SYN = 2
    RST = 4
    PSH = 8
    ACK = 16


@dataclass(frozen=True)
class Packet:
    """One packet, as its sender let it go.

    `time` is in virtual seconds since the lab started. `data` is the payload of UDP or TCP; of
    ICMP, it is the packet that could not be delivered (an IP header is not included), and the two
    ports are those of that packet, turned round. A `lost` packet left and arrived nowhere.
    `seq` and `ack` are absolute 32-bit numbers, as on the wire.
    """

    time: float
    protocol: Protocol
    source: Address
    destination: Address
    data: bytes = b""
    seq: int = 0
    ack: int = 0
    control: Control = Control.NONE
    lost: bool = False

    def turned(
        self,
        *,
        protocol: Protocol | None = None,
        data: bytes = b"",
        seq: int = 0,
        ack: int = 0,
        control: Control = Control.NONE,
    ) -> Packet:
        """A packet from where this one went to where it came from."""
        protocol = protocol or self.protocol
        return Packet(self.time, protocol, self.destination, self.source, data, seq, ack, control)
