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

    "data" counts segments that carry data, "syn-ack" answers to a SYN, "datagram" UDP.
    """

    source: str
    destination: str
    kind: Literal["data", "syn-ack", "datagram"]
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
    "charset": it announces UTF-16 for its text.
    """

    host: str
    how: Literal["slow", "error", "gone", "cut", "reset", "charset"]


@dataclass(frozen=True)
class Together:
    """The visitors of the program's own server come at the same time."""


Fault = Silent | Closed | Forgotten | Lies | Lost | Tampered | Site | Together
