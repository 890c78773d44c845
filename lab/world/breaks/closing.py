"""Phase 7: a connection that ends badly, or too soon."""

from __future__ import annotations

from lab.faults import Site
from lab.world.breaks.kind import WEB, Break

CLOSING = (
    Break(
        "close-reset", 7,
        "The server drops the connection with a reset instead of ending it.",
        "Le serveur coupe la connexion par un RST au lieu de la terminer.",
        (Site(WEB, "reset"),),
    ),
)  # fmt: skip
