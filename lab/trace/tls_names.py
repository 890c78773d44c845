"""What the numbers in a hello stand for, by the names of IANA's registry, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping

from lab.trace.message import size
from lab.trace.tls_hello import protocols, server_name, version, versions

GROUPS = {
    23: "secp256r1", 24: "secp384r1", 25: "secp521r1", 29: "x25519", 30: "x448",
    31: "brainpoolP256r1tls13", 32: "brainpoolP384r1tls13", 33: "brainpoolP512r1tls13",
    256: "ffdhe2048", 257: "ffdhe3072", 258: "ffdhe4096", 259: "ffdhe6144", 260: "ffdhe8192",
    4587: "SecP256r1MLKEM768", 4588: "X25519MLKEM768",
}  # fmt: skip
SIGNATURES = {
    0x0201: "rsa_pkcs1_sha1", 0x0203: "ecdsa_sha1", 0x0401: "rsa_pkcs1_sha256",
    0x0403: "ecdsa_secp256r1_sha256", 0x0501: "rsa_pkcs1_sha384",
    0x0503: "ecdsa_secp384r1_sha384", 0x0601: "rsa_pkcs1_sha512",
    0x0603: "ecdsa_secp521r1_sha512", 0x0804: "rsa_pss_rsae_sha256",
    0x0805: "rsa_pss_rsae_sha384", 0x0806: "rsa_pss_rsae_sha512", 0x0807: "ed25519",
    0x0808: "ed448", 0x0809: "rsa_pss_pss_sha256", 0x080A: "rsa_pss_pss_sha384",
    0x080B: "rsa_pss_pss_sha512",
}  # fmt: skip
POINTS = {0: "uncompressed", 1: "ansiX962_compressed_prime", 2: "ansiX962_compressed_char2"}
MODES = {0: "psk_ke", 1: "psk_dhe_ke"}
_MOST = 4


def value(name: str, data: bytes, client: bool) -> str:
    """What an extension says, in a hello of the client or of the server; else its length."""
    if name == "server_name":
        return server_name(data)
    if name == "application_layer_protocol_negotiation":
        return " ".join(protocols(data))
    if name == "supported_versions":
        return ", ".join(versions(data)) if client else version(int.from_bytes(data))
    if name == "key_share":
        return ", ".join(_shares(data, 2) if client else _shares(data, 0))
    return _listed(name, data)


def _listed(name: str, data: bytes) -> str:
    """The extensions that are a list of numbers, after its length."""
    if name == "supported_groups":
        return named(_numbers(data[2:], 2), GROUPS)
    if name == "signature_algorithms":
        return named(_numbers(data[2:], 2), SIGNATURES)
    if name == "ec_point_formats":
        return named(_numbers(data[1:], 1), POINTS)
    if name == "psk_key_exchange_modes":
        return named(_numbers(data[1:], 1), MODES)
    return size(data) if data else "empty"


def named(numbers: list[int], names: Mapping[int, str]) -> str:
    """The first of them by their names, and how many more there are."""
    shown = ", ".join(names.get(number, f"0x{number:04x}") for number in numbers[:_MOST])
    return shown + (f", and {len(numbers) - _MOST} more" if len(numbers) > _MOST else "")


def _numbers(data: bytes, width: int) -> list[int]:
    return [int.from_bytes(data[at : at + width]) for at in range(0, len(data), width)]


def _shares(data: bytes, at: int) -> list[str]:
    """The group of each key (RFC 8446 §4.2.8); a HelloRetryRequest names a group alone."""
    found = []
    while at < len(data):
        group, length = int.from_bytes(data[at : at + 2]), int.from_bytes(data[at + 2 : at + 4])
        key = f" ({size(data[at + 4 : at + 4 + length])})" if len(data) > 2 else ""
        found.append(GROUPS.get(group, f"group 0x{group:04x}") + key)
        at += 4 + length
    return found
