"""TLS where Python has no OpenSSL: in a page, Pyodide's `ssl` is a stub that refuses every call.

    given.py         what a context was given: protocols, authorities, a certificate and its key
    engine.py        what OpenSSL is to `ssl`: handshake, read, write over two buffers
    answers.py       and what it tells of a connection
    wire.py          the two buffers as a socket
    bring.py         tlslite-ng, without what else its front door brings
    connection.py    tlslite-ng, made to put on the wire what the laptop's OpenSSL puts
    gcm.py           AES-GCM, all the blocks of a record at once
    ladder.py        X25519's multiplication
    calm.py          a handshake that Python does not interrupt
    der.py           the little of ASN.1 that certificates are written in
    certificate.py   one certificate in words
    verify.py        whether a chain proves a name
    errors.py        the exceptions of `ssl`, in OpenSSL's words
    objects.py       SSLObject, which the stub leaves empty
    sockets.py       SSLSocket, likewise
    complete.py      all this in its place in the stub

The protocol itself is tlslite-ng, unmodified, brought only when a program first speaks TLS.
Programs, libraries and the lab's own server then run on `ssl` as they do on the laptop. With
ALLER_RETOUR_TLS=pure a laptop uses this too: so it is tested against OpenSSL itself.

Not here: client certificates, resumption, renegotiation, SNI callbacks, revocation. Nothing in it
resists someone who measures times: it protects no secret but the lab's.
"""

from __future__ import annotations

import os
from typing import Any

SWITCH = "ALLER_RETOUR_TLS"


def wanted(ssl: Any) -> bool:
    """Whether this `ssl` cannot do TLS by itself, or must not."""
    return "stub" in ssl.OPENSSL_VERSION or os.environ.get(SWITCH) == "pure"
