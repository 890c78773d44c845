"""Faults of the whole way, and of a server that others use: nothing is wrong, and all is late."""

from __future__ import annotations

import random
from dataclasses import replace

from lab.building import Service
from lab.errors import Overloaded
from lab.faults import Farther, Loaded, Lossy
from lab.load import Queue, crowded
from lab.net import Loss
from lab.record import Packet

SEED = 1
NEAR = ("laptop", "resolver")


def farther(service: Service, fault: Farther) -> None:
    """Move the machine away, unless it is on this side."""
    if service.machine.name not in NEAR:
        away = service.machine.round_trip * fault.times
        service.machine = replace(service.machine, round_trip=away)


def loaded(service: Service, fault: Loaded) -> None:
    """Put the others before us. Overloaded if the queue would grow for ever."""
    if fault.percent >= 100:
        raise Overloaded(percent=fault.percent)
    queue = Queue(fault.percent / 100, random.Random(SEED))
    since = service.seconds()
    service.site(crowded(service.app, queue, lambda: service.seconds() - since), service.seconds)


def lossy(fault: Lossy) -> Loss:
    """Any packet may be lost, with the same chance for each."""
    chance = random.Random(SEED)

    def lost(packet: Packet) -> bool:
        return chance.random() * 100 < fault.percent

    return lost
