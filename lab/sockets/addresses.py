"""What a program may write as an address: names, numbers, and the errors for what is neither."""

from __future__ import annotations

import _socket as real
import contextlib
import re
from ipaddress import IPv6Address, ip_address

from lab.effects import Address
from lab.sockets.core import Core
from lab.sockets.kernel import Found, current, fault

AF_INET, AF_INET6, AF_UNSPEC = int(real.AF_INET), int(real.AF_INET6), 0
MAPPED = "::ffff:"
SHORTHAND = re.compile(r"[0-9][0-9a-fA-FxX.]*")
"""127.1, 0x7f000001 and the like, which inet_aton understands (POSIX)."""


def numeric(host: str) -> str | None:
    """`host` as an address in its usual form, or None if it is a name."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return _shorthand(host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


def written(host: str) -> str | None:
    """The same, but an IPv4 address mapped into IPv6 stays one (RFC 4291 §2.5.5.2)."""
    address = numeric(host)
    return MAPPED + address if address and ":" in host and ":" not in address else address


def _shorthand(host: str) -> str | None:
    with contextlib.suppress(OSError):
        if SHORTHAND.fullmatch(host):
            return real.inet_ntoa(real.inet_aton(host))
    return None


def reached(address: Address) -> Address:
    """Where a packet to `address` goes: none goes to the unspecified one, but to this machine."""
    host, port = address
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port


def family_of(address: str) -> int:
    """AF_INET or AF_INET6."""
    return AF_INET6 if ":" in address else AF_INET


def parse(address: object, core: Core, function: str) -> Address:
    """The (IP, port) that a program gave to `function`; a name is looked up."""
    family = "AF_INET6" if core.version6 else "AF_INET"
    if core.twin:
        raise TypeError(f"a bytes-like object is required, not {_kind(address)!r}")
    if not isinstance(address, tuple):
        raise TypeError(f"{function}(): {family} address must be tuple, not {_kind(address)}")
    if len(address) not in ((2, 3, 4) if core.version6 else (2,)):
        raise TypeError(f"{function}(): {family} address must be a pair (host, port)")
    return _host(address[0], core), _port(address[1], function)


def _kind(value: object) -> str:
    return type(value).__name__


def _port(port: object, function: str) -> int:
    if not isinstance(port, int):
        raise TypeError(f"{_kind(port)!r} object cannot be interpreted as an integer")
    if not 0 <= port <= 65535:
        raise OverflowError(f"{function}(): port must be 0-65535.")
    return port


def _host(host: object, core: Core) -> str:
    name = host.decode() if isinstance(host, (bytes, bytearray)) else host
    if not isinstance(name, str):
        raise TypeError("str, bytes or bytearray expected, not " + _kind(host))
    if name in ("", "<broadcast>"):
        return "::" if core.version6 else "0.0.0.0"
    found = numeric(name)
    if found is None:
        return first_address(name, AF_INET6 if core.version6 else AF_INET)
    if ":" not in name if core.version6 else ":" in found:
        raise gaierror(-9)
    return found


def first_address(name: str, family: int) -> str:
    """The first address of `name`. gaierror if it has none."""
    answer = look_up(name, family)
    if not answer.addresses and family == AF_INET6:
        answer = look_up(name, AF_INET)
    if not answer.addresses:
        raise gaierror(answer.error)
    return answer.addresses[0]


def look_up(name: str, family: int) -> Found:
    """Look up `name` in the lab, with the rules that a real stub resolver has first."""
    if name.rstrip(".").lower() == "localhost":
        both = {AF_INET: ["127.0.0.1"], AF_INET6: ["::1"]}
        return Found("localhost", both.get(family, ["127.0.0.1", "::1"]))
    if not name or " " in name:
        return Found(name, [], _eai("EAI_NONAME", -2))
    return current().lookup(name.encode("idna").decode(), family)


MESSAGES = {
    "EAI_NONAME": (-2, "Name or service not known"),
    "EAI_AGAIN": (-3, "Temporary failure in name resolution"),
    "EAI_NODATA": (-5, "No address associated with hostname"),
    "EAI_BADFLAGS": (-1, "Bad value for ai_flags"),
    "EAI_FAMILY": (-6, "ai_family not supported"),
    "EAI_SOCKTYPE": (-7, "ai_socktype not supported"),
    "EAI_ADDRFAMILY": (-9, "Address family for hostname not supported"),
    "EAI_SERVICE": (-8, "Servname not supported for ai_socktype"),
}


def _eai(name: str, default: int) -> int:
    number: int = getattr(real, name, default)
    return number


def gaierror(number: int) -> real.gaierror:
    """The error of getaddrinfo with its usual sentence."""
    for name, (default, message) in MESSAGES.items():
        if number in (_eai(name, default), default):
            return real.gaierror(_eai(name, default), message)
    return real.gaierror(number, "Unknown error")


def shown(address: Address | None, core: Core) -> tuple[object, ...]:
    """An address as the program sees it: four fields for IPv6, IPv4 mapped in an IPv6 socket."""
    if not core.version6:
        return address or ("0.0.0.0", 0)
    host, port = address or ("::", 0)
    return (host if ":" in host else MAPPED + host), port, 0, 0


def local_only(address: str) -> None:
    """EADDRNOTAVAIL unless `address` is one of this machine's."""
    if address not in ("0.0.0.0", "::", *current().host.addresses) and address[:4] != "127.":
        raise fault("EADDRNOTAVAIL")
