"""Ports: those asked for or any that are free, and one sentence when they cannot be had."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterable

from lab.errors import LabError, NoSuchAddress, PortForbidden, PortInUse

TRIES = 50
"""Times that the system is asked for a port that is free for all the kinds wanted."""
BACKLOG = 512
UDP, TCP = socket.SOCK_DGRAM, socket.SOCK_STREAM
Wanted = tuple[str, socket.SocketKind]


def open_all(wanted: Iterable[Wanted], port: int) -> list[socket.socket]:
    """One socket for each address and kind, all with the same port; 0: any that is free.

    PortInUse, PortForbidden or NoSuchAddress if it cannot be.
    """
    wanted = list(wanted)
    for _ in range(TRIES - 1 if not port else 0):
        try:
            return _open_together(wanted, port)
        except PortInUse:
            pass
    return _open_together(wanted, port)


def has_ipv6() -> bool:
    """Whether this machine has ::1."""
    try:
        _open("::1", TCP, 0).close()
    except LabError:
        return False
    return True


def _open_together(wanted: list[Wanted], port: int) -> list[socket.socket]:
    opened: list[socket.socket] = []
    try:
        for address, kind in wanted:
            opened.append(_open(address, kind, port))
            port = opened[0].getsockname()[1]
    except LabError:
        for each in opened:
            each.close()
        raise
    return opened


def _open(address: str, kind: socket.SocketKind, port: int) -> socket.socket:
    try:
        own = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
    except OSError:  # no IPv6 at all
        raise NoSuchAddress(address=address) from None
    try:
        _prepare(own, address, kind, port)
    except OSError as error:
        own.close()
        raise _told(error, address, port) from None
    return own


def _prepare(own: socket.socket, address: str, kind: socket.SocketKind, port: int) -> None:
    own.setblocking(False)
    if own.family == socket.AF_INET6:
        own.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    if sys.platform == "win32":  # there, SO_REUSEADDR would share a port with anybody
        own.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    elif kind == TCP:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    own.bind((address, port))
    if kind == TCP:
        own.listen(BACKLOG)


def _told(error: OSError, address: str, port: int) -> LabError:
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)):
        return PortInUse(port=port, address=address)
    if error.errno in (errno.EACCES, errno.EPERM):  # Windows says so of a port in use, too
        return PortForbidden(port=port, address=address)
    return NoSuchAddress(address=address)
