"""What a program may ask of its connection: who is there, and how they speak."""

from __future__ import annotations

from typing import Any

from lab.tls.pure.certificate import Certificate

TLS13 = (3, 4)
CIPHERS = {
    "TLS_AES_256_GCM_SHA384": 256, "TLS_AES_128_GCM_SHA256": 128,
    "TLS_CHACHA20_POLY1305_SHA256": 256,
}  # fmt: skip
"""Those of TLS 1.3, whose names are the same everywhere, and the bits of their keys."""


class Answers:
    """The questions that `ssl` passes on. None of them changes anything."""

    context: Any
    server_side: bool
    server_hostname: str | None
    session: Any = None
    session_reused = False
    _connection: Any
    _ssl: Any
    _owner: Any
    _clear: bytearray
    _ready: bool
    _spoken: tuple[int, int]

    @property
    def owner(self) -> Any:
        """The object that this one works for."""
        return self._owner() if self._owner else None

    def version(self) -> str | None:
        """None before the handshake."""
        return f"TLSv1.{self._spoken[1] - 1}" if self._ready else None

    def cipher(self) -> tuple[str, str, int] | None:
        """Its name as OpenSSL has it, the version, the bits of its key."""
        if not self._ready:
            return None
        from tlslite.constants import CipherSuite

        name = CipherSuite.ietfNames[self._connection.session.cipherSuite]
        if self._spoken == TLS13:
            return name, "TLSv1.3", CIPHERS[name]
        return older(name), "TLSv1.2", 128 if "_128_" in name else 256

    def shared_ciphers(self) -> list[tuple[str, str, int]] | None:
        """The one that was chosen, for a server; None for a client."""
        chosen = self.cipher()
        return [chosen] if chosen and self.server_side else None

    def selected_alpn_protocol(self) -> str | None:
        """The protocol that both speak inside, if they talked of it."""
        chosen = self._connection.session.appProto if self._ready else None
        return bytes(chosen).decode("ascii") if chosen else None

    def compression(self) -> None:
        """TLS no longer compresses (RFC 8446 §4.1.2)."""

    def pending(self) -> int:
        """Bytes that can be read without another from the network."""
        return len(self._clear)

    def getpeercert(self, binary_form: bool = False) -> Any:
        """The other's certificate: in DER or in words. None if it showed none."""
        if not self._ready:
            raise ValueError("handshake not done yet")
        if not self._connection.shown:
            return None
        certificate = Certificate(self._connection.shown[0])
        if binary_form:
            return certificate.data
        return {} if self.context.verify_mode == self._ssl.CERT_NONE else certificate.told()

    def get_unverified_chain(self) -> list[bytes]:
        """What the other showed, in DER."""
        return list(self._connection.shown)

    def get_channel_binding(self, cb_type: str = "tls-unique") -> bytes | None:
        """None: nothing here is bound to a channel."""
        if cb_type not in self._ssl.CHANNEL_BINDING_TYPES:
            raise ValueError(f"{cb_type} channel binding type not implemented")
        return None

    def verify_client_post_handshake(self) -> None:
        """Clients have no certificates here."""
        raise NotImplementedError("Post-handshake auth is not implemented here")


def older(name: str) -> str:
    """A cipher of TLS 1.2 as OpenSSL calls it: ECDHE-RSA-AES256-GCM-SHA384."""
    exchange, _, cipher = name.removeprefix("TLS_").partition("_WITH_")
    words = cipher.replace("AES_", "AES").replace("_CBC", "").replace("_SHA256", "-SHA256")
    if "CHACHA20" in words:
        words = "CHACHA20-POLY1305"
    return f"{exchange}_{words}".replace("_", "-").removeprefix("RSA-")
