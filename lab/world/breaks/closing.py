"""Phase 7: a connection that ends badly, or too soon."""

from __future__ import annotations

from lab.faults import Ends, Site
from lab.world.breaks.kind import WEB, Break

CLOSING = (
    Break(
        "close-idle", 7,
        "The server closes a connection as soon as it has been silent for a second.",
        "Le serveur ferme une connexion dès qu'elle est restée muette une seconde.",
        (Ends(WEB, "closed", 1.0),),
    ),
    Break(
        "close-dead", 7,
        "The server forgets a connection, without a word, after a second of silence.",
        "Le serveur oublie une connexion, sans un mot, après une seconde de silence.",
        (Ends(WEB, "forgotten", 1.0),),
    ),
    Break(
        "close-reset", 7,
        "The server drops the connection with a reset instead of ending it.",
        "Le serveur coupe la connexion par un RST au lieu de la terminer.",
        (Site(WEB, "reset"),),
    ),
)  # fmt: skip
