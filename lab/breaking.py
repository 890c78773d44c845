"""How each fault of lab/faults.py is made. The world knows nothing of it: it is only built so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from lab import faults as kinds
from lab.building import DNS, Service, authority
from lab.effects import Address, DatagramService, Effects, Send
from lab.faults import Fault
from lab.host import Host
from lab.net import Loss
from lab.record import Control, Packet
from lab.world.visits import Visit

if TYPE_CHECKING:
    from dns.message import Message
    from dns.zone import Zone

FORGED = "203.0.113.66"
"""The address in the forged reply: in the lab, a machine that answers nothing."""
LATE = 3.0
"""Seconds."""


def change(services: Iterable[Service], fault: Fault) -> None:
    """Make `fault` in the services that it concerns."""
    for service in services:
        if isinstance(fault, kinds.Forgotten):
            if fault.zone in service.machine.zones:
                service.names(authority(partial(_forgetful, service.machine.zones, fault)))
        elif getattr(fault, "host", None) == service.machine.name:
            _change_host(service, fault)


def _change_host(service: Service, fault: Fault) -> None:
    match fault:
        case kinds.Silent():
            service.silent = True
        case kinds.Closed(_, port):
            service.datagrams.pop(port, None)
            service.streams.pop(port, None)
        case kinds.Lies(_, how):
            service.datagrams[DNS] = LIES[how](service.datagrams[DNS])
        case kinds.Site(_, how):
            from lab import spoiling

            spoiling.spoil(service, how)


# -- names --------------------------------------------------------------------------------------


def _forgetful(zones: tuple[str, ...], fault: kinds.Forgotten) -> list[Zone]:
    from lab.dns.zones import load_zones

    loaded = load_zones(*zones)
    for zone in loaded:
        if str(zone.origin) == fault.zone + ".":
            if fault.rdtype == "ANY":
                zone.delete_node(fault.name)
            else:
                zone.delete_rdataset(fault.name, fault.rdtype)
    return loaded


def _reply(data: bytes) -> Message:
    import dns.flags
    import dns.message

    query = dns.message.from_wire(data)
    recursive = bool(query.flags & dns.flags.RD)
    return dns.message.make_response(query, recursion_available=recursive)


def _servfail(honest: DatagramService) -> DatagramService:
    def service(data: bytes, peer: Address) -> Effects:
        reply = _reply(data)
        reply.set_rcode(2)  # type: ignore[arg-type]
        yield Send(reply.to_wire())

    return service


def _truncated(honest: DatagramService) -> DatagramService:
    def service(data: bytes, peer: Address) -> Effects:
        reply = _reply(data)
        reply.flags |= 0x0200
        yield Send(reply.to_wire())

    return service


def _wrong_id(honest: DatagramService) -> DatagramService:
    def service(data: bytes, peer: Address) -> Effects:
        import dns.rdatatype
        import dns.rrset

        forged = _reply(data)
        forged.id ^= 0x5555
        name = forged.question[0].name
        if forged.question[0].rdtype == dns.rdatatype.A:
            forged.answer = [dns.rrset.from_text(name, 300, "IN", "A", FORGED)]
        yield Send(forged.to_wire())
        yield from honest(data, peer)

    return service


LIES: Mapping[str, Callable[[DatagramService], DatagramService]] = {
    "servfail": _servfail,
    "truncated": _truncated,
    "wrong-id": _wrong_id,
}


# -- the way ------------------------------------------------------------------------------------


def losses(faults: Iterable[Fault], hosts: Mapping[str, Host]) -> list[Loss]:
    """The losses among `faults`, each counting its own packets."""
    return [_loss(fault, hosts) for fault in faults if isinstance(fault, kinds.Lost)]


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
