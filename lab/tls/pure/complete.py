"""Completing a `ssl` that cannot do TLS by itself: everything in its place in the module."""

from __future__ import annotations

from typing import Any

from lab.tls.pure.engine import Engine
from lab.tls.pure.given import methods
from lab.tls.pure.objects import SSLObject


def complete(ssl: Any, contexts: set[Any]) -> None:
    """Give `ssl`, and these classes of contexts, what they lack: to be called once."""
    from lab.tls.pure.sockets import SSLSocket  # a socket of the lab, from here on

    _exceptions(ssl)
    ssl.SSLObject, ssl.SSLSocket = SSLObject, SSLSocket
    ssl.HAS_TLSv1_3 = ssl.HAS_NEVER_CHECK_COMMON_NAME = True
    for context in contexts:
        context.sslobject_class, context.sslsocket_class = SSLObject, SSLSocket
        context._wrap_bio, context.wrap_bio = _engine(ssl), wrap_bio
        for name, method in methods(ssl).items():
            setattr(context, name, method)
        context.hostname_checks_common_name = False


def _exceptions(ssl: Any) -> None:
    """As in the standard library: what is wrong with a certificate is a ValueError too."""
    if issubclass(ssl.SSLCertVerificationError, ValueError):
        return
    bases = (ssl.SSLError, ValueError)
    made = type("SSLCertVerificationError", bases, {"__module__": "ssl"})
    ssl.SSLCertVerificationError = ssl.CertificateError = made


def _engine(ssl: Any) -> Any:
    def wrap(
        self: Any, incoming: Any, outgoing: Any, server_side: bool,
        server_hostname: str | None = None, *, owner: Any = None, session: Any = None,
    ) -> Engine:  # fmt: skip
        return Engine(ssl, self, incoming, outgoing, server_side, server_hostname, owner)

    return wrap


def wrap_bio(
    self: Any, incoming: Any, outgoing: Any, server_side: bool = False,
    server_hostname: str | None = None, session: Any = None,
) -> Any:  # fmt: skip
    """As the standard one."""
    return self.sslobject_class._create(
        incoming, outgoing, server_side=server_side, session=session, context=self,
        server_hostname=self._encode_hostname(server_hostname),
    )  # fmt: skip
