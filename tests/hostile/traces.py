"""What every trace promises, whatever the packets: words for each of them, and no byte lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from html import unescape

from lab.record import Control, Packet, Protocol
from lab.trace import as_html, as_json, mermaid, pcap, text
from lab.trace.decode import decode
from lab.trace.fields import fields
from lab.trace.message import Message
from lab.trace.wire import transport

LAPTOP, SERVER = "192.0.2.23", "203.0.113.10"
PORTS = (53, 80, 443, 7)
PROTOCOLS: tuple[Protocol, ...] = ("tcp", "tcp", "tcp", "tcp", "tcp", "udp", "udp", "icmp")
CELL = re.compile(r"<tr><td><code>([^<]*)</code></td><th>")
FOLDED = re.compile(r'<data value="([0-9a-f]*)" data-f="([^"]*)"></data>')


def told(packets: Sequence[Packet]) -> list[Message]:
    """The messages of `packets`, after a look at all that is made of them."""
    messages = decode(packets, {LAPTOP: "laptop"})
    assert [message.packets[0] for message in messages] == list(packets)
    for message in messages:
        expect_every_byte(message)
    expect_every_byte_shown(messages)
    assert len(text.render(messages).splitlines()) == len(packets)
    assert all(map(str.isprintable, mermaid.render(messages).splitlines()))
    as_json.render(messages)
    assert len(pcap.render(packets)) >= 24
    return messages


def expect_every_byte(message: Message) -> None:
    """Each byte of a packet is in exactly one field."""
    octets = transport(message.packets[0])
    at = 0
    for field in fields(message):
        assert field.start == at < field.end, f"byte {at}: {message.summary}, {field}"
        at = field.end
    assert at == len(octets), f"byte {at}: {message.summary}, in no field"


def expect_every_byte_shown(messages: Sequence[Message]) -> None:
    """The view of a page has the bytes of each packet, those of the folded ones too."""
    page = as_html.render(messages, "en", "hostile")
    octets = "".join(transport(message.packets[0]).hex() for message in messages)
    shown = octets_shown(page).hex()
    folded = [(value, unescape(data)) for value, data in FOLDED.findall(page)]
    assert shown + "".join(value for value, _ in folded) == octets
    for value, data in folded:
        assert data.split("\n")[-1].split("\t")[0] == str(len(value) // 2)


def octets_shown(page: str) -> bytes:
    """The bytes that the first column says, in hexadecimal or as a text of Python."""
    cells = map(unescape, CELL.findall(page))
    return b"".join(
        ast.literal_eval(cell).encode() if cell.startswith('"') else bytes.fromhex(cell)
        for cell in cells
    )


def packets_in(data: bytes) -> list[Packet]:
    """Any bytes as a record: six bytes about each packet, then its payload."""
    packets: list[Packet] = []
    while len(data) > 6 and len(packets) < 80:
        packets.append(_packet(data[:6], data[6 : 6 + data[5]], len(packets)))
        data = data[6 + data[5] :]
    return packets


def _packet(about: bytes, payload: bytes, number: int) -> Packet:
    kind, port, control, seq, ack, _ = about
    ends = ((LAPTOP, 50_000), (SERVER, PORTS[port % len(PORTS)]))
    there, back = ends if kind & 8 else ends[::-1]
    protocol = PROTOCOLS[kind & 7]
    numbers = (seq - 2) % 2**32, (ack - 2) % 2**32
    return Packet(
        number / 100, protocol, there, back, payload, *numbers, Control(control & 31),
        lost=bool(kind & 16),
    )  # fmt: skip
