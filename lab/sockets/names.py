"""`getaddrinfo` and its family: names are looked up by asking the lab's resolver, on the wire."""

from __future__ import annotations

import _socket as real
import re
from typing import Any

from lab.sockets.addresses import (
    AF_INET,
    AF_INET6,
    AF_UNSPEC,
    MAPPED,
    family_of,
    first_address,
    gaierror,
    look_up,
    numeric,
    written,
)
from lab.sockets.kernel import current

SERVICES = {"http": 80, "https": 443, "domain": 53, "smtp": 25, "ssh": 22, "ftp": 21, "imap": 143}
"""The few lines of /etc/services that a course on the Web meets."""
RAW = 3
PROTOCOLS = ((1, 6), (2, 17), (RAW, 0))
"""(SOCK_STREAM, TCP), (SOCK_DGRAM, UDP), (SOCK_RAW, any), in the order of Linux."""
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_V4MAPPED, AI_NUMERICSERV = 1, 2, 4, 8, 1024
NUMBER = re.compile(r"[+-]?[0-9]+|")
NI_NUMERICSERV = int(getattr(real, "NI_NUMERICSERV", 2))

Answer = tuple[int, int, int, str, tuple[Any, ...]]


def getaddrinfo(
    host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0
) -> list[Answer]:
    """RFC 3493 §6.1. IPv4 comes first in the lab, as an administrator may ask (RFC 6724 §2.1)."""
    if host is None and port is None:
        raise gaierror(-2)
    name = _name(host)
    if flags & AI_CANONNAME and name is None:
        raise gaierror(-1)
    if family not in (AF_UNSPEC, AF_INET, AF_INET6):
        raise gaierror(-6)
    if flags & AI_NUMERICSERV and _number(port) is None:
        raise gaierror(-2)
    kinds = _kinds(int(type) & 0xF, proto, port)
    number = _port(port)
    canonical, found = _addresses(name, int(family), flags)
    ends = [(family_of(a), _end(a, number, name)) for a in found]
    answers = [(version, *kind, "", end) for version, end in ends for kind in kinds]
    if flags & AI_CANONNAME:
        answers[0] = (*answers[0][:3], canonical, answers[0][4])
    return answers


def _kinds(kind: int, protocol: int, port: Any) -> list[tuple[int, int]]:
    kinds = [each for each in PROTOCOLS if kind in (0, each[0]) and protocol in (0, each[1])]
    if kind in (0, RAW) and protocol and not kinds and port in (None, "", b""):
        return [(RAW, protocol)]
    if not kinds:
        raise gaierror(-7 if kind else -8)
    return kinds


def _name(host: Any) -> str | None:
    name = host.decode() if isinstance(host, (bytes, bytearray)) else host
    if name is not None and not isinstance(name, str):
        raise TypeError("getaddrinfo() argument 1 must be string or None")
    return name


def _end(address: str, port: int, name: str | None) -> tuple[Any, ...]:
    """An IPv6 address may name the link that it is for: fe80::1%2 (RFC 4007 §11)."""
    zone = (name or "").partition("%")[2]
    scope = int(zone) if zone.isdigit() else 0
    return (address, port, 0, scope) if ":" in address else (address, port)


def _port(port: Any) -> int:
    number = _number(port)
    if number is not None and number >= 0:
        return number & 0xFFFF
    name = None if isinstance(port, int) else _name(port)
    if name not in SERVICES:
        raise gaierror(-8)
    return SERVICES[name]


def _number(port: Any) -> int | None:
    """What strtoul makes of it; None if it is a name."""
    text = port.decode() if isinstance(port, (bytes, bytearray)) else port
    if text is None or isinstance(text, int):
        return text or 0
    if not isinstance(text, str):
        raise OSError("Int or String expected")
    return int(text or 0) if NUMBER.fullmatch(text) else None


def _addresses(name: str | None, family: int, flags: int) -> tuple[str, list[str]]:
    if name is None:
        both = ["0.0.0.0", "::"] if flags & AI_PASSIVE else ["127.0.0.1", "::1"]
        return "", [a for a in both if family in (AF_UNSPEC, family_of(a))]
    address = numeric(name) if family == AF_INET else written(name)
    if address and family == AF_INET6 and flags & AI_V4MAPPED and ":" not in address:
        address = MAPPED + address
    if address:
        if family not in (AF_UNSPEC, family_of(address)):
            raise gaierror(-9)
        return name, [address]
    if flags & AI_NUMERICHOST:
        raise gaierror(-2)
    found = look_up(name, family)
    if not found.addresses:
        raise gaierror(found.error)
    return found.canonical, found.addresses


def gethostbyname(name: str) -> str:
    """The first IPv4 address of `name`."""
    if ":" in name:
        raise gaierror(-9)
    return numeric(name) or ("0.0.0.0" if not name else first_address(name, AF_INET))


def gethostbyname_ex(name: str) -> tuple[str, list[str], list[str]]:
    """The canonical name of `name`, its aliases, its IPv4 addresses."""
    canonical, found = _addresses(name, AF_INET, 0)
    return canonical, [] if canonical == name else [name], found


def gethostbyaddr(address: str) -> tuple[str, list[str], list[str]]:
    """The name of a host of the lab. herror for any other address."""
    number = numeric(address) or first_address(address, AF_UNSPEC)
    name = current().network.names().get(number)
    if name is None:
        raise real.herror(1, "Unknown host")
    return name, [], [number]


def getnameinfo(sockaddr: tuple[Any, ...], flags: int) -> tuple[str, str]:
    """The address and the port in text; names of services as far as they are known."""
    services = {number: name for name, number in SERVICES.items()}
    address, port = written(sockaddr[0]), str(sockaddr[1])
    if address is None:
        raise gaierror(-2)
    return address, port if flags & NI_NUMERICSERV else services.get(sockaddr[1], port)


def getservbyname(name: str, protocol: str = "tcp") -> int:
    """The port of a service."""
    if name not in SERVICES:
        raise OSError("service/proto not found")
    return SERVICES[name]


def getservbyport(port: int, protocol: str = "tcp") -> str:
    """The service of a port."""
    for name, number in SERVICES.items():
        if number == port:
            return name
    raise OSError("port/proto not found")


def gethostname() -> str:
    """The name of this machine."""
    return current().host.name
