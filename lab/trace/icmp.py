"""Where nobody listens, the host itself answers, in ICMP (RFC 792, RFC 4443 §3.1)."""

from __future__ import annotations

from lab.record import Packet
from lab.trace.message import Told


def tell(packet: Packet) -> Told:
    """The only message of the kind that the lab sends: nobody listens on this UDP port."""
    summary = f"port unreachable (UDP port {packet.source[1]})"
    return Told("ICMP", summary, summary, (packet,), reply=True)
