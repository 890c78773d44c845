"""The lab's machines behind one port: what stands on each, and what is said of one that does not.

A program in the lab sees a refused connection, or none that ever opens. Here it is connected
already, to the port that stands for them all: it can only be told, as a proxy tells it (RFC 9110
§15.6.3, §15.6.5).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from lab.effects import Close, Effects, Send, StreamService, Wait
from lab.serve.limits import Limits
from lab.web.message import refusal


@dataclass(frozen=True)
class Machines:
    """By name and port, the service that stands there; `silent` names those that never answer."""

    streams: Mapping[str, Mapping[int, StreamService]]
    silent: frozenset[str]
    limits: Limits

    def service(self, name: str, port: int) -> StreamService | None:
        """What stands on this port of the machine, if it answers at all."""
        return None if name in self.silent else self.streams.get(name, {}).get(port)

    def absence(self, name: str, port: int, head_only: bool) -> Effects:
        """What the client hears in place of that service."""
        if name in self.silent:
            yield Wait(self.limits.silence)
            yield from say(504, f"{name} does not answer", head_only)
        else:
            yield from say(502, f"{name} refuses connections to port {port}", head_only)


def say(status: int, why: str, head_only: bool = False) -> Effects:
    """A response, and the end."""
    yield Send(refusal(status, why, time.time(), head_only))
    yield Close()
