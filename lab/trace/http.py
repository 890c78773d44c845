"""Where each HTTP message begins and ends in a stream: TCP keeps no borders, so they are counted.

The reading is lenient, because a trace also shows what a server refused; a message that cannot be
delimited takes the rest of the stream (RFC 9112 §6.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lab.trace.message import printable

_REQUEST = re.compile(rb"(?:\r?\n)*([!#$%&'*+.^_`|~0-9A-Za-z-]+) [^\r\n]* HTTP/\d\.\d\r?\n")
_STATUS = re.compile(rb"HTTP/\d\.\d (\d\d\d)[^\r\n]*\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\ntransfer-encoding:[^\r\n]*chunked[ \t]*\r?\n", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})[^\r\n]*\r?\n")


@dataclass(frozen=True)
class Unit:
    """One message of a stream: the bytes `start` to `end`, in words at length and shortly."""

    start: int
    end: int
    summary: str
    short: str


def begins(data: bytes) -> bool:
    """Whether an HTTP message begins here."""
    return bool(_REQUEST.match(data) or _STATUS.match(data))


def requests(stream: bytes) -> list[Unit]:
    """The requests that follow one another from the beginning of a stream."""
    units: list[Unit] = []
    start = 0
    while match := _REQUEST.match(stream, start):
        head = _head(stream, start, match.end())
        end = _body_end(stream, head, start, 0)
        units.append(_unit(stream, start, end, match))
        start = end
    return units


def responses(stream: bytes, asked: list[Unit]) -> list[Unit]:
    """The responses in a stream, to the requests `asked`: to HEAD, a response has no content."""
    units: list[Unit] = []
    start = 0
    methods = iter(asked)
    while match := _STATUS.match(stream, start):
        head = _head(stream, start, match.end())
        empty = _is_empty(match[1], methods)
        end = head if empty else _body_end(stream, head, start, len(stream) - head)
        units.append(_unit(stream, start, end, match))
        start = end
    return units


def _unit(stream: bytes, start: int, end: int, match: re.Match[bytes]) -> Unit:
    line = printable(match[0].strip().decode("latin-1"))
    return Unit(start, end, line, line)


def _head(stream: bytes, start: int, after_line: int) -> int:
    """Where the head that begins at `start` ends: after the empty line, if there is one."""
    end = _HEAD_END.search(stream, after_line - 2)
    return end.end() if end else len(stream)


def _is_empty(status: bytes, methods: Iterator[Unit]) -> bool:
    """Whether a response has no content, whatever its fields say (RFC 9112 §6.3, rule 1)."""
    if status.startswith(b"1"):
        return True
    request = next(methods, None)
    return status in (b"204", b"304") or bool(request and request.summary.startswith("HEAD "))


def _body_end(stream: bytes, head: int, start: int, otherwise: int) -> int:
    """Where the content ends; `otherwise` is its length if no field gives it."""
    if _CHUNKED.search(stream, start, head):
        return _chunks_end(stream, head)
    length = _LENGTH.search(stream, start, head)
    return min(len(stream), head + (int(length[1]) if length else otherwise))


def is_chunked(head: bytes) -> bool:
    """Whether the content that follows this head comes in chunks."""
    return bool(_CHUNKED.search(head))


def chunks(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Of each chunk, where its size's line ends, where it ends, and its size (RFC 9112 §7.1).

    The last one, of size 0, ends after its trailer; without it, the chunks end with the stream.
    """
    while chunk := _CHUNK.match(stream, start):
        size = int(chunk[1], 16)
        end = chunk.end() + size
        start = end + (2 if stream[end : end + 2] == b"\r\n" else 0)
        start = min(start if size else _head(stream, start, chunk.end()), len(stream))
        yield chunk.end(), start, size
        if not size:
            return


def _chunks_end(stream: bytes, start: int) -> int:
    """The end of the last chunk and its trailer, or of the stream."""
    found = list(chunks(stream, start))
    return found[-1][1] if found and not found[-1][2] else len(stream)
