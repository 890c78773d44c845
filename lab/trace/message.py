"""A packet is told at length in a trace and shortly on an arrow: one value has both."""

from __future__ import annotations

from dataclasses import dataclass

from lab.record import Packet

_SHOWN = 16
_SHOWN_TEXT = 32


@dataclass(frozen=True)
class Told:
    """What a decoder has to say of one packet.

    `short` is for an arrow of a diagram. A `reply` goes back to whoever spoke first. `minor` is
    an acknowledgement of data and nothing else. `packets` begins with the packet itself and goes
    on with those that carry the rest of what it begins. `begins` are the places, in the packet's
    data, where a message of its stream begins.
    """

    protocol: str
    summary: str
    short: str
    packets: tuple[Packet, ...]
    reply: bool = False
    minor: bool = False
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class Message:
    """One packet in words: `source` and `destination` are host names, `time` is in seconds."""

    time: float
    source: str
    destination: str
    protocol: str
    summary: str
    lost: bool
    packets: tuple[Packet, ...]
    short: str
    reply: bool = False
    minor: bool = False
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class Field:
    """A part of a packet: the bytes `start` to `end` (not included) of `wire.transport(packet)`."""

    name: str
    start: int
    end: int
    value: str


def printable(text: str) -> str:
    """`text` on one line, with nothing that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` characters, an ellipsis standing for what is left out."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def size(data: bytes) -> str:
    """A length in words: "1 byte", "1460 bytes"."""
    return f"{len(data)} byte" + "s" * (len(data) != 1)


def glimpse(data: bytes) -> str:
    """The first bytes of what is in no known protocol, as text if they are ASCII, else in hex."""
    if not data:
        return "empty"
    text = data[:_SHOWN_TEXT]
    if all(32 <= byte < 127 or byte in b"\t\r\n" for byte in text):
        return f'"{printable(text.decode("ascii"))}{"…" * (len(data) > _SHOWN_TEXT)}"'
    return data[:_SHOWN].hex() + "…" * (len(data) > _SHOWN)
