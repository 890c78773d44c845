"""One certificate in words (X.509, RFC 5280): what `getpeercert` tells, and what proves it."""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass
from functools import cached_property

from lab.tls.pure import der

MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
ATTRIBUTES = {
    "2.5.4.3": "commonName", "2.5.4.5": "serialNumber", "2.5.4.6": "countryName",
    "2.5.4.7": "localityName", "2.5.4.8": "stateOrProvinceName", "2.5.4.9": "streetAddress",
    "2.5.4.10": "organizationName", "2.5.4.11": "organizationalUnitName",
    "1.2.840.113549.1.9.1": "emailAddress", "0.9.2342.19200300.100.1.25": "domainComponent",
}  # fmt: skip
KEY_USAGE, ALT_NAMES, CONSTRAINTS, PURPOSES = "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.37"
UNDERSTOOD = {KEY_USAGE, ALT_NAMES, CONSTRAINTS, PURPOSES}
CERT_SIGN = 5
"""The bit of KeyUsage that lets a key sign certificates (RFC 5280 §4.2.1.3)."""
_KINDS = {0x81: "email", 0x82: "DNS", 0x86: "URI"}

Name = tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Extension:
    """What an extension says, and whether one who does not understand it must refuse."""

    critical: bool
    value: der.Value


class Certificate:
    """Made of its DER bytes. ValueError, here or from any attribute, if they are not one."""

    def __init__(self, data: bytes) -> None:
        self.data = bytes(data)
        signed, algorithm, signature = der.read(self.data).expect(der.SEQUENCE).parts
        self.signed, self.signature = signed.raw, signature.expect(der.BITS).body[1:]
        self.algorithm = der.oid(algorithm.parts[0])
        fields = signed.parts
        if algorithm.raw not in (part.raw for part in fields[1:4]):
            raise ValueError("signed in another way than it says")
        self.version = 1
        if fields[0].tag == 0xA0:
            self.version = fields.pop(0).parts[0].body[-1] + 1
        self.serial = fields[0].expect(der.INTEGER).body
        self.issuer_raw, self.subject_raw = fields[2].raw, fields[4].raw
        self.issuer, self.subject = _name(fields[2]), _name(fields[4])
        self.begins, self.ends = (der.moment(part) for part in fields[3].parts)
        self.extensions = _extensions(fields[6:])

    @cached_property
    def alt_names(self) -> tuple[tuple[str, str], ...]:
        """Whom it is for: (kind, name), as OpenSSL prints them."""
        found = self.extensions.get(ALT_NAMES)
        return tuple(_alt_name(part) for part in found.value.parts) if found else ()

    @cached_property
    def authority(self) -> tuple[bool, int | None]:
        """Whether it is one's that signs others, and how many may follow it at most."""
        found = self.extensions.get(CONSTRAINTS)
        parts = found.value.parts if found else []
        flagged = bool(parts) and parts[0].tag == der.BOOLEAN and any(parts[0].body)
        depths = [int.from_bytes(part.body) for part in parts if part.tag == der.INTEGER]
        return flagged, depths[0] if depths else None

    def may(self, bit: int) -> bool:
        """Whether its key may be used so; all is allowed if nothing is said."""
        found = self.extensions.get(KEY_USAGE)
        if not found:
            return True
        bits = found.value.expect(der.BITS).body[1:]
        return bit // 8 < len(bits) and bool(bits[bit // 8] & 0x80 >> bit % 8)

    @cached_property
    def purposes(self) -> list[str]:
        """What it may be used for, as identifiers; for everything if there is none."""
        found = self.extensions.get(PURPOSES)
        return [der.oid(part) for part in found.value.parts] if found else []

    def told(self) -> dict[str, object]:
        """As `SSLSocket.getpeercert()`."""
        words: dict[str, object] = {
            "subject": self.subject, "issuer": self.issuer, "version": self.version,
            "serialNumber": self.serial.hex().upper().removeprefix("00"),
            "notBefore": _moment(self.begins), "notAfter": _moment(self.ends),
        }  # fmt: skip
        return words | ({"subjectAltName": self.alt_names} if self.alt_names else {})


def _name(value: der.Value) -> Name:
    return tuple(tuple(_attribute(pair) for pair in each.parts) for each in value.parts)


def _attribute(pair: der.Value) -> tuple[str, str]:
    kind, value = pair.parts
    identifier = der.oid(kind)
    return ATTRIBUTES.get(identifier, identifier), der.text(value)


def _extensions(fields: list[der.Value]) -> dict[str, Extension]:
    found = {}
    for field in fields:
        if field.tag == 0xA3:
            for part in field.parts[0].parts:
                kind, *critical, value = part.parts
                inner = der.read(value.expect(der.OCTETS).body)
                found[der.oid(kind)] = Extension(
                    any(flag.body != b"\0" for flag in critical), inner
                )
    return found


def _alt_name(part: der.Value) -> tuple[str, str]:
    if part.tag == 0x87 and len(part.body) in (4, 16):
        return "IP Address", str(ipaddress.ip_address(part.body))
    if part.tag in _KINDS:
        return _KINDS[part.tag], part.body.decode("ascii")
    return "othername", "<unsupported>"


def _moment(seconds: int) -> str:
    year, month, day, hour, minute, second, *_ = time.gmtime(seconds)
    return (
        f"{MONTHS[3 * month - 3 : 3 * month]} {day:2} {hour:02}:{minute:02}:{second:02} {year} GMT"
    )
