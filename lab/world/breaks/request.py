"""Phase 3: what the program sends is changed before it leaves."""

from __future__ import annotations

from lab.faults import Tampered
from lab.world.breaks.kind import Break

BODY_END = rb"(?s)(\A(?![A-Z]+ )|\r\n\r\n)(.*?).{1,20}\Z"
"""The last bytes of a body, sent apart from its head or with it; a head alone has none."""

REQUEST = (
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
        "request-cut", 3,
        "The end of the request's body never comes.",
        "La fin du corps de la requête n'arrive jamais.",
        (Tampered(80, BODY_END, rb"\1\2"),),
    ),
)  # fmt: skip
