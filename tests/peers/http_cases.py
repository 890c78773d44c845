"""Requests, good and bad, as bytes, and what a server may answer: three sets, kept apart.

Two were published by others, with their own expectations, and nothing in them was chosen here;
the third is ours, from the RFCs. A server that is measured only by its author looks better than it
is, so that the three are never added up.

Each case of tests/peers/http_*.toml has these keys; none but `id` and `send` is needed.

    send       the bytes; a character below U+0100 is a byte, <<text*n>> is n times the text
    accept     the statuses that are right, as "400 5xx"
    tolerate   the statuses that the RFC allows although the set would rather not see them
    silence    what is right without any response: "closed", "waiting" (for more), or "any" of both
    content    what a response with 2xx must carry (the application sends back what it was sent)
    has, lacks a field that a response with an accepted status must, or must not, have
    closes     the statuses after which the server must close the connection, and send no more
    then       after a response with 2xx: the statuses of a second one on the same connection
    lacks_interim   no 1xx before the response
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SETS = ("h1spec", "probe", "ours")
_REPEATED = re.compile(r"<<(.+?)\*(\d+)>>", re.S)


class Verdict(Enum):
    """What a case says of a server."""

    RIGHT = "right"
    TOLERATED = "tolerated"
    WRONG = "wrong"


@dataclass(frozen=True)
class Answer:
    """One response: its status, its fields with names in lower case, its content."""

    status: int
    fields: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


@dataclass(frozen=True)
class Heard:
    """All that came back: the responses, 1xx too, and whether the server closed the connection."""

    answers: tuple[Answer, ...] = ()
    closed: bool = False

    @property
    def final(self) -> list[Answer]:
        """The responses that are not interim ones."""
        return [answer for answer in self.answers if answer.status >= 200]

    def __str__(self) -> str:
        statuses = [str(answer.status) for answer in self.answers]
        return " ".join([*statuses, *["closed"] * self.closed]) or "nothing"


@dataclass(frozen=True)
class Case:
    """One request and what may come back; see the module."""

    id: str
    send: str
    level: str = "MUST"
    section: str = ""
    source: str = ""
    accept: str = ""
    tolerate: str = ""
    silence: str = ""
    content: str | None = None
    has: str = ""
    lacks: str = ""
    closes: str = ""
    then: str = ""
    lacks_interim: bool = False

    @property
    def data(self) -> bytes:
        """The bytes to send."""
        text = _REPEATED.sub(lambda found: found[1] * int(found[2]), self.send)
        return text.encode("latin-1")

    def enough(self, heard: Heard) -> bool:
        """Nothing that may still come would change the verdict."""
        if heard.closed:
            return True
        if not heard.final:
            return any(one_of(answer.status, self.accept) for answer in heard.answers)
        if one_of(heard.final[0].status, self.closes):
            return len(heard.final) > 1
        return len(heard.final) > bool(self.then) or not one_of(heard.final[0].status, self.accept)

    def judge(self, heard: Heard) -> Verdict:
        """What `heard` says of the server."""
        if self.lacks_interim and len(heard.final) < len(heard.answers):
            return Verdict.WRONG
        if not heard.answers:
            right = self.silence in ("any", "closed" if heard.closed else "waiting")
            return Verdict.RIGHT if right else Verdict.WRONG
        return self._judge_answer((heard.final or list(heard.answers))[0], heard)

    def _judge_answer(self, first: Answer, heard: Heard) -> Verdict:
        if one_of(first.status, self.closes) and not (heard.closed and len(heard.final) == 1):
            return Verdict.WRONG
        if one_of(first.status, self.accept) and self._fits(first, heard):
            return Verdict.RIGHT
        return Verdict.TOLERATED if one_of(first.status, self.tolerate) else Verdict.WRONG

    def _fits(self, first: Answer, heard: Heard) -> bool:
        good = 200 <= first.status < 300 and first.status != 204
        return (
            (self.content is None or not good or first.content == self.content.encode("latin-1"))
            and (not self.has or self.has in first.fields)
            and (not self.lacks or self.lacks not in first.fields)
            and (not self.then or not good or self._goes_on(heard))
        )

    def _goes_on(self, heard: Heard) -> bool:
        return len(heard.final) > 1 and one_of(heard.final[1].status, self.then)


def one_of(status: int, statuses: str) -> bool:
    """Whether `statuses`, as "400 5xx", has this one."""
    return str(status) in statuses.split() or f"{status // 100}xx" in statuses.split()


@cache
def cases(name: str) -> tuple[Case, ...]:
    """The cases of one set."""
    text = (HERE / f"http_{name}.toml").read_text("utf8")
    return tuple(Case(**case) for case in tomllib.loads(text)["cases"])
