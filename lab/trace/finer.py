"""What a field means here, not in general: a query asks in the bits that a response answers in.

An entry of explained.toml named "field = variant" takes the place of that named "field" where the
variant is what is found here; `{}` in its sentences stands for the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lab.record import Control
from lab.trace.message import Field, Message
from lab.trace.wire import transport

Key = tuple[str, str]
"""A layer, and the name of an entry of it."""
_POINTER = 0x3FFF
_POINTED = "pointer"
_ALONE = {Control.SYN: "syn", Control.RST: "rst"}


def finer(key: Key, field: Field, message: Message, known: Mapping[str, object]) -> Key:
    """The most precise entry, among those `known` of its layer, for a field of a message."""
    layer, name = key
    for variant in _variants(layer, name, field, message):
        if f"{name} = {variant}" in known:
            return layer, f"{name} = {variant}"
    return key


def detail(key: Key, field: Field, message: Message, separator: str) -> str:
    """What `{}` stands for: the value, or where the pointer of a compressed name leads.

    A number has `separator` between its thousands.
    """
    if key[1].endswith(f"= {_POINTED}"):
        octets = transport(message.packets[0])[field.start : field.end]
        return str(int.from_bytes(octets) & _POINTER)
    is_number = field.value.isascii() and field.value.isdigit()
    return f"{int(field.value):,}".replace(",", separator) if is_number else field.value


def _variants(layer: str, name: str, field: Field, message: Message) -> Iterator[str]:
    if (layer, name) in _OWN:
        yield from _OWN[layer, name](field, message)
    yield field.value.lower()
    yield "reply" if message.reply else "first"


def _sequence(field: Field, message: Message) -> Iterator[str]:
    packet = message.packets[0]
    yield from (name for bit, name in _ALONE.items() if bit in packet.control)
    if not packet.data:
        yield "fin" if Control.FIN in packet.control else "nothing"


def _acknowledgment(field: Field, message: Message) -> Iterator[str]:
    if Control.ACK not in message.packets[0].control:
        yield "none"


def _control(field: Field, message: Message) -> Iterator[str]:
    yield field.value.partition(", ")[2].lower()


def _flags(field: Field, message: Message) -> Iterator[str]:
    """A query with RD or without; a response by its code, or else by its first bit."""
    kind, _, _, *bits, code = field.value.lower().split()
    if kind == "response" and code != "noerror":
        yield code
    yield from (f"{kind} {bit}" for bit in ("tc", "aa", "ra", "rd") if bit in bits)
    yield kind


def _count(field: Field, message: Message) -> Iterator[str]:
    if not message.reply:
        yield "first"


def _ident(field: Field, message: Message) -> Iterator[str]:
    if message.summary.startswith("wrong id"):
        yield "wrong"


def _name(field: Field, message: Message) -> Iterator[str]:
    """Two bytes can only be a pointer: the root takes one, and any label two and more."""
    if field.end - field.start == 2:
        yield _POINTED
    elif transport(message.packets[0])[field.end - 2] >= 0xC0 and field.value != ".":
        yield "partly"


def _first_word(field: Field, message: Message) -> Iterator[str]:
    yield re.split("[ ,]", field.value)[0].lower()


def _status(field: Field, message: Message) -> Iterator[str]:
    code = re.match(r"HTTP/\S+ (\d)(\d\d)", field.value)
    if code:
        yield from (code[1] + code[2], f"{code[1]}xx")


def _rest(field: Field, message: Message) -> Iterator[str]:
    yield message.protocol.lower()


_OWN: dict[Key, Callable[[Field, Message], Iterator[str]]] = {
    ("tcp", "sequence number"): _sequence,
    ("tcp", "acknowledgment number"): _acknowledgment,
    ("tcp", "data offset, control bits"): _control,
    ("dns", "id"): _ident,
    ("dns", "flags"): _flags,
    ("dns", "answers"): _count,
    ("dns", "record: name"): _name,
    ("http", "request line"): _first_word,
    ("http", "status line"): _status,
    ("http", "cache-control"): _first_word,
    ("data", "data"): _rest,
}
