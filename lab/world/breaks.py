"""What can be broken on purpose, by name: `python -m lab run --break NAME FILE`."""

from __future__ import annotations

from dataclasses import dataclass

from lab.faults import Closed, Fault, Forgotten, Lies, Lost, Silent, Site, Tampered, Together


@dataclass(frozen=True)
class Break:
    """One thing that goes wrong, said in one sentence in each language.

    `phase` is the step of the journey where it happens (1 to 7).
    """

    name: str
    phase: int
    english: str
    french: str
    faults: tuple[Fault, ...]


WEB = "www.example.com"
LAPTOP = "laptop"

BREAKS = (
    Break(
        "dns-silent", 1,
        "The resolver never answers.",
        "Le résolveur ne répond jamais.",
        (Silent("resolver"),),
    ),
    Break(
        "dns-nxdomain", 1,
        "The name www.example.com was removed from its zone.",
        "Le nom www.example.com a été retiré de sa zone.",
        (Forgotten("example.com", "www.example.com."),),
    ),
    Break(
        "dns-nodata", 1,
        "The name www.example.com exists, but has no IPv4 address any more.",
        "Le nom www.example.com existe, mais n'a plus d'adresse IPv4.",
        (Forgotten("example.com", "www.example.com.", "A"),),
    ),
    Break(
        "dns-servfail", 1,
        "The name servers of example.com answer that they cannot.",
        "Les serveurs de noms d'example.com disent qu'ils ne peuvent pas répondre.",
        (Lies("ns1.example.com", "servfail"), Lies("ns2.example.com", "servfail")),
    ),
    Break(
        "dns-truncated", 1,
        "Over UDP the resolver says that its answer does not fit: ask again over TCP.",
        "En UDP, le résolveur dit que sa réponse ne tient pas : il faut redemander en TCP.",
        (Lies("resolver", "truncated"),),
    ),
    Break(
        "dns-wrong-id", 1,
        "A forged reply arrives before the true one; its id is not the question's.",
        "Une fausse réponse arrive avant la vraie ; son identifiant n'est pas le bon.",
        (Lies("resolver", "wrong-id"),),
    ),
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
        "tcp-syn-ack-lost", 2,
        "The second message of the handshake is lost once on its way.",
        "Le deuxième message de la poignée de main se perd une fois en chemin.",
        (Lost(WEB, LAPTOP, "syn-ack"),),
    ),
    Break(
        "tcp-segment-lost", 2,
        "The first segment of the answer is lost once on its way.",
        "Le premier segment de la réponse se perd une fois en chemin.",
        (Lost(WEB, LAPTOP, "data"),),
    ),
    Break(
        "request-no-host", 3,
        "The Host field is missing from what the program sends.",
        "Le champ Host manque dans ce que le programme envoie.",
        (Tampered(80, rb"(?i)\r\nHost:[^\r\n]*", b""),),
    ),
    Break(
        "request-bare-lf", 3,
        "The lines of the request end with LF alone, without CR.",
        "Les lignes de la requête finissent par un LF seul, sans CR.",
        (Tampered(80, rb"\r\n", b"\n"),),
    ),
    Break(
        "request-bad-line", 3,
        "The version is missing from the request line.",
        "Le numéro de version manque dans la ligne de requête.",
        (Tampered(80, rb" HTTP/1\.1\r\n", b"\r\n"),),
    ),
    Break(
        "request-wrong-length", 3,
        "Content-Length announces more bytes than the request has.",
        "Content-Length annonce plus d'octets que la requête n'en contient.",
        (Tampered(80, rb"(?i)\r\nContent-Length: *(\d+)", rb"\r\nContent-Length: \g<1>0"),),
    ),
    Break(
        "server-slow", 4,
        "The server takes three seconds to make each answer.",
        "Le serveur met trois secondes à fabriquer chaque réponse.",
        (Site(WEB, "slow"),),
    ),
    Break(
        "server-error", 4,
        "The program on the server raises an exception.",
        "Le programme du serveur lève une exception.",
        (Site(WEB, "error"),),
    ),
    Break(
        "visitors-together", 4,
        "The two visitors of your own server come at the same time.",
        "Les deux visiteurs de votre propre serveur arrivent en même temps.",
        (Together(),),
    ),
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
        "response-charset", 6,
        "The server announces the wrong character encoding for its text.",
        "Le serveur annonce un mauvais encodage pour son texte.",
        (Site(WEB, "charset"),),
    ),
    Break(
        "close-reset", 7,
        "The server drops the connection with a reset instead of ending it.",
        "Le serveur coupe la connexion par un RST au lieu de la terminer.",
        (Site(WEB, "reset"),),
    ),
)  # fmt: skip
