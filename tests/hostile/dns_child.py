"""A lab process where some name servers lie: it runs programs one after the other.

    python -m tests.hostile.dns_child

One line of JSON for each order on stdin, one for each outcome on stdout: starting Python costs more
than all that the programs do.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable

from lab import building
from lab.effects import Address, DatagramService, Effects, Send, Wait
from lab.net import Network
from lab.run import prepare, run
from lab.world.hosts import Machine
from tests.hostile.dns_replies import BAD, HERE, MALFORMED, NOT_THE_ANSWER, ODD, record, reply

honest_plan = building.plan
OTHERS = 100
"""Replies to another question, when there is no end to them."""


def silence(data: bytes) -> Effects:
    """Nothing."""
    yield from ()


def insisting(pause: float) -> Callable[[bytes], Effects]:
    """Wrong ids, again and again, each before the program gives up."""

    def script(data: bytes) -> Effects:
        for ident in range(1, OTHERS):
            yield Send(reply(data, record(HERE, BAD), ident=ident))
            yield Wait(pause)

    return script


def once(wire: Callable[[bytes], bytes]) -> Callable[[bytes], Effects]:
    """One reply."""

    def script(data: bytes) -> Effects:
        yield Send(wire(data))

    return script


SCRIPTS = {case: once(wire) for case, wire in (NOT_THE_ANSWER | MALFORMED | ODD).items()} | {
    "silence": silence,
    "wrong ids at once": insisting(0.0),
    "a wrong id every two seconds": insisting(2.0),
}


def lie(where: list[str], script: Callable[[bytes], Effects]) -> None:
    """In the next worlds the machines `where` follow `script`, over UDP."""

    def service(data: bytes, peer: Address) -> Effects:
        return script(data)

    def plan(machine: Machine, network: Network, seed: int) -> building.Service:
        made = honest_plan(machine, network, seed)
        if machine.name in where:
            liar: DatagramService = service
            made.datagrams[building.DNS] = liar
        return made

    building.plan = plan


def outcome(path: str, where: list[str], case: str) -> dict[str, object]:
    """Run one program: what it printed, its status, the virtual seconds and packets it took."""
    lie(where, SCRIPTS[case])
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status, world = run(path)
    cost = {"seconds": world.network.now, "packets": len(world.network.record)}
    return {"status": status, "out": out.getvalue(), "err": err.getvalue(), **cost}


def main() -> None:
    """Answer orders until there are no more."""
    prepare()
    for line in sys.stdin:
        print(json.dumps(outcome(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
