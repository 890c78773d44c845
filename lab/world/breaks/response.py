"""Phase 5: the answer is not the one that was hoped for, or not whole."""

from __future__ import annotations

from lab.faults import Site
from lab.world.breaks.kind import WEB, Break

RESPONSE = (
    Break(
        "response-not-found", 5,
        "The server finds no page at this address.",
        "Le serveur ne trouve aucune page à cette adresse.",
        (Site(WEB, "gone"),),
    ),
    Break(
        "response-cut", 5,
        "The answer stops in the middle of its body.",
        "La réponse s'arrête au milieu de son corps.",
        (Site(WEB, "cut"),),
    ),
    Break(
        "response-loop", 5,
        "Every page redirects to itself.",
        "Chaque page redirige vers elle-même.",
        (Site(WEB, "loop"),),
    ),
)  # fmt: skip
