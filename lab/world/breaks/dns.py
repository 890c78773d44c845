"""Phase 1: names that do not lead to an address."""

from __future__ import annotations

from lab.faults import Forgotten, Lies, Silent
from lab.world.breaks.kind import Break

DNS = (
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
)  # fmt: skip
