"""TLS in the lab: the standard `ssl` on both sides, over bytes in memory instead of descriptors.

    server.py    a conversation of the lab behind TLS           bytes in, bytes out
    client.py    what `ssl` needs so that a program's sockets may be the lab's
    openssl.cnf  the settings of the laptop's OpenSSL
    pure/        what stands behind `ssl` in a page, where there is no OpenSSL

Nothing outside this folder imports `ssl`: another implementation may stand behind the same two
doors, and a program that does not use TLS does not pay for it. What is on the wire was made by the
real OpenSSL; its random numbers are its own, so no two runs send the same bytes. Their lengths are
the same: RSA signatures and X25519 keys never vary, ClientHello is padded to 517 bytes (RFC 7685).
"""

from __future__ import annotations

from pathlib import Path

from lab.effects import Address, Conversation, StreamService

CERTIFICATES = Path(__file__).parent.parent / "world" / "certificates"


def stream_service(inner: StreamService, certificate: str) -> StreamService:
    """`inner` behind TLS; `certificate` is a file of lab/world/certificates/, without ".pem"."""

    def converse(client: Address) -> Conversation:
        from lab.tls.server import TlsConversation, context

        return TlsConversation(context(certificate), inner(client))

    return converse
