"""Phase 2: connections that do not open, and segments that do not arrive."""

from __future__ import annotations

from lab.faults import Closed, Ends, Lost, Silent
from lab.world.breaks.kind import LAPTOP, WEB, Break

TCP = (
    Break(
        "tcp-refused", 2,
        "Nobody listens on port 80 of www.example.com: the server was not started.",
        "Personne n'écoute sur le port 80 de www.example.com : le serveur n'est pas démarré.",
        (Closed(WEB, 80),),
    ),
    Break(
        "tcp-silent", 2,
        "The machine www.example.com receives, and never answers.",
        "La machine www.example.com reçoit les messages, mais n'y répond jamais.",
        (Silent(WEB),),
    ),
    Break(
        "tcp-syn-lost", 2,
        "The first message of the handshake is lost once on its way.",
        "Le premier message de la poignée de main se perd une fois en chemin.",
        (Lost(LAPTOP, WEB, "syn"),),
    ),
    Break(
        "tcp-syn-ack-lost", 2,
        "The second message of the handshake is lost once on its way.",
        "Le deuxième message de la poignée de main se perd une fois en chemin.",
        (Lost(WEB, LAPTOP, "syn-ack"),),
    ),
    Break(
        "tcp-request-lost", 2,
        "A segment of the request is lost once on its way: the first, or the N-th.",
        "Un segment de la requête se perd une fois en chemin : le premier, ou le N-ième.",
        (Lost(LAPTOP, WEB, "data"),), number="nth",
    ),
    Break(
        "tcp-segment-lost", 2,
        "A segment of the answer is lost once on its way: the first, or the N-th.",
        "Un segment de la réponse se perd une fois en chemin : le premier, ou le N-ième.",
        (Lost(WEB, LAPTOP, "data"),), number="nth",
    ),
    Break(
        "tcp-reset", 2,
        "The server accepts each connection, and resets it right after the handshake.",
        "Le serveur accepte chaque connexion, puis la coupe dès la poignée de main finie.",
        (Ends(WEB, "reset", 0.0),),
    ),
)  # fmt: skip
