"""The whole way, whatever the phase: farther, lossier, busier."""

from __future__ import annotations

from lab.world.breaks.kind import Break

NETWORK: tuple[Break, ...] = ()
