"""Phase 6: the bytes are here, and they do not make the page that was meant."""

from __future__ import annotations

from lab.faults import Site
from lab.world.breaks.kind import WEB, Break

RENDERING = (
    Break(
        "response-charset", 6,
        "The server announces the wrong character encoding for its text.",
        "Le serveur annonce un mauvais encodage pour son texte.",
        (Site(WEB, "charset"),),
    ),
)  # fmt: skip
