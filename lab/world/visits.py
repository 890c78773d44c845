"""Who comes to a program that listens: a server is only seen at work when it is visited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    """One connection to the program's own port, as soon as it has nothing else to wait for.

    `{port}` in the request is the port that the program listens on. `together` with the one before:
    it does not wait for that one to end.
    """

    visitor: str
    request: bytes
    together: bool = False


def _asking(path: bytes) -> bytes:
    return b"GET %s HTTP/1.1\r\nHost: laptop:{port}\r\nConnection: close\r\n\r\n" % path


VISITS = (Visit("visitor-1", _asking(b"/")), Visit("visitor-2", _asking(b"/hello")))
"""Those who come, one after the other. After them nobody comes."""
