"""What can be broken on purpose, by name: `python -m lab run --break NAME FILE`."""

from __future__ import annotations

from lab.world.breaks.closing import CLOSING
from lab.world.breaks.dns import DNS
from lab.world.breaks.kind import Break
from lab.world.breaks.network import NETWORK
from lab.world.breaks.rendering import RENDERING
from lab.world.breaks.request import REQUEST
from lab.world.breaks.response import RESPONSE
from lab.world.breaks.server import SERVER
from lab.world.breaks.tcp import TCP
from lab.world.breaks.tls import TLS

__all__ = ["BREAKS", "Break"]

BREAKS: tuple[Break, ...] = (
    *DNS,
    *TCP,
    *TLS,
    *REQUEST,
    *SERVER,
    *RESPONSE,
    *RENDERING,
    *CLOSING,
    *NETWORK,
)
