"""A name server that does not answer as it should: it has forgotten a record, or it lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from lab.building import DNS, Service
from lab.effects import Address, DatagramService, Effects, Send
from lab.faults import Forgotten, Lies
from lab.naming import authority

if TYPE_CHECKING:
    from dns.message import Message
    from dns.zone import Zone

FORGED = "203.0.113.66"
"""The address in the forged reply: in the lab, a machine that answers nothing."""


def forget(service: Service, fault: Forgotten) -> None:
    """Remove the records from the zone, if `service` is an authority for it."""
    if fault.zone in service.machine.zones:
        service.zones = partial(_forgetful, service.zones, fault)
        service.names(authority(service.zones))


def lie(service: Service, fault: Lies) -> None:
    """Make the server answer as `fault` says, over UDP; what is no question gets no lie."""
    honest = service.datagrams[DNS]
    lying = LIES[fault.how](honest)

    def answer(data: bytes, peer: Address) -> Effects:
        return (lying if _is_question(data) else honest)(data, peer)

    service.datagrams[DNS] = answer


def _forgetful(zones: Callable[[], list[Zone]], fault: Forgotten) -> list[Zone]:
    known = zones()
    for zone in known:
        if str(zone.origin) == fault.zone + ".":
            if fault.rdtype == "ANY":
                zone.delete_node(fault.name)
            else:
                zone.delete_rdataset(fault.name, fault.rdtype)
    return known


# -- lies ---------------------------------------------------------------------------------------


def _is_question(data: bytes) -> bool:
    import dns.exception
    import dns.flags
    import dns.message

    try:
        query = dns.message.from_wire(data)
    except dns.exception.DNSException:
        return False
    return bool(query.question) and not query.flags & dns.flags.QR


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
