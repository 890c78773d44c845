"""A lab process whose www.example.com means harm: it runs programs one after the other.

    python -m tests.hostile.child

One line of JSON for each order on stdin, one for each outcome on stdout. Starting Python, and
importing what the programs import, costs more than all that they do: one child does it once.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys

from lab import building, net
from lab.browser import session
from lab.effects import Address, Conversation, Effects
from lab.errors import LabError
from lab.host import Host
from lab.run import read, refused, run_source
from lab.sockets.kernel import Found, Lookup
from lab.world.hosts import MACHINES, Machine
from tests.hostile.sites import SITES, Script
from tests.includes import ROOT

VICTIM = "www.example.com"
MEMORY = 2 << 30
"""Bytes of addresses that this process may have: what asks for more gets MemoryError."""
net.MOST_PACKETS, net.MOST_BYTES = 600, 300_000  # less than the lab allows: the same, sooner
honest_plan, honest_looker = building.plan, building.looker


class Liar:
    """A conversation that follows a script, again for each request."""

    patience: float | None = None

    def __init__(self, script: Script) -> None:
        self._script, self._inbox = script, b""

    def receive(self, data: bytes) -> Effects:
        """Wait for a whole head."""
        self._inbox += data
        while b"\r\n\r\n" in self._inbox:
            request, _, self._inbox = self._inbox.partition(b"\r\n\r\n")
            yield from self._script(request)

    def receive_eof(self) -> Effects:
        """Never mind."""
        yield from ()

    def expire(self) -> Effects:
        """It never does."""
        yield from ()


def spoil(site: str) -> None:
    """The next worlds have a victim that follows this script, with TLS and without; or none."""

    def converse(client: Address) -> Conversation:
        return Liar(SITES[site])

    def plan(machine: Machine, network: net.Network, seed: int) -> building.Service:
        service = honest_plan(machine, network, seed)
        if machine.name == VICTIM:
            service.around = lambda honest: converse
            service.site(service.app, service.seconds)
        return service

    building.plan = plan if site in SITES else honest_plan


def looker(laptop: Host) -> Lookup:
    """The victim's address is known: names are not what is attacked here."""
    look_up = honest_looker(laptop)
    found = Found(VICTIM, [a for m in MACHINES if m.name == VICTIM for a in m.addresses[:1]])
    return lambda name, family: found if name == VICTIM else look_up(name, family)


def outcome(path: str, site: str, arguments: list[str]) -> dict[str, object]:
    """Run one program; what it printed, what it sent to the victim, and what it cost."""
    spoil(site)
    written = {"stdout": bytearray(), "stderr": bytearray()}
    told: dict[str, object] = {}
    session._forget((ROOT / path).parent)
    with session._redirected(lambda name, data: written[name].extend(data)):
        try:
            told["status"], world = run_source(read(path), path, arguments)
            told |= _cost(world.network)
        except LabError as error:
            told["status"] = refused(error, path)
        session._finalize()
    texts = {name: data.decode("utf8", "replace") for name, data in written.items()}
    return told | texts


def _cost(network: net.Network) -> dict[str, object]:
    to_web = (packet.data for packet in network.record if packet.destination[1] == 80)
    sent = b"".join(to_web).decode("latin-1")
    return {"seconds": network.now, "packets": len(network.record), "sent": sent}


def main() -> None:
    """Until there are no more orders."""
    with contextlib.suppress(ImportError):  # Windows has none
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    session.start(str(ROOT))
    building.looker = looker
    gc.freeze()  # each run ends with a look for what it left
    for line in sys.stdin:
        print(json.dumps(outcome(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
