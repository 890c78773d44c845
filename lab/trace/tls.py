"""TLS records in words (RFC 8446 §5.1): what a listener sees, which is what is not ciphered.

The lengths of ClientHello and ServerHello are not told: they vary with the library that wrote them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import groupby

from lab.trace import tls_hello as hello
from lab.trace.http import Unit
from lab.trace.message import size

HEADER = 5
"""Bytes before a record's fragment: type, version, length."""
LONGEST = (1 << 14) + 2048
"""Bytes of a fragment at most: that of TLS 1.2, the longer one (RFC 5246 §6.2.3)."""
CHANGE, ALERT, HANDSHAKE, DATA = 20, 21, 22, 23
TYPES = {
    CHANGE: "change_cipher_spec",
    ALERT: "alert",
    HANDSHAKE: "handshake",
    DATA: "application_data",
}
MESSAGES = {
    0: "HelloRequest", 1: "ClientHello", 2: "ServerHello", 4: "NewSessionTicket",
    8: "EncryptedExtensions", 11: "Certificate", 12: "ServerKeyExchange", 13: "CertificateRequest",
    14: "ServerHelloDone", 15: "CertificateVerify", 16: "ClientKeyExchange", 20: "Finished",
    22: "CertificateStatus", 24: "KeyUpdate",
}  # fmt: skip
"""RFC 8446 §4 and RFC 5246 §7.4."""
ALERTS = {
    0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 22: "record_overflow",
    40: "handshake_failure", 42: "bad_certificate", 43: "unsupported_certificate",
    44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown",
    47: "illegal_parameter", 48: "unknown_ca", 49: "access_denied", 50: "decode_error",
    51: "decrypt_error", 70: "protocol_version", 71: "insufficient_security",
    80: "internal_error", 86: "inappropriate_fallback", 90: "user_canceled",
    109: "missing_extension", 110: "unsupported_extension", 112: "unrecognized_name",
    116: "certificate_required", 120: "no_application_protocol",
}  # fmt: skip
"""RFC 8446 §6."""
CIPHERS = {
    0x1301: "TLS_AES_128_GCM_SHA256",
    0x1302: "TLS_AES_256_GCM_SHA384",
    0x1303: "TLS_CHACHA20_POLY1305_SHA256",
}
SERVER_NAME, ALPN, SUPPORTED_VERSIONS = 0, 16, 43
RETRY = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"
"""The random of a ServerHello that asks for another ClientHello (RFC 8446 §4.1.3)."""
_MOST = 4


def begins(data: bytes) -> bool:
    """Whether a TLS record begins here."""
    if len(data) < HEADER:
        return False
    kind, version, length = struct.unpack("!BHH", data[:HEADER])
    return kind in TYPES and version >> 8 == 3 and version & 0xFF <= 4 and 0 < length <= LONGEST


def records(stream: bytes) -> list[Unit]:
    """The records that follow one another from the beginning of a stream."""
    units: list[Unit] = []
    start, ciphered = 0, False
    while begins(stream[start : start + HEADER]):
        end = start + HEADER + int.from_bytes(stream[start + 3 : start + HEADER])
        kind, fragment = stream[start], stream[start + HEADER : end]
        units.append(Unit(start, min(end, len(stream)), *_told(kind, fragment, ciphered)))
        start, ciphered = end, ciphered or kind == CHANGE
    return units


def joined(units: Sequence[Unit], data: bytes) -> tuple[str, str]:
    """The records that begin in a segment, at length and shortly; `data` is the segment's."""
    greeting = any("Hello" in unit.short for unit in units)
    length = "" if greeting else f" ({size(data)})"
    runs = [next(run) for _, run in groupby(units, key=lambda unit: unit.short)]
    more = ["…"] * (len(runs) > _MOST)
    summaries = [unit.summary for unit in runs[:_MOST]] + more
    shorts = [unit.short for unit in runs[:_MOST]] + more
    return " + ".join(summaries) + length, " + ".join(shorts) + length


# -- one record ---------------------------------------------------------------------------------


def _told(kind: int, fragment: bytes, ciphered: bool) -> tuple[str, str]:
    if kind == ALERT:
        words = " ".join(("alert", *alert(fragment))) if len(fragment) == 2 else "encrypted alert"
    elif kind == HANDSHAKE and not ciphered:
        return _handshake(fragment)
    else:
        words = ("encrypted " if kind == HANDSHAKE else "") + TYPES[kind]
    return words, words


def alert(fragment: bytes) -> tuple[str, str]:
    """The level and the description of an alert in clear, its two bytes."""
    level = {1: "warning", 2: "fatal"}.get(fragment[0], str(fragment[0]))
    return level, ALERTS.get(fragment[1], str(fragment[1]))


def _handshake(fragment: bytes) -> tuple[str, str]:
    """The messages of a record; of one that is cut or malformed, its name."""
    told = [_message(kind, body) for kind, body in _messages(fragment)] or [("handshake",) * 2]
    return ", ".join(summary for summary, _ in told), ", ".join(short for _, short in told)


def _messages(fragment: bytes) -> Iterator[tuple[int, bytes]]:
    while fragment:
        end = 4 + int.from_bytes(fragment[1:4])
        yield fragment[0], fragment[4:end]
        fragment = fragment[end:]


def _message(kind: int, body: bytes) -> tuple[str, str]:
    name = MESSAGES.get(kind, f"handshake message {kind}")
    try:
        if kind == 1:
            return _client_hello(body)
        if kind == 2:
            return _server_hello(body)
    except (IndexError, struct.error):
        name = f"malformed {name}"
    return name, name


def _client_hello(body: bytes) -> tuple[str, str]:
    found = hello.extensions(body, hello.hello_end(body))
    asked = []
    if SERVER_NAME in found:
        asked.append(f"SNI {hello.server_name(found[SERVER_NAME])}")
    if ALPN in found:
        asked.append(f"ALPN {' '.join(hello.protocols(found[ALPN]))}")
    offered = hello.versions(found.get(SUPPORTED_VERSIONS, b"\x02" + body[:2]))
    short = " ".join(["ClientHello", ", ".join(asked)]).rstrip()
    return " ".join(["ClientHello", ", ".join([*asked, *offered])]).rstrip(), short


def _server_hello(body: bytes) -> tuple[str, str]:
    what = "HelloRetryRequest" if body[2:34].hex() == RETRY else "ServerHello"
    at = hello.session_end(body)
    (suite,) = struct.unpack("!H", body[at : at + 2])
    chosen = hello.extensions(body, at + 3).get(SUPPORTED_VERSIONS, body[:2])
    cipher = CIPHERS.get(suite, f"cipher suite 0x{suite:04x}")
    return f"{what} {hello.version(int.from_bytes(chosen))}, {cipher}", what
