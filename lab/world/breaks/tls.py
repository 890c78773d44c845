"""Phase 2, with https: certificates that prove nothing, or no TLS at all."""

from __future__ import annotations

from lab.faults import Certificate, Unsecured
from lab.world.breaks.kind import WEB, Break

TLS = (
    Break(
        "tls-expired", 2,
        "The certificate of www.example.com ended on 31 December 2025.",
        "Le certificat de www.example.com a expiré le 31 décembre 2025.",
        (Certificate(WEB, "expired"),),
    ),
    Break(
        "tls-wrong-name", 2,
        "www.example.com shows the certificate of www.example.org.",
        "www.example.com présente le certificat de www.example.org.",
        (Certificate(WEB, "www.example.org"),),
    ),
    Break(
        "tls-unknown-authority", 2,
        "The certificate of www.example.com was signed by an authority that nobody here knows.",
        "Le certificat de www.example.com est signé par une autorité que personne ici ne connaît.",
        (Certificate(WEB, "unknown"),),
    ),
    Break(
        "tls-plain", 2,
        "On port 443, www.example.com speaks HTTP without TLS.",
        "Sur le port 443, www.example.com parle HTTP sans TLS.",
        (Unsecured(WEB),),
    ),
)  # fmt: skip
