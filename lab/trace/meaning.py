"""What a field means depends on where it stands: "length" is not the same in UDP and in the DNS.

The sentences are data, explained.toml; here a field only finds its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lab.trace.fields import fields
from lab.trace.finer import Key, detail, finer
from lab.trace.message import Field, Message
from lab.trace.wire import transport

REST = "*"
"""The entry of a layer for the names that nobody can foresee: header fields, extensions."""
_RECORD = re.compile(r"((?:answer|authority|additional) \d+): ")
_CHUNKS = ("chunk size", "end of chunks")
_EXPLAINED = files("lab.trace").joinpath("explained.toml")


class Explained(NamedTuple):
    """One field of a message: the key of its entry, the sentence, and its source, an RFC."""

    field: Field
    key: Key
    sentence: str
    source: str


@cache
def entries() -> dict[str, dict[str, dict[str, str]]]:
    """explained.toml: by layer, then by name; each entry has `fr`, `en` and `rfc`."""
    return tomllib.loads(_EXPLAINED.read_text("utf-8"))


def words(language: str) -> dict[str, str]:
    """What the view says around the fields. KeyError if it does not speak this language."""
    return entries()["words"][language]


def explained(message: Message, language: str) -> list[Explained]:
    """The fields of a message, each with its meaning in `language`."""
    return [_explained(field, key, message, language) for field, key in keys(message)]


def _explained(field: Field, key: Key, message: Message, language: str) -> Explained:
    layer, name = key
    entry = entries()[layer][name]
    sentence = entry[language]
    if "{}" in sentence:
        sentence = sentence.replace("{}", detail(key, field, message, words(language)["thousands"]))
    return Explained(field, key, sentence, entry["rfc"])


def keys(message: Message) -> Iterator[tuple[Field, Key]]:
    """Each field of a message with the layer and the name of its entry, the most precise one."""
    for field, key in _general(message):
        yield field, finer(key, field, message, entries()[key[0]])


def _general(message: Message) -> Iterator[tuple[Field, Key]]:
    found = fields(message)
    transported = message.packets[0].protocol
    end = _header_end(message)
    for field in found:
        if field.start < end:
            yield field, (transported, field.name)
    for part in _parts([field for field in found if field.start >= end], message, end):
        yield from zip(part, _payload_keys(message, part), strict=True)


def _parts(payload: list[Field], message: Message, start: int) -> list[list[Field]]:
    """The fields of each message of a segment, and those of the end of one that began before."""
    parts: list[list[Field]] = []
    begins = frozenset(message.begins)
    for field in payload:
        if not parts or field.start - start in begins:
            parts.append([])
        parts[-1].append(field)
    return parts


def _header_end(message: Message) -> int:
    packet = message.packets[0]
    return (transport(packet)[12] >> 4) * 4 if packet.protocol == "tcp" else 8


def _payload_keys(message: Message, payload: list[Field]) -> list[Key]:
    """The payload's first field says what it is: see `lab.trace.fields`."""
    if payload[0].name == "start line":
        return [("http", name) for name in _http(payload)]
    if message.protocol == "DNS" and payload[0].name != "data":
        return [("dns", name) for name in _dns(payload)]
    if message.protocol == "TLS":
        return [("tls", _known("tls", field.name)) for field in payload]
    return [_opaque(message)]


def _opaque(message: Message) -> Key:
    protocol = message.packets[0].protocol
    return {"icmp": ("icmp", "data"), "udp": ("data", "datagram")}.get(protocol, ("data", "data"))


def _known(layer: str, name: str, otherwise: str = REST) -> str:
    return name if name in entries()[layer] else otherwise


def _http(payload: list[Field]) -> Iterator[str]:
    """A header field may have any name, "data" or "content" too: only its place tells."""
    yield "status line" if payload[0].value.startswith("HTTP/") else "request line"
    ended = False
    for field in payload[1:]:
        if ended:
            yield field.name if field.name in _CHUNKS else "content"
        elif field.name == "empty line" and not field.value:
            ended = True
            yield "empty line"
        else:
            yield _header(field.name.lower())


def _header(name: str) -> str:
    own = ("request line", "status line", "empty line", "content", *_CHUNKS)
    return REST if name in own or " = " in name else _known("http", name)


def _dns(payload: list[Field]) -> Iterator[str]:
    types = {f.name.removesuffix(": type"): f.value for f in payload if f.name.endswith(": type")}
    for field in payload:
        match = _RECORD.match(field.name)
        yield _record(field.name[match.end() :], types[match[1]]) if match else field.name


def _record(part: str, kind: str) -> str:
    """The entry of a part of a record: OPT makes another use of each, data differ with the type."""
    if kind == "OPT":
        return f"OPT: {part}"
    return _known("dns", f"data {kind}", "record: data") if part == "data" else f"record: {part}"
