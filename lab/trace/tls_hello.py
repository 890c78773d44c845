"""Where things lie in the first messages of a TLS handshake (RFC 8446 §4.1): vectors in vectors.

What is malformed raises IndexError or struct.error: the callers know what to say of it.
"""

from __future__ import annotations

import struct

from lab.trace.message import printable

VERSIONS = {0x0301: "TLS 1.0", 0x0302: "TLS 1.1", 0x0303: "TLS 1.2", 0x0304: "TLS 1.3"}
RANDOM_END = 34
"""Where the session id begins in both hellos: after the version (2 bytes) and the random (32)."""


def session_end(body: bytes) -> int:
    """Where the session id ends in both hellos; its length is the byte before it."""
    return RANDOM_END + 1 + body[RANDOM_END]


def hello_end(body: bytes) -> int:
    """Where the extensions' length is in a ClientHello."""
    at = session_end(body)
    suites: int = struct.unpack("!H", body[at : at + 2])[0]
    at += 2 + suites
    return at + 1 + body[at]


def places(body: bytes, at: int) -> list[tuple[int, int, int]]:
    """Each extension from the length at `at`: its type, where its data begins and where it ends."""
    if at == len(body):
        return []
    (length,) = struct.unpack("!H", body[at : at + 2])
    at, end, found = at + 2, at + 2 + length, []
    while at < end:
        kind, size = struct.unpack("!HH", body[at : at + 4])
        found.append((kind, at + 4, at + 4 + size))
        at += 4 + size
    return found


def extensions(body: bytes, at: int) -> dict[int, bytes]:
    """The data of each extension, by its type."""
    return {kind: body[start:end] for kind, start, end in places(body, at)}


def server_name(data: bytes) -> str:
    """The host name in a server_name extension (RFC 6066 §3); an answer has none."""
    return printable(data[5:].decode("latin-1")) if data else ""


def protocols(data: bytes) -> list[str]:
    """The names in an ALPN extension (RFC 7301 §3.1)."""
    names, at = [], 2
    while at < len(data):
        names.append(printable(data[at + 1 : at + 1 + data[at]].decode("latin-1")))
        at += 1 + data[at]
    return names


def versions(data: bytes) -> list[str]:
    """Those of a supported_versions extension of a client, without the values that mean nothing."""
    pairs = [int.from_bytes(data[at : at + 2]) for at in range(1, len(data) - 1, 2)]
    return [version(number) for number in pairs if number in VERSIONS]


def version(number: int) -> str:
    """Its name: 0x0304 is TLS 1.3."""
    return VERSIONS.get(number, f"version 0x{number:04x}")
