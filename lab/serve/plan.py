"""What each machine of the lab answers with, by the real clock and real chance, and what is broken.

A server does not know that it stands on real sockets. But what lies between it and its clients is
the system's there, and no break of the lab's can be made in it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from random import SystemRandom
from typing import TYPE_CHECKING

from lab import breaking
from lab import faults as kinds
from lab.building import DNS, Service, equip
from lab.errors import NotServed
from lab.numbered import faults_of
from lab.serve import log
from lab.serve.briefly import briefly
from lab.serve.sites import misdirected
from lab.world.hosts import MACHINES, Machine

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

ON_THE_WAY = (kinds.Lost, kinds.Tampered, kinds.Lossy, kinds.Farther, kinds.Together)
"""Faults of what a server cannot see."""


def services(
    breaks: Iterable[str] = (), *, shared: bool, watched: bool = False
) -> dict[str, Service]:
    """What each machine answers with. `shared`: all sites behind one port, each for its own names.

    `watched`: each question and each request is told.
    UnknownBreak and the like, or NotServed: what is broken is not in a server.
    """
    epoch = time.time() - time.monotonic()
    ids = SystemRandom()
    found = {machine.name: equip(machine, time.monotonic, epoch, ids) for machine in MACHINES}
    for each in found.values():
        if each.machine.resolver:
            each.datagrams[DNS] = briefly(each.datagrams[DNS], time.monotonic)
        if each.machine.site:
            each.door = partial(_door, each.machine, shared, watched)
            each.site(each.app, each.seconds)
    for fault in breaking.in_order(fault for asked in breaks for fault in _faults(asked)):
        breaking.change(found.values(), fault)
    for each in found.values() if watched else ():
        log.watch(each)
    return found


def _door(machine: Machine, shared: bool, watched: bool, app: WSGIApplication) -> WSGIApplication:
    app = misdirected(app, machine) if shared else app
    return log.requests(app, machine.name) if watched else app


def _faults(asked: str) -> tuple[kinds.Fault, ...]:
    faults = faults_of(asked)
    if any(isinstance(fault, ON_THE_WAY) for fault in faults):
        raise NotServed(name=asked)
    return faults
