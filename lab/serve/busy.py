"""What a server with too much to do says, in its own protocol; else the client would wait."""

from __future__ import annotations

import time

from lab.web.message import refusal


def names(query: bytes) -> bytes | None:
    """REFUSED (RFC 1035 §4.1.1): another server may know. None: this is no query."""
    import dns.rcode

    from lab.dns.wire import open_reply

    reply = open_reply(query, False, recursive=True)
    if reply is None:
        return None
    if reply.question:
        reply.refuse(dns.rcode.REFUSED)
    return reply.to_wire()


def site() -> bytes:
    """503 (RFC 9110 §15.6.4)."""
    return refusal(503, "the lab has too many clients: try again in a moment", time.time())


def stream() -> bytes:
    """Nothing: neither TLS nor DNS over TCP has a word for it that costs less than to serve."""
    return b""
