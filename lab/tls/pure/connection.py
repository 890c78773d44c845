"""tlslite-ng, made to say on the wire what the laptop's OpenSSL says, in records as long.

So a trace is the same on both; and the certificate is judged where OpenSSL judges it, before the
client has said anything in cipher.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from tlslite.constants import AlertDescription, CipherSuite, ExtensionType, GroupName
from tlslite.extensions import (
    ECPointFormatsExtension,
    PaddingExtension,
    SignatureAlgorithmsExtension,
    SupportedGroupsExtension,
)  # fmt: skip
from tlslite.handshakesettings import HandshakeSettings
from tlslite.messages import Alert, Certificate, ClientHello, Message, ServerHello
from tlslite.tlsconnection import TLSConnection
from tlslite.utils.keyfactory import parsePEMKey
from tlslite.x509certchain import X509CertChain

from lab.tls.pure import gcm, ladder
from lab.tls.pure.errors import Untrusted

TLS12, TLS13 = (3, 3), (3, 4)
SUITES = [
    0x1302, 0x1303, 0x1301, 0xC02C, 0xC030, 0xC02B, 0xC02F, 0xCCA9, 0xCCA8, 0xC024, 0xC028, 0xC023,
    0xC027, 0x009F, 0x009E, 0x006B, 0x0067, 0x00FF,
]  # fmt: skip
"""What Python asks of OpenSSL, in OpenSSL's order; the last says that it renegotiates safely."""
SIGNATURES = bytes.fromhex(
    "040305030603080708080809080a080b080408050806040105010601030303010302040205020602"
)
EXTENSIONS = [0, 11, 10, 35, 16, 22, 23, 13, 43, 45, 51]
"""The order in which OpenSSL writes them."""
TICKET = ExtensionType.session_ticket
PADDED = 512
"""Bytes of a ClientHello that would be of 256 or more (RFC 7685 §4)."""
gcm.install()
ladder.install()

Judge = Callable[[list[bytes]], None]


def settings(highest: tuple[int, int], client: bool) -> Any:
    """What this side accepts; `highest` is the newest version."""
    made = HandshakeSettings()
    made.minVersion, made.maxVersion = TLS12, highest
    made.versions = [version for version in (TLS13, TLS12) if version <= highest]
    made.cipherNames = ["aes256gcm", "chacha20-poly1305", "aes128gcm", "aes256", "aes128"]
    made.cipherImplementations = ["python"]
    made.keyShares, made.psk_modes = ["x25519"], ["psk_dhe_ke"]
    made.ticket_count = 0
    made.use_heartbeat_extension, made.record_size_limit = False, None
    made.certificate_compression_receive = made.certificate_compression_send = []
    made.usePaddingExtension = False
    if client:
        made.eccCurves = ["x25519"]
    return made


@cache
def identity(pem: str) -> tuple[Any, Any]:
    """A server's chain and its key, of a file that has both."""
    chain = X509CertChain()
    chain.parsePemList(pem)
    return chain, parsePEMKey(pem, private=True)


class Connection(TLSConnection):  # type: ignore[misc]
    """One side of one connection.

    `judge` raises Untrusted if a chain proves nothing; `tickets`: a client offers to resume later.
    """

    def __init__(self, wire: Any, judge: Judge, tickets: bool) -> None:
        super().__init__(wire)
        self._extensions = [kind for kind in EXTENSIONS if tickets or kind != TICKET]
        self.closeSocket, self.ignoreAbruptClose = False, True
        self._judge, self._queue = judge, list[Message]()
        self.shown: list[bytes] = []
        """The other's certificates in DER, its own first."""
        self.notified = self.parting = False
        """Whether close_notify was heard, and said."""

    def part(self) -> Iterator[int]:
        """Say close_notify."""
        self.parting = True
        alert = Alert().create(AlertDescription.close_notify, 1)
        return iter(super()._sendMsg(alert))

    def refuse(self, alert: int) -> Iterator[int]:
        """Say that something is wrong, and end. TLSLocalAlert when it is said."""
        self.version = TLS12  # on the record: nothing was agreed on yet
        return iter(self._sendError(alert))

    def _sendMsg(self, msg: Any, *rest: Any, **options: Any) -> Iterable[int]:
        if isinstance(msg, Alert) and msg.description == AlertDescription.close_notify:
            self.notified = True  # it would be an answer to the other's: OpenSSL gives none
            return iter(())
        if isinstance(msg, ClientHello):
            dress(msg, self._extensions)
        if isinstance(msg, ServerHello) and msg.extensions:
            msg.extensions.sort(key=lambda extension: -extension.extType)
        return super()._sendMsg(msg, *rest, **options)  # type: ignore[no-any-return]

    def _shutdown(self, resumable: bool) -> None:
        if resumable:
            self.closed = True  # the other's half: this side may still speak
        else:
            super()._shutdown(False)

    def _getMsg(self, *expected: Any) -> Iterator[Any]:
        for result in super()._getMsg(*expected):
            if self._client and isinstance(result, Certificate) and not self.shown:
                self.shown = _chain(result)
                try:
                    self._judge(self.shown)
                except Untrusted as why:
                    yield from self._untrusted(why)
            yield result

    def _untrusted(self, why: Untrusted) -> Iterator[Any]:
        try:
            yield from self._sendError(why.alert)
        finally:
            raise why

    def _queue_message(self, msg: Any) -> None:
        written = msg.write()
        self._handshake_hash.update(written)
        self._queue.append(Message(msg.contentType, written))

    def _queue_flush(self) -> Iterator[int]:
        """Each message in a record of its own, in one write: tlslite-ng would join them."""
        waiting, self._queue = self._queue, []
        for message in waiting:
            yield from self._sendMsg(message, update_hashes=False)


def _chain(message: Any) -> list[bytes]:
    chain = message.cert_chain
    return [bytes(each.bytes) for each in chain.x509List] if chain else []


def dress(hello: Any, extensions: list[int]) -> None:
    """Write the same ClientHello as OpenSSL: its ciphers, its order, 517 bytes (RFC 7685)."""
    suites = [s for s in SUITES if s not in CipherSuite.tls13Suites or _has(hello, 43)]
    hello.cipher_suites = suites
    kept = {extension.extType: extension for extension in hello.extensions}
    kept[ExtensionType.signature_algorithms] = SignatureAlgorithmsExtension().create(
        list(zip(SIGNATURES[::2], SIGNATURES[1::2], strict=True))
    )
    kept[ExtensionType.ec_point_formats] = ECPointFormatsExtension().create([0, 1, 2])
    kept[ExtensionType.supported_groups] = SupportedGroupsExtension().create([GroupName.x25519])
    hello.extensions = [kept[kind] for kind in extensions if kind in kept]
    length = len(hello.write())
    if 256 <= length < PADDED:
        padding = PaddingExtension().create(max(PADDED - length - 4, 1))
        hello.extensions.append(padding)


def _has(hello: Any, kind: int) -> bool:
    return any(extension.extType == kind for extension in hello.extensions)
