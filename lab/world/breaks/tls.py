"""Phase 2, with https: certificates that prove nothing, or no TLS at all."""

from __future__ import annotations

from lab.world.breaks.kind import Break

TLS: tuple[Break, ...] = ()
