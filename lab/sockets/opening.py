"""Which sockets there are in the lab, and which there are not."""

from __future__ import annotations

import _socket as real

from lab.sockets.addresses import AF_INET, AF_INET6
from lab.sockets.core import DATAGRAM, STREAM, Core
from lab.sockets.kernel import Kernel, fault

AF_UNIX = int(getattr(real, "AF_UNIX", 1))
KINDS = 0xF
"""The bits of a socket's type that are not flags (SOCK_NONBLOCK, SOCK_CLOEXEC)."""


def new_core(kernel: Kernel, family: int, kind: int) -> Core:
    """A fresh socket. Only Internet sockets, of streams and datagrams: raw ones need privileges."""
    if family not in (AF_INET, AF_INET6):
        raise fault("EAFNOSUPPORT")
    if kind not in (STREAM, DATAGRAM):
        raise fault("EPERM")
    return Core(kernel, family, kind, family == AF_INET6)
