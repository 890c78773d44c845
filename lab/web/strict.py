"""What the server refuses to read, and with which status, before anything else looks at it.

Two programs that read the same bytes differently are how requests are smuggled: where RFC 9112
leaves a choice between mending and refusing, this server refuses. h11 parses what is left. Every
decision depends on the bytes alone, never on how they were cut into segments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""The methods that the server implements; CONNECT and TRACE are not among them."""


@dataclass(frozen=True)
class Limits:
    """How much, and how long. The RFCs give no number except 8000 (RFC 9112 §3): these are ours."""

    line: int = 8000  # bytes of the request line, without its CRLF
    head: int = 16 * 1024  # bytes of the field lines, or of the trailer
    content: int = 1024 * 1024  # bytes of content
    chunk_line: int = 256  # bytes of a chunk's size and extensions
    chunk_lines: int = 64 * 1024  # the same of all chunks: a million of one byte is an attack
    silence: float = 10.0  # seconds between two segments of one request
    request: float = 60.0  # seconds for one whole request
    idle: float = 5.0  # seconds before a request


class Refused(Exception):
    """The request breaks a rule: answer `status`, say `why`, close."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(f"{status}: {why}")
        self.status, self.why = status, why


@dataclass(frozen=True)
class Head:
    """A request line and its fields; names in lower case, text decoded as Latin-1."""

    method: str
    target: str
    version: tuple[int, int]
    fields: tuple[tuple[str, str], ...]
    raw: bytes

    def values(self, name: str) -> list[str]:
        """The values of all fields called `name`, in order."""
        return [value for key, value in self.fields if key == name]


_EMPTY_LINES = re.compile(rb"(?:\r?\n)*")
_HEAD_END = re.compile(rb"\n\r?\n")
TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE = re.compile(rb"(%s) ([\x21-\x7e]+) HTTP/([0-9])\.([0-9])\r?" % TOKEN)
_FIELD_LINE = re.compile(rb"(%s):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*\r?" % TOKEN)
_FIELD_FAULTS = (
    (re.compile(rb"[ \t]"), "a field line begins with white space (RFC 9112 §5.2)"),
    (re.compile(rb"[^:]*[ \t]:"), "white space between a field name and its colon (RFC 9112 §5.1)"),
    (re.compile(rb"[^:]+:"), "a control character in a field (RFC 9110 §5.5)"),
    (re.compile(rb""), "a field line is not a name, a colon and a value (RFC 9112 §5)"),
)
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::\d*)?", re.A)
_TARGET = re.compile(r"/[^#]*|(?i:https?)://[^/?#@]+(?:[/?][^#]*)?")


def take_head(inbox: bytearray, limits: Limits) -> Head | None:
    """Take a request's head off `inbox`, or give None while it is not all there.

    Raises Refused, and leaves `inbox` as it is, when no further byte could make it acceptable.
    """
    _skip_empty_lines(inbox)
    line, newline, _ = inbox.partition(b"\n")
    if len(line) - line.endswith(b"\r") > limits.line:
        raise _too_long(line, limits)
    if not newline:
        return None
    match = _request_line(line)
    end = _head_end(inbox, len(line), limits)
    if end is None:
        return None
    head = _head(match, bytes(inbox[:end]))
    for check in CHECKS:
        check(head, limits)
    del inbox[:end]
    return head


def _skip_empty_lines(inbox: bytearray) -> None:
    empty = _EMPTY_LINES.match(inbox)
    del inbox[: empty.end() if empty else 0]  # RFC 9112 §2.2
    if inbox and inbox != b"\r" and not 0x21 <= inbox[0] <= 0x7E:
        raise Refused(400, "this is not HTTP: the first byte begins no method (RFC 9112 §3)")


def _too_long(line: bytearray, limits: Limits) -> Refused:
    if b" " not in line[: limits.line + 1]:
        return Refused(501, "this server knows no method of such a length (RFC 9112 §3)")
    return Refused(414, f"the request line has over {limits.line} bytes (RFC 9112 §3)")


def _request_line(line: bytearray) -> re.Match[bytes]:
    match = _REQUEST_LINE.fullmatch(line)
    if match is None:
        raise Refused(400, "not a method, a target and a version, one space apart (RFC 9112 §3)")
    if match[3] != b"1":
        raise Refused(505, "this server speaks HTTP/1.1 (RFC 9110 §15.6.6)")
    if match[1].decode() not in METHODS:
        raise Refused(501, "this server knows no such method (RFC 9110 §9.1)")
    return match


def _head_end(inbox: bytearray, line: int, limits: Limits) -> int | None:
    found = _HEAD_END.search(inbox, line)
    end = found.end() if found else len(inbox)
    if end - line > limits.head:
        raise Refused(431, f"the fields have over {limits.head} bytes (RFC 6585 §5)")
    return end if found else None


def _head(match: re.Match[bytes], raw: bytes) -> Head:
    method, target, major, minor = match.groups()
    lines = raw.split(b"\n")[1:-2]
    fields = tuple(map(_field, lines))
    return Head(method.decode(), target.decode(), (int(major), int(minor)), fields, raw)


def _field(line: bytes) -> tuple[str, str]:
    match = _FIELD_LINE.fullmatch(line)
    if match is None:
        raise Refused(400, next(why for fault, why in _FIELD_FAULTS if fault.match(line)))
    return match[1].decode().lower(), match[2].decode("latin-1")


def _check_target(head: Head, limits: Limits) -> None:
    if head.target == "*" and head.method == "OPTIONS":
        return
    if not _TARGET.fullmatch(head.target):
        raise Refused(400, "the target is neither a path nor an http URI (RFC 9112 §3.2)")


def _check_host(head: Head, limits: Limits) -> None:
    hosts = head.values("host")
    if not hosts and head.version > (1, 0):
        raise Refused(400, "the Host field is missing (RFC 9112 §3.2)")
    if len(hosts) > 1:
        raise Refused(400, "there are several Host fields (RFC 9112 §3.2)")
    if hosts and not _HOST.fullmatch(hosts[0]):
        raise Refused(400, "the Host field holds no host (RFC 9112 §3.2)")


def _check_coding(head: Head, limits: Limits) -> None:
    fields = head.values("transfer-encoding")
    codings = [coding.strip().lower() for coding in ",".join(fields).split(",")]
    if not fields:
        return
    if head.version < (1, 1) or head.values("content-length"):
        raise Refused(400, "Transfer-Encoding in HTTP/1.0 or with Content-Length (RFC 9112 §6.1)")
    if codings[-1] != "chunked" or codings.count("chunked") > 1:
        raise Refused(400, "chunked must come last in Transfer-Encoding, and once (RFC 9112 §6.3)")
    if codings != ["chunked"]:
        raise Refused(501, "this server knows no transfer coding but chunked (RFC 9112 §6.1)")


def _check_length(head: Head, limits: Limits) -> None:
    lengths = head.values("content-length")
    if not lengths:
        return
    if len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
        raise Refused(400, "Content-Length is not one decimal number (RFC 9112 §6.3)")
    if len(lengths[0]) > 18 or int(lengths[0]) > limits.content:
        raise Refused(413, f"this server reads no more than {limits.content} bytes of content")


def _check_expect(head: Head, limits: Limits) -> None:
    if head.version > (1, 0) and any(e.lower() != "100-continue" for e in head.values("expect")):
        raise Refused(417, "this server meets no expectation but 100-continue (RFC 9110 §10.1.1)")


CHECKS: tuple[Callable[[Head, Limits], None], ...] = (
    _check_target,
    _check_host,
    _check_coding,
    _check_length,
    _check_expect,
)
"""The rules on a head that is well formed, in the order in which they are applied."""
