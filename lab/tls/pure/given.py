"""What a context was given: OpenSSL keeps it in C, the stub forgets most of it."""

from __future__ import annotations

import os
import re
from binascii import a2b_base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab.tls.pure.certificate import Certificate
from lab.tls.pure.errors import failure

PEM = re.compile("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)
LONGEST = 255
"""Bytes of a protocol's name: its length is one byte on the wire (RFC 7301 §3.1)."""


@dataclass
class Given:
    """The protocols to offer, best first; whom to trust; the server's chain and key, in PEM."""

    protocols: list[bytes] = field(default_factory=list)
    trusted: list[Certificate] = field(default_factory=list)
    shown: str = ""


def given(context: Any) -> Given:
    """What this SSLContext was given so far."""
    return vars(context).setdefault("_given", Given())  # type: ignore[no-any-return]


def certificates(pem: str) -> list[Certificate]:
    """Those of a file in PEM. ValueError if one is none."""
    return [Certificate(a2b_base64(each)) for each in PEM.findall(pem)]


def methods(ssl: Any) -> dict[str, Any]:
    """The methods of SSLContext that give it something; their documentation is the standard one."""

    def set_alpn_protocols(self: Any, alpn_protocols: Iterable[str]) -> None:
        names = [name.encode("ascii") for name in alpn_protocols]
        if not all(1 <= len(name) <= LONGEST for name in names):
            raise ssl.SSLError("ALPN protocols must be 1 to 255 in length")
        given(self).protocols = names

    def load_cert_chain(
        self: Any, certfile: Any, keyfile: Any = None, password: Any = None
    ) -> None:
        if password is not None:
            raise NotImplementedError("keys with a password are not read here")
        text = "".join(Path(path).read_text("ascii") for path in (certfile, keyfile) if path)
        if "PRIVATE KEY-----" not in text or not certificates(text):
            raise failure(ssl, "SSL", "PEM lib")
        given(self).shown = text

    def load_verify_locations(
        self: Any, cafile: Any = None, capath: Any = None, cadata: str | bytes | None = None
    ) -> None:
        if cafile is None and capath is None and cadata is None:
            raise TypeError("cafile, capath and cadata cannot be all omitted")
        if cafile is not None:
            _trust(self, Path(cafile).read_text("ascii"))
        if cadata is not None:
            _trust(self, cadata)

    def _trust(self: Any, data: str | bytes) -> None:
        try:
            found = certificates(data) if isinstance(data, str) else [Certificate(data)]
        except (ValueError, IndexError) as error:
            raise failure(ssl, "NO_CERTIFICATE_OR_CRL_FOUND") from error
        if not found:
            raise failure(ssl, "NO_CERTIFICATE_OR_CRL_FOUND")
        known = {each.data for each in given(self).trusted}
        given(self).trusted += [each for each in found if each.data not in known]

    def set_default_verify_paths(self: Any) -> None:
        path = os.environ.get("SSL_CERT_FILE", "")
        if path and Path(path).exists():
            _trust(self, Path(path).read_text("ascii"))

    def load_default_certs(self: Any, purpose: Any = ssl.Purpose.SERVER_AUTH) -> None:
        if not isinstance(purpose, ssl._ASN1Object):
            raise TypeError(purpose)
        self.set_default_verify_paths()

    def get_ca_certs(self: Any, binary_form: bool = False) -> list[Any]:
        known = [each for each in given(self).trusted if each.authority[0]]
        return [each.data if binary_form else each.told() for each in known]

    def cert_store_stats(self: Any) -> dict[str, int]:
        count = len(given(self).trusted)
        return {"x509": count, "crl": 0, "x509_ca": len(self.get_ca_certs())}

    made = locals()
    return {name: made[name] for name in made if name not in ("ssl", "_trust")}
