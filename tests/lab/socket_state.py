"""The sockets of one script, by number, and what is told of their addresses.

Addresses are compared but for their port: the kernel draws it, so it is told by the order in which
it is seen.
"""

from __future__ import annotations

import contextlib
import socket
from typing import Any

PATIENCE = 0.01
"""Seconds that a call waits: what can come has come already."""
NOBODY = 1
"""A port where nobody listens (tcpmux)."""
LINGER = b"\1\0\0\0\0\0\0\0"


class Sockets:
    """In the order of their making; a number counts round them, so that each one means one."""

    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []
        self.files: list[Any] = []
        self.ports: dict[tuple[int, int], str] = {}

    def at(self, number: int) -> socket.socket:
        """A socket by its number."""
        return self.sockets[number % len(self.sockets)]

    def keep(self, *sockets: socket.socket) -> str:
        """One more; it sends at once, so that no timer decides what a read finds."""
        for sock in sockets:
            if sock.family != socket.AF_UNIX and sock.type == socket.SOCK_STREAM:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(PATIENCE)
        self.sockets += sockets
        return "socket"

    def address(self, host: str, port: int | str) -> tuple[str, int]:
        """The port is that of a socket by its number, or one of the words "free" and "nobody"."""
        if isinstance(port, str):
            return host, {"free": 0, "nobody": NOBODY}[port]
        name: Any = self.at(port).getsockname()
        return host, name[1] if name else 0

    def seen(self, address: Any, sock: socket.socket) -> Any:
        """An address as it is told: its port by the order of appearance, for each protocol."""
        if not isinstance(address, tuple):
            return address
        host, port, *rest = address
        new = f"port {len(self.ports) + 1}"
        return [host, self.ports.setdefault((sock.type, port), new) if port else 0, *rest]

    def close(self) -> None:
        """Close all, without a farewell that would keep a port."""
        for sock in self.sockets:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
        for each in (*self.files, *self.sockets):
            with contextlib.suppress(OSError, ValueError):
                each.close()
