"""A server that others use too: a request waits until a worker is free.

The other clients are not hosts of the lab: each is an arrival in the queue, and nothing of theirs
crosses the wire. Their arrivals are independent and their work varies, both as chance has it
(exponential laws), so with one worker this is the queue that textbooks call M/M/1. Chance is
seeded: the same crowd comes in every run.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

WORK = 0.020
"""Seconds of work for one request: the mean for the others', exactly this for ours."""
BEFORE = 2000
"""How many of the others come before the time 0, so that the queue is as it usually is."""
REMEMBERED = 100 * BEFORE
"""Of the others that came during a long silence of ours, only so many are looked at."""


class Queue:
    """Workers, and those who wait for one: first come, first served.

    `load` is the part of the workers' time that the others take, at least 0 and less than 1.
    """

    def __init__(self, load: float, chance: random.Random, workers: int = 1) -> None:
        if not 0 <= load < 1:
            raise ValueError("the load must be at least 0 and less than 1")
        self._gap = WORK / (load * workers) if load else math.inf
        self._chance = chance
        self._free = [-math.inf] * workers
        self._next = -BEFORE * self._gap if load else math.inf

    def enter(self, now: float, work: float = WORK) -> float:
        """A request arrives at `now`, and not before the last one: the seconds until its turn."""
        self._next = max(self._next, now - REMEMBERED * self._gap)
        while self._next <= now:
            self._serve(self._next, self._chance.expovariate(1 / WORK))
            self._next += self._chance.expovariate(1 / self._gap)
        return self._serve(now, work) - now

    def _serve(self, arrival: float, work: float) -> float:
        begins = max(arrival, self._free[0])
        heapq.heapreplace(self._free, begins + work)
        return begins


def crowded(app: WSGIApplication, queue: Queue, seconds: Callable[[], float]) -> WSGIApplication:
    """The same application behind `queue`; Server-Timing says what the wait and the work took."""

    def waiting(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        wait = queue.enter(seconds())
        environ["lab.wait"](wait + WORK)
        timing = f"queue;dur={wait * 1000:.1f}, work;dur={WORK * 1000:.1f}"

        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            return start_response(status, [*headers, ("Server-Timing", timing)], *rest)  # type: ignore[arg-type]

        return app(environ, start)  # type: ignore[arg-type]

    return waiting
