"""Where each field of a TLS record lies, as far as a listener without the keys can tell.

Only the hellos are taken apart, the two messages that are never ciphered (RFC 8446 §4.1).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from lab.trace import tls, tls_names
from lab.trace import tls_hello as hello
from lab.trace.message import Field, glimpse, size

NAMES = {
    0: "server_name", 10: "supported_groups", 11: "ec_point_formats", 13: "signature_algorithms",
    16: "application_layer_protocol_negotiation", 21: "padding", 22: "encrypt_then_mac",
    23: "extended_master_secret", 35: "session_ticket", 43: "supported_versions", 44: "cookie",
    45: "psk_key_exchange_modes", 49: "post_handshake_auth", 51: "key_share",
    65281: "renegotiation_info",
}  # fmt: skip
"""The extensions that OpenSSL sends, by the names of IANA's registry."""


def fields(data: bytes, start: int) -> list[Field]:
    """The fields of the records of a segment, whose data begin with one at the place `start`."""
    found: list[Field] = []
    at = 0
    while tls.begins(data[at : at + tls.HEADER]):
        end = min(at + tls.HEADER + int.from_bytes(data[at + 3 : at + 5]), len(data))
        found += _record(data[at:end], start + at)
        at = end
    if at < len(data):
        found.append(_opaque("data", data[at:], start + at))
    return found


def _record(record: bytes, start: int) -> list[Field]:
    version, length = struct.unpack("!HH", record[1:5])
    header = [
        Field("record: type", start, start + 1, tls.TYPES[record[0]]),
        Field("record: version", start + 1, start + 3, hello.version(version)),
        Field("record: length", start + 3, start + 5, str(length)),
    ]
    fragment, at = record[tls.HEADER :], start + tls.HEADER
    if not fragment:
        return header
    if record[0] == tls.HANDSHAKE and fragment[0] in (1, 2):
        try:
            return header + list(_hello(fragment, at))
        except (IndexError, struct.error):
            pass
    return [*header, *_fragment(record[0], fragment, at)]


def _fragment(kind: int, fragment: bytes, start: int) -> list[Field]:
    """What a record carries that is no hello; an alert in clear is its level and its reason."""
    if kind == tls.ALERT and len(fragment) == 2:
        level, reason = tls.alert(fragment)
        return [
            Field("alert: level", start, start + 1, level),
            Field("alert: description", start + 1, start + 2, reason),
        ]
    names = {tls.CHANGE: "change_cipher_spec", tls.DATA: "encrypted_record"}
    return [_opaque(names.get(kind, "fragment"), fragment, start)]


def _opaque(name: str, data: bytes, start: int) -> Field:
    return Field(name, start, start + len(data), f"{glimpse(data)} ({size(data)})")


def _hello(message: bytes, start: int) -> Iterator[Field]:
    """A ClientHello or a ServerHello, with its handshake header of four bytes."""
    client, body, at = message[0] == 1, message[4:], start + 4
    yield Field("handshake: type", start, start + 1, tls.MESSAGES[message[0]])
    yield Field("handshake: length", start + 1, at, str(int.from_bytes(message[1:4])))
    yield Field("legacy_version", at, at + 2, hello.version(int.from_bytes(body[:2])))
    yield Field("random", at + 2, at + hello.RANDOM_END, body[2 : hello.RANDOM_END].hex())
    session_end = hello.session_end(body)
    yield Field("legacy_session_id", at + hello.RANDOM_END, at + session_end,
                size(body[hello.RANDOM_END + 1 : session_end]))  # fmt: skip
    if client:
        yield from _choices(body, at, session_end)
    else:
        yield _cipher_suite(body, at, session_end)
    end = hello.hello_end(body) if client else session_end + 3
    yield from _extensions(body, at, end, client)


def _choices(body: bytes, start: int, place: int) -> Iterator[Field]:
    count = int.from_bytes(body[place : place + 2]) // 2
    end = hello.hello_end(body)
    methods = end - 1 - body[place + 2 + 2 * count]
    suites = [int.from_bytes(body[at : at + 2]) for at in range(place + 2, methods, 2)]
    offered = f"{count} suites: {tls_names.named(suites, tls.CIPHERS)}"
    yield Field("cipher_suites", start + place, start + methods, offered)
    yield Field("legacy_compression_methods", start + methods, start + end, "none")


def _cipher_suite(body: bytes, start: int, place: int) -> Field:
    (suite,) = struct.unpack("!H", body[place : place + 2])
    named = tls.CIPHERS.get(suite, f"0x{suite:04x}")
    return Field("cipher_suite, legacy_compression_method", start + place, start + place + 3, named)


def _extensions(body: bytes, start: int, place: int, client: bool) -> Iterator[Field]:
    if place == len(body):
        return
    found = hello.places(body, place)
    yield Field("extensions: length", start + place, start + place + 2, f"{len(found)} extensions")
    for kind, begin, end in found:
        if end > len(body):
            raise IndexError("the extension ends after its message")
        name = NAMES.get(kind, f"extension {kind}")
        value = tls_names.value(name, body[begin:end], client)
        yield Field(name, start + begin - 4, start + end, value)
