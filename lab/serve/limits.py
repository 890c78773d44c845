"""How much, how many, how long: what one client can take from the others ends here.

A server of the lab bounds a request by itself (lab/web/strict.py, lab/dns/service.py). On real
sockets there are many clients, and some never read, never write, or never leave.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Limits:
    """Sizes are in bytes, times in seconds."""

    connections: int = 512  # at once: a browser opens 6 for a page, a class of 30 opens 180
    per_client: int = 384  # of one address: all come from one on loopback, so most of them
    datagrams: int = 256  # waiting for another server: each has a socket of its own
    unsent: int = 256 * 1024  # for one client that does not read: four times the longest page
    unread: float = 10.0  # for it to read them: as long as the HTTP server waits for bytes
    life: float = 300.0  # of a connection: a page and its reader are done long before
    linger: float = 2.0  # after the last byte, so that no reset overtakes it (RFC 9112 §9.6)
    grace: float = 2.0  # for those who are being answered when the lab stops
    silence: float = 10.0  # of a proxy, before it says that a machine does not answer


FEWEST_FILES = 64
"""Descriptors that are not for clients: listening sockets, files, questions to other servers."""


def affordable(limits: Limits) -> Limits:
    """The same, with no more connections than the system gives descriptors for (macOS: 256)."""
    most = limits.connections
    with contextlib.suppress(ImportError):  # Windows has no such limit
        import resource

        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY:
            most = max(1, min(most, soft - FEWEST_FILES))
    return replace(limits, connections=most, datagrams=min(limits.datagrams, max(1, most // 2)))
