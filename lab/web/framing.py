"""Where a request's content ends, found without reading past it.

What follows the content belongs to the next request (RFC 9112 §6): the two must never mix. h11
decodes the content; here it is only measured, piece by piece, so that a size that is absurd or too
large is refused when it is announced, not when it arrives.
"""

from __future__ import annotations

import re
from typing import Protocol

from lab.web.strict import TOKEN, Head, Limits, Refused

_QUOTED = rb'"(?:[\t !#-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"'
_EXTENSION = rb"[ \t]*;[ \t]*%s(?:[ \t]*=[ \t]*(?:%s|%s))?" % (TOKEN, TOKEN, _QUOTED)
_SIZE_LINE = re.compile(rb"([0-9A-Fa-f]{1,16})(?:%s)*\r\n" % _EXTENSION)


class Framing(Protocol):
    """How much of the inbox belongs to the request being read."""

    done: bool

    def take(self, inbox: bytearray) -> bytes:
        """Take the next piece off `inbox`; nothing while it is not there. May raise Refused."""


class Sized:
    """Content of a length known in advance, in bytes (RFC 9112 §6.2)."""

    def __init__(self, length: int) -> None:
        self._left = length
        self.done = length == 0

    def take(self, inbox: bytearray) -> bytes:
        piece = _take(inbox, self._left)
        self._left -= len(piece)
        self.done = self._left == 0
        return piece


class Chunked:
    """Content in chunks, each after its size; then the trailer (RFC 9112 §7.1)."""

    def __init__(self, limits: Limits) -> None:
        self.done = False
        self._limits = limits
        self._inside = 0  # bytes left of this chunk and of the CRLF after it
        self._content = self._lines = 0
        self._trailer: int | None = None

    def take(self, inbox: bytearray) -> bytes:
        if self._inside:
            piece = _take(inbox, self._inside)
            self._inside -= len(piece)
            return piece
        if self._trailer is None:
            return self._size_line(inbox)
        return self._trailer_line(inbox)

    def _size_line(self, inbox: bytearray) -> bytes:
        line = _take_line(inbox, self._limits.chunk_line, 400)
        if not line:
            return b""
        match = _SIZE_LINE.fullmatch(line)
        if match is None:
            raise Refused(400, "this is no chunk size (RFC 9112 §7.1)")
        self._lines += len(line)
        if self._lines > self._limits.chunk_lines:
            raise Refused(413, "these chunks are too many, and too small (RFC 9112 §7.1)")
        return self._open(int(match[1], 16))

    def _open(self, size: int) -> bytes:
        self._content += size
        if self._content > self._limits.content:
            why = f"this server reads no more than {self._limits.content} bytes of content"
            raise Refused(413, why)
        if size:
            self._inside = size + 2
        else:
            self._trailer = 0
        return b"%x\r\n" % size  # without its extensions: a recipient ignores them

    def _trailer_line(self, inbox: bytearray) -> bytes:
        left = self._limits.head - (self._trailer or 0)
        line = _take_line(inbox, left, 431)
        self._trailer = (self._trailer or 0) + len(line)
        self.done = line in (b"\r\n", b"\n")
        return line


def framing(head: Head, limits: Limits) -> Framing:
    """How the content that follows `head` ends (RFC 9112 §6.3); `head` is already checked."""
    if head.values("transfer-encoding"):
        return Chunked(limits)
    return Sized(int("".join(head.values("content-length")) or 0))


def _take(inbox: bytearray, count: int) -> bytes:
    piece = bytes(inbox[:count])
    del inbox[: len(piece)]
    return piece


def _take_line(inbox: bytearray, limit: int, status: int) -> bytes:
    end = inbox.find(b"\n") + 1
    if (end or len(inbox)) > limit:
        raise Refused(status, "a line within the content is too long (RFC 9112 §7.1)")
    return _take(inbox, end)
