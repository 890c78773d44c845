"""The exceptions of `ssl`, in OpenSSL's words: programs and their readers look at both."""

from __future__ import annotations

from typing import Any

ZERO_RETURN, WANT_READ, EOF, SSL = 6, 2, 8, 1
_SSL3 = {10, 20, 30, 40, 41, 42, 43, 44, 45, 46, 47}
"""The alerts that were already in SSL 3: OpenSSL names them after it."""


class Untrusted(Exception):
    """Why a chain proves nothing: OpenSSL's text and number, and the alert that tells the other."""

    def __init__(self, text: str, code: int, alert: int) -> None:
        super().__init__(text)
        self.text, self.code, self.alert = text, code, alert


def failure(ssl: Any, reason: str, words: str = "") -> Exception:
    """An SSLError for this reason of OpenSSL's, as WRONG_VERSION_NUMBER."""
    return _named(ssl.SSLError, reason, words or reason.lower().replace("_", " "))  # type: ignore[no-any-return]


def untrusted(ssl: Any, why: Untrusted) -> Exception:
    """An SSLCertVerificationError."""
    words = f"certificate verify failed: {why.text}"
    made = _named(ssl.SSLCertVerificationError, "CERTIFICATE_VERIFY_FAILED", words)
    made.verify_message, made.verify_code = why.text, why.code
    return made  # type: ignore[no-any-return]


def alerted(ssl: Any, number: int, name: str) -> Exception:
    """An SSLError: the other side said that this is wrong."""
    return failure(ssl, f"{'SSLV3' if number in _SSL3 else 'TLSV1'}_ALERT_{name.upper()}")


def want_read(ssl: Any) -> Exception:
    """More bytes are needed."""
    return ssl.SSLWantReadError(WANT_READ, "The operation did not complete (read)")  # type: ignore[no-any-return]


def cut(ssl: Any) -> Exception:
    """The stream ended without close_notify."""
    words = "EOF occurred in violation of protocol"
    made = _named(ssl.SSLEOFError, "UNEXPECTED_EOF_WHILE_READING", words)
    made.args = EOF, made.args[1]
    return made  # type: ignore[no-any-return]


def closed(ssl: Any) -> Exception:
    """The other side said close_notify."""
    return ssl.SSLZeroReturnError(ZERO_RETURN, "TLS/SSL connection has been closed (EOF)")  # type: ignore[no-any-return]


def told(ssl: Any, error: Exception) -> Exception | None:
    """An exception of tlslite-ng, or Untrusted, as `ssl` has it; None if it is neither."""
    from tlslite import errors
    from tlslite.constants import AlertDescription

    if isinstance(error, Untrusted):
        return untrusted(ssl, error)
    if isinstance(error, errors.TLSAbruptCloseError):
        return cut(ssl)
    if not isinstance(error, errors.TLSAlert):
        return None
    if error.description == AlertDescription.close_notify:
        return closed(ssl)
    name = AlertDescription.toStr(error.description)
    if isinstance(error, errors.TLSRemoteAlert):
        return alerted(ssl, error.description, name)
    return failure(ssl, name.upper())


def _named(kind: Any, reason: str, words: str) -> Any:
    made = kind(SSL, f"[SSL: {reason}] {words}")
    made.library, made.reason = "SSL", reason
    return made
