"""No other address than the lab's own, ever: the interpreter reports each attempt (PEP 578).

A server that anybody may ask must not become a way to elsewhere, whatever a query, a proxy's client
or a mistake makes of it. lab/guard.py forbids all sockets; here those of this machine are needed.
"""

from __future__ import annotations

import ipaddress
import sys
from functools import lru_cache

from lab.errors import RealSocket

OWN = tuple(
    map(
        ipaddress.ip_network,
        ("127.0.0.0/8", "::1/128", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",
         "2001:db8::/32"),
    )
)  # fmt: skip
"""Loopback, and the addresses kept for documentation (RFC 5737, RFC 3849)."""
TO_ADDRESS = frozenset(("socket.bind", "socket.connect", "socket.sendto", "socket.sendmsg"))
BY_NAME = frozenset(
    ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
)


def install() -> None:
    """From now on, whatever leads elsewhere is a RealSocket. It cannot be undone."""
    sys.addaudithook(_hook)


def _hook(event: str, args: tuple[object, ...]) -> None:
    if event in BY_NAME or (event in TO_ADDRESS and not is_own(args[1])):
        raise RealSocket(event=event)


def is_own(address: object) -> bool:
    """Whether an address given to a socket stays here; None is the one it is connected to."""
    if isinstance(address, tuple) and address and isinstance(address[0], str):
        return _is_own_host(address[0])
    return address is None


@lru_cache(1024)
def _is_own_host(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in OWN)
