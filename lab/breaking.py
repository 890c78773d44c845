"""How each fault of lab/faults.py is made. The world knows nothing of it: it is only built so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from lab import faults as kinds
from lab import lying, slowing
from lab.building import HTTP, HTTPS, Service, World
from lab.faults import Fault
from lab.host import Host
from lab.net import Loss
from lab.numbered import faults_of
from lab.record import Control, Packet
from lab.world.visits import VISITS, Visit


def begin(services: Sequence[Service], breaks: Iterable[str]) -> list[Fault]:
    """Make in the services what is asked for; all the faults. UnknownBreak if one is not known."""
    faults = in_order(fault for asked in breaks for fault in faults_of(asked))
    for fault in faults:
        change(services, fault)
    return faults


def finish(faults: Sequence[Fault], world: World) -> list[Visit]:
    """Make on the way and on the laptop what is left to make; who visits it then."""
    world.network.losses = losses(faults, world.hosts)
    world.kernel.tamper = tampering(faults)
    return visits(VISITS, faults)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault after those whose work it would lose: what the reader asks first changes nothing.

    So what a server answers with comes before how it ends its answers, and the port comes last.
    """
    return sorted(faults, key=_turn)


def _turn(fault: Fault) -> int:
    match fault:
        case kinds.Forgotten() | kinds.Site(_, "no-database"):
            return 0
        case kinds.Site(_, "error" | "loop"):
            return 1
        case kinds.Lies(_, "wrong-id") | kinds.Site(_, "reset") | kinds.Certificate():
            return 3
        case kinds.Unsecured():
            return 4
        case kinds.Ends():
            return 5
        case kinds.Closed():
            return 6
        case _:
            return 2


def change(services: Iterable[Service], fault: Fault) -> None:
    """Make `fault` in the services that it concerns."""
    for service in services:
        if isinstance(fault, kinds.Forgotten):
            lying.forget(service, fault)
        elif isinstance(fault, kinds.Farther):
            slowing.farther(service, fault)
        elif getattr(fault, "host", None) == service.machine.name:
            _change_host(service, fault)


def _change_host(service: Service, fault: Fault) -> None:
    match fault:
        case kinds.Silent():
            service.silent = True
        case kinds.Closed(_, port):
            service.datagrams.pop(port, None)
            service.streams.pop(port, None)
        case kinds.Lies():
            lying.lie(service, fault)
        case kinds.Site(_, how):
            from lab import spoiling

            spoiling.spoil(service, how)
        case kinds.Altered() | kinds.Late() | kinds.Missing():
            from lab import altering

            altering.change(service, fault)
        case kinds.Ends():
            from lab import ending

            ending.change(service, fault)
        case kinds.Loaded():
            slowing.loaded(service, fault)
        case kinds.Certificate(_, file):
            service.secure(file)
        case kinds.Unsecured():
            service.streams[HTTPS] = service.streams[HTTP]


# -- the way ------------------------------------------------------------------------------------


def losses(faults: Iterable[Fault], hosts: Mapping[str, Host]) -> list[Loss]:
    """The losses among `faults`, each counting its own packets."""
    faults = list(faults)
    counted = [_loss(fault, hosts) for fault in faults if isinstance(fault, kinds.Lost)]
    return counted + [slowing.lossy(fault) for fault in faults if isinstance(fault, kinds.Lossy)]


def _loss(fault: kinds.Lost, hosts: Mapping[str, Host]) -> Loss:
    sources, targets = hosts[fault.source].addresses, hosts[fault.destination].addresses
    seen = [0]

    def lost(packet: Packet) -> bool:
        if packet.source[0] not in sources or packet.destination[0] not in targets:
            return False
        seen[0] += KIND[fault.kind](packet)
        return KIND[fault.kind](packet) and seen[0] == fault.nth

    return lost


KIND: Mapping[str, Callable[[Packet], bool]] = {
    "data": lambda packet: packet.protocol == "tcp" and bool(packet.data),
    "syn": lambda packet: packet.control == Control.SYN,
    "syn-ack": lambda packet: packet.control == Control.SYN | Control.ACK,
    "datagram": lambda packet: packet.protocol == "udp",
}


def tampering(faults: Iterable[Fault]) -> Callable[[int, bytes], bytes]:
    """What becomes of the bytes that the program sends to a port."""
    found = [fault for fault in faults if isinstance(fault, kinds.Tampered)]

    def tamper(port: int, data: bytes) -> bytes:
        for fault in found:
            if fault.port == port:
                data = re.sub(fault.pattern, fault.instead, data)
        return data

    return tamper


def visits(usual: Sequence[Visit], faults: Iterable[Fault]) -> list[Visit]:
    """The visits, all at once if a fault says so."""
    together = any(isinstance(fault, kinds.Together) for fault in faults)
    return [replace(visit, together=visit.together or together) for visit in usual]
