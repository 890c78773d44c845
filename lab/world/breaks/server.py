"""Phase 4: the server is late, or its program fails."""

from __future__ import annotations

from lab.faults import Loaded, Site, Together
from lab.world.breaks.kind import WEB, Break

SERVER = (
    Break(
        "server-slow", 4,
        "The server takes three seconds to make each answer.",
        "Le serveur met trois secondes à fabriquer chaque réponse.",
        (Site(WEB, "slow"),),
    ),
    Break(
        "server-loaded", 4,
        "Others take 90% of the server's time, or N%: each request waits for its turn.",
        "D'autres prennent 90 % du temps du serveur, ou N % : chaque requête attend son tour.",
        (Loaded(WEB, 90),), number="percent",
    ),
    Break(
        "server-error", 4,
        "The program on the server raises an exception.",
        "Le programme du serveur lève une exception.",
        (Site(WEB, "error"),),
    ),
    Break(
        "server-database-down", 4,
        "The database of the guest book cannot be opened any more.",
        "La base de données du livre d'or ne s'ouvre plus.",
        (Site(WEB, "no-database"),),
    ),
    Break(
        "visitors-together", 4,
        "The two visitors of your own server come at the same time.",
        "Les deux visiteurs de votre propre serveur arrivent en même temps.",
        (Together(),),
    ),
)  # fmt: skip
