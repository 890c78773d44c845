"""Whether a chain of certificates proves a name (RFC 5280 §6, RFC 6125), as OpenSSL would say.

Checked: a path to an authority that the context trusts, each signature, each date, who may sign
others and for how long a path, what the key is for, extensions that must be understood, the name.
Not checked: revocation, policies, name constraints (a certificate that has them is refused).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from lab.tls.pure.certificate import CERT_SIGN, UNDERSTOOD, Certificate
from lab.tls.pure.errors import Untrusted

SERVER = "1.3.6.1.5.5.7.3.1"
ANY = "2.5.29.37.0"
HASHES = {
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
"""RSA with PKCS #1: what the lab's authorities, and most others, sign with."""
LONGEST = 10


def verify(
    shown: Sequence[Certificate], trusted: Sequence[Certificate], name: str | None, now: float
) -> None:
    """Untrusted, unless the chain that a server `shown` proves `name` at `now` (seconds).

    `name` is a host or an address; None if the caller does not care whose the chain is.
    """
    try:
        _verify(shown, trusted, name, now)
    except (ValueError, IndexError) as error:
        raise Untrusted("invalid or inconsistent certificate extension", 41, 42) from error


def _verify(
    shown: Sequence[Certificate], trusted: Sequence[Certificate], name: str | None, now: float
) -> None:
    chain = path(shown, trusted)
    _uses(chain)
    if name is not None and not proves(shown[0], name):
        kind, code = ("IP address", 64) if _address(name) else ("Hostname", 62)
        text = f"{kind} mismatch, certificate is not valid for '{name}'."
        raise Untrusted(text, code, 42)
    for issuer, certificate in reversed(list(zip([*chain[1:], chain[-1]], chain, strict=True))):
        _signature(certificate, issuer, certificate in trusted)
        _dates(certificate, now)


def path(shown: Sequence[Certificate], trusted: Sequence[Certificate]) -> list[Certificate]:
    """From the server's certificate to the first that is trusted. Untrusted if none is."""
    chain = [shown[0]]
    while chain[-1].data not in {root.data for root in trusted}:
        last = chain[-1]
        known = [each for each in (*trusted, *shown[1:]) if each.subject_raw == last.issuer_raw]
        if last.issuer_raw == last.subject_raw:
            words, code = (" certificate in certificate chain", 19) if len(chain) > 1 else ("", 18)
            raise Untrusted("self-signed" + (words or " certificate"), code, 48)
        if not known or len(chain) == LONGEST:
            raise Untrusted("unable to get local issuer certificate", 20, 48)
        chain.append(known[0])
    return chain


def _uses(chain: Sequence[Certificate]) -> None:
    for depth, certificate in enumerate(chain):
        if any(e.critical and kind not in UNDERSTOOD for kind, e in certificate.extensions.items()):
            raise Untrusted("unhandled critical extension", 34, 43)
        flagged, followers = certificate.authority
        if depth and not (flagged and certificate.may(CERT_SIGN)):
            raise Untrusted("invalid CA certificate", 79, 48)
        if depth and followers is not None and followers < depth - 1:
            raise Untrusted("path length constraint exceeded", 25, 48)
    if chain[0].purposes and not {SERVER, ANY} & set(chain[0].purposes):
        raise Untrusted("unsuitable certificate purpose", 26, 43)


def _signature(certificate: Certificate, issuer: Certificate, anchor: bool) -> None:
    if anchor:  # trusted as it is
        return
    algorithm = HASHES.get(certificate.algorithm)
    key = public_key(issuer)
    if not algorithm or not hasattr(key, "n"):
        raise Untrusted("unsupported signature algorithm", 1, 43)
    try:
        good = key.hashAndVerify(
            bytearray(certificate.signature), bytearray(certificate.signed), "PKCS1", algorithm
        )
    except (ValueError, TypeError, AssertionError):
        good = False
    if not good:
        raise Untrusted("certificate signature failure", 7, 51)


def public_key(certificate: Certificate) -> Any:
    """The key that a certificate is about, as tlslite-ng has it."""
    from tlslite.x509 import X509

    read = X509()
    try:
        read.parseBinary(bytearray(certificate.data))
    except Exception as error:  # what it does not read, it says in many ways
        raise Untrusted("unable to decode issuer public key", 6, 48) from error
    return read.publicKey


def _dates(certificate: Certificate, now: float) -> None:
    if now < certificate.begins:
        raise Untrusted("certificate is not yet valid", 9, 42)
    if now > certificate.ends:
        raise Untrusted("certificate has expired", 10, 45)


def proves(certificate: Certificate, name: str) -> bool:
    """Whether it is for this host or address (RFC 6125 §6.4): the common name does not count."""
    if address := _address(name):
        return ("IP Address", address) in certificate.alt_names
    host = name.lower().removesuffix(".")
    return any(kind == "DNS" and _matches(said, host) for kind, said in certificate.alt_names)


def _matches(said: str, host: str) -> bool:
    said = said.lower().removesuffix(".")
    if not said.startswith("*."):
        return said == host
    first, dot, rest = host.partition(".")
    return bool(first and dot) and rest == said[2:] and "." in rest


def _address(name: str) -> str:
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        return ""
