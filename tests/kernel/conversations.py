"""What two TCPs said to each other, whoever they are, once the accidents of one run are taken out.

Ports, first sequence numbers, the cut into segments and the moments are each run's own. What stays
must be the same in the lab and between two kernels: who opens, who closes, and every byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dns.message import from_wire

from lab.effects import Address
from lab.record import Control, Packet

BITS = (Control.SYN, Control.FIN, Control.RST)
Flow = frozenset[Address]


@dataclass
class Direction:
    """What one end sends: the number of its SYN, its bytes by their place in the stream."""

    first: int = 0
    pieces: dict[int, bytes] = field(default_factory=dict)

    def take(self, packet: Packet) -> None:
        """One more segment of this direction."""
        if Control.SYN in packet.control:
            self.first = packet.seq
        if packet.data:
            self.pieces[(packet.seq - self.first - 1) % 2**32] = packet.data

    def stream(self) -> bytes:
        """All the bytes in their order. AssertionError if one is missing."""
        whole = b""
        for place, data in sorted(self.pieces.items()):
            assert place <= len(whole), f"{place - len(whole)} bytes are missing at {len(whole)}"
            whole = whole[:place] + data
        return whole


@dataclass
class Conversation:
    """One connection: `events` are the bits that open and close it, in order, each once."""

    client: Address
    server: Address
    events: list[tuple[str, str]] = field(default_factory=list)
    asked: Direction = field(default_factory=Direction)
    answered: Direction = field(default_factory=Direction)

    def take(self, packet: Packet) -> None:
        """One more segment, as its sender let it go."""
        ours = packet.source == self.client
        (self.asked if ours else self.answered).take(packet)
        for bit in BITS:
            event = ("client" if ours else "server", str(bit.name))
            if bit in packet.control and event not in self.events:
                self.events.append(event)

    def told(self) -> dict[str, object]:
        """What must be the same in every run."""
        answer = re.sub(rb"(?<=\r\nDate: )[^\r]*", b"now", self.answered.stream())
        events, asked = self.events, self.asked.stream()
        return {"to": self.server, "events": events, "asked": asked, "answered": answer}


def conversations(packets: Iterable[Packet]) -> list[Conversation]:
    """The connections among these packets, in the order in which they were opened."""
    found: dict[Flow, Conversation] = {}
    for packet in packets:
        if packet.protocol == "tcp":
            flow = frozenset((packet.source, packet.destination))
            found.setdefault(flow, Conversation(packet.source, packet.destination)).take(packet)
    return list(found.values())


def questions(packets: Iterable[Packet]) -> set[str]:
    """The names and types asked in datagrams: one kernel asks at once what another asks in turn."""
    asked = [p.data for p in packets if p.protocol == "udp" and p.destination[1] == 53]
    return {str(from_wire(data).question[0]) for data in asked}


def is_over(conversation: Conversation, packets: Iterable[Packet]) -> bool:
    """Both ends have said goodbye, and each has heard the other's; or one has cut."""
    goodbyes: dict[Address, int] = {}
    heard: dict[Address, int] = {}
    for packet in packets:
        if {packet.source, packet.destination} == {conversation.client, conversation.server}:
            if Control.RST in packet.control:
                return True
            if Control.FIN in packet.control:
                goodbyes[packet.source] = packet.seq + len(packet.data) + 1
            heard[packet.destination] = packet.ack
    return len(goodbyes) == 2 and all(heard.get(who) == at % 2**32 for who, at in goodbyes.items())
