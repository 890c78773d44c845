"""The ways in which a miniature Internet can be broken. A break (lab/world/breaks/) lists some.

Each value is a change to the world before a program runs; lab/breaking.py knows how it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Silent:
    """The host receives and never answers."""

    host: str


@dataclass(frozen=True)
class Closed:
    """Nobody listens on this port of the host any more."""

    host: str
    port: int


@dataclass(frozen=True)
class Forgotten:
    """The name loses its records of this type in its zone, or all of them ("ANY")."""

    zone: str
    name: str
    rdtype: str = "ANY"


@dataclass(frozen=True)
class Lies:
    """The name server does not answer as it should.

    "servfail": it says that it cannot. "truncated": over UDP it says that there is more.
    "wrong-id": before its reply comes a forged one, with another id and another address.
    """

    host: str
    how: Literal["servfail", "truncated", "wrong-id"]


@dataclass(frozen=True)
class Lost:
    """The `nth` packet of this kind from one host to the other is lost, once.

    "data" counts segments that carry data, "syn" and "syn-ack" the first two messages of a
    handshake, "datagram" UDP.
    """

    source: str
    destination: str
    kind: Literal["data", "syn", "syn-ack", "datagram"]
    nth: int = 1


@dataclass(frozen=True)
class Tampered:
    """What the program sends to this port is changed before it leaves."""

    port: int
    pattern: bytes
    instead: bytes


@dataclass(frozen=True)
class Site:
    """The site of this host does not answer as it should.

    "slow": 3 s late. "error": its program raises an exception. "gone": no page is found.
    "cut": half of the body, then the end. "reset": the whole answer, then a reset.
    "charset": it announces UTF-16 for its text. "loop": each page redirects to itself.
    "no-database": the guest book's file cannot be opened.
    """

    host: str
    how: Literal["slow", "error", "gone", "cut", "reset", "charset", "no-database", "loop"]


@dataclass(frozen=True)
class Altered:
    """In the file at this path of the site, each `pattern` becomes `instead`."""

    host: str
    path: str
    pattern: bytes
    instead: bytes


@dataclass(frozen=True)
class Late:
    """The file at this path of the site comes `seconds` late."""

    host: str
    path: str
    seconds: float


@dataclass(frozen=True)
class Missing:
    """The site has nothing at this path any more."""

    host: str
    path: str


@dataclass(frozen=True)
class Farther:
    """Every machine beyond the resolver is this many times farther."""

    times: int


@dataclass(frozen=True)
class Lossy:
    """Each packet, whoever sends it, is lost with this chance."""

    percent: int


@dataclass(frozen=True)
class Loaded:
    """Others use the site of this host too, and take this part of its time."""

    host: str
    percent: int


@dataclass(frozen=True)
class Ends:
    """The server of this host ends its connections otherwise, after `seconds` without a byte.

    "reset": it drops them. "closed": it closes them. "forgotten": it forgets them without a word.
    """

    host: str
    how: Literal["reset", "closed", "forgotten"]
    seconds: float


@dataclass(frozen=True)
class Certificate:
    """Over TLS, the host shows another certificate (a file of lab/world/certificates/)."""

    host: str
    file: str


@dataclass(frozen=True)
class Unsecured:
    """On the port of TLS, the host speaks plain HTTP."""

    host: str


@dataclass(frozen=True)
class Together:
    """The visitors of the program's own server come at the same time."""


Fault = (
    Silent
    | Closed
    | Forgotten
    | Lies
    | Lost
    | Tampered
    | Site
    | Altered
    | Late
    | Missing
    | Ends
    | Farther
    | Lossy
    | Loaded
    | Certificate
    | Unsecured
    | Together
)
