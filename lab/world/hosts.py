"""The machines of the lab, each with its place: how long a packet takes to go there and back.

    laptop ─┬─ resolver                4 ms   asks for you, remembers
            ├─ a.root-servers.net     12 ms   .
            ├─ b.root-servers.net     18 ms   .
            ├─ a.gtld-servers.net     24 ms   com. net.
            ├─ b.gtld-servers.net     30 ms   com. net.
            ├─ a0.org.afilias-nst.info 36 ms  org. info.
            ├─ ns1.example.com        80 ms   example.com.
            ├─ ns2.example.com        90 ms   example.com.
            ├─ ns.example.net         60 ms   example.net. example.org.
            ├─ ns1.sub.example.com    60 ms   sub.example.com.
            ├─ www.example.com        80 ms   the demo site
            ├─ www.example.org        40 ms   another site
            ├─ www.example.net        40 ms   another site
            ├─ mail.example.com       40 ms   receives mail elsewhere; here it refuses
            ├─ closed.example.com     40 ms   refuses everything
            ├─ slow.example.com       40 ms   the demo site, 3 s late
            ├─ silent.example.com     40 ms   answers nothing
            ├─ visitor-1              30 ms   comes to your server
            └─ visitor-2              30 ms   comes to your server

Addresses are those kept for documentation (RFC 5737, RFC 3849): they belong to nobody, so that
nothing written here can ever reach a real machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Machine:
    """One host. `round_trip` is in milliseconds from the laptop.

    `zones` are files of zones/ that it is the authority for; `site` is a folder of sites/ that it
    serves on ports 80 and 443, each answer `late` seconds late.
    """

    name: str
    addresses: tuple[str, ...]
    round_trip: int = 0
    zones: tuple[str, ...] = ()
    resolver: bool = False
    site: str = ""
    late: float = 0.0
    silent: bool = False


ROOT = ("root", "root-servers.net", "arpa")
LAPTOP = Machine("laptop", ("192.0.2.23", "2001:db8::23"))
RESOLVER = Machine("resolver", ("192.0.2.53", "2001:db8::53"), 4, resolver=True)

MACHINES = (
    LAPTOP,
    RESOLVER,
    Machine("a.root-servers.net", ("198.51.100.1", "2001:db8:51::1"), 12, ROOT),
    Machine("b.root-servers.net", ("198.51.100.2", "2001:db8:51::2"), 18, ROOT),
    Machine("a.gtld-servers.net", ("198.51.100.11", "2001:db8:51::11"), 24, ("com", "net")),
    Machine("b.gtld-servers.net", ("198.51.100.12", "2001:db8:51::12"), 30, ("com", "net")),
    Machine("a0.org.afilias-nst.info", ("198.51.100.21", "2001:db8:51::21"), 36, ("org", "info")),
    Machine("ns1.example.com", ("198.51.100.31", "2001:db8:51::31"), 80, ("example.com",)),
    Machine("ns2.example.com", ("198.51.100.32", "2001:db8:51::32"), 90, ("example.com",)),
    Machine(
        "ns.example.net",
        ("198.51.100.41", "2001:db8:51::41"),
        60,
        ("example.net", "example.org"),
    ),
    Machine("ns1.sub.example.com", ("198.51.100.42", "2001:db8:51::42"), 60, ("sub.example.com",)),
    Machine("www.example.com", ("203.0.113.10", "2001:db8:113::10"), 80, site="www.example.com"),
    Machine("www.example.org", ("203.0.113.20", "2001:db8:113::20"), 40, site="www.example.org"),
    Machine("www.example.net", ("203.0.113.30", "2001:db8:113::30"), 40, site="www.example.net"),
    Machine("mail.example.com", ("203.0.113.25",), 40),
    Machine("closed.example.com", ("203.0.113.67",), 40),
    Machine("slow.example.com", ("203.0.113.68",), 40, site="www.example.com", late=3.0),
    Machine("silent.example.com", ("203.0.113.66",), 40, silent=True),
    Machine("visitor-1", ("203.0.113.98",), 30),
    Machine("visitor-2", ("203.0.113.99",), 30),
)
"""Every host of the lab. The addresses of each: IPv4, then IPv6 if it has one."""

INHABITED = re.compile(
    r"(^|\.)(example\.(com|net|org)|(root|gtld)-servers\.net|afilias-nst\.info|arpa"
    r"|test|invalid|example|localhost)\.?$"
)
"""Names that the lab may speak for, be it to say that they do not exist; RFC 6761, RFC 2606."""
