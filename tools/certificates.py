"""The lab's certificates: made once, committed, and the same for everybody ever after.

    python -m tools.certificates            make them all anew (rarely: every transcript may change)
    python -m tools.certificates --check    only say which are not what this table wants

An authority that nobody knows signs an authority that signs the sites: a browser's chain has this
shape too. Keys are RSA, because the length of an RSA signature never varies: so every record of a
handshake keeps its length from run to run. What the keys protect: see lab/world/certificates/.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

FOLDER = Path(__file__).resolve().parent.parent / "lab" / "world" / "certificates"
AUTHORITY = "authority.pem"
TRUSTED, STRANGER = "Aller-retour Lab", "Nobody You Know"
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
LONG = datetime(2099, 12, 31, tzinfo=UTC)
"""OpenSSL looks at the real clock, not at the lab's: these must outlive the project."""
PAST = datetime(2025, 12, 31, tzinfo=UTC)
"""Before the lab's day (5 January 2026) and before any day on which a reader runs it."""
RSA = trustme.KeyType.RSA


@dataclass(frozen=True)
class Wanted:
    """One certificate: its file, the names in it, its last day, the organization that signs it."""

    file: str
    names: tuple[str, ...]
    end: datetime = LONG
    signer: str = TRUSTED


WANTED = (
    Wanted("www.example.com.pem", ("www.example.com", "example.com")),
    Wanted("www.example.org.pem", ("www.example.org",)),
    Wanted("www.example.net.pem", ("www.example.net",)),
    Wanted("slow.example.com.pem", ("slow.example.com",)),
    Wanted("expired.pem", ("www.example.com", "example.com"), PAST),
    Wanted("unknown.pem", ("www.example.com", "example.com"), LONG, STRANGER),
)


def make() -> None:
    """Write every file. The authorities' own keys are written nowhere: they can sign no more."""
    roots = {name: authority(name, "Root Authority") for name in (TRUSTED, STRANGER)}
    signers = {name: authority(name, "Issuing Authority", root) for name, root in roots.items()}
    FOLDER.joinpath(AUTHORITY).write_bytes(roots[TRUSTED].cert_pem.bytes())
    for wanted in WANTED:
        made = signers[wanted.signer].issue_cert(
            *wanted.names, common_name=wanted.names[0], organization_name="Example",
            organization_unit_name="Web", not_before=BEGIN, not_after=wanted.end, key_type=RSA,
        )  # fmt: skip
        FOLDER.joinpath(wanted.file).write_bytes(made.private_key_and_cert_chain_pem.bytes())


def authority(organization: str, unit: str, parent: trustme.CA | None = None) -> trustme.CA:
    """An authority; without `parent`, it vouches for itself."""
    return trustme.CA(parent, 1 - bool(parent), organization, unit, RSA)


# -- check --------------------------------------------------------------------------------------


def faults() -> list[str]:
    """What is wrong with the committed files, one sentence each."""
    known = {wanted.file for wanted in WANTED} | {AUTHORITY}
    found = {path.name for path in FOLDER.glob("*.pem")}
    wrong = [f"{name}: missing" for name in sorted(known - found)]
    wrong += [f"{name}: not in the table" for name in sorted(found - known)]
    return wrong or [fault for wanted in WANTED for fault in faults_of(wanted)]


def faults_of(wanted: Wanted) -> list[str]:
    """What is wrong with one file."""
    chain = x509.load_pem_x509_certificates(FOLDER.joinpath(wanted.file).read_bytes())
    [root] = x509.load_pem_x509_certificates(FOLDER.joinpath(AUTHORITY).read_bytes())
    san = chain[0].extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    checks = {
        "its names": tuple(san.get_values_for_type(x509.DNSName)) == wanted.names,
        "its dates": (chain[0].not_valid_before_utc, chain[0].not_valid_after_utc)
        == (BEGIN, wanted.end),
        "its key": isinstance(chain[0].public_key(), RSAPublicKey),
        "its chain": len(chain) == 2 and signed(chain[0], chain[1]),
        "its authority": signed(chain[-1], root) == (wanted.signer == TRUSTED),
    }
    return [f"{wanted.file}: {what}" for what, right in checks.items() if not right]


def signed(certificate: x509.Certificate, signer: x509.Certificate) -> bool:
    """Whether `signer` signed `certificate`."""
    try:
        certificate.verify_directly_issued_by(signer)
    except Exception:  # a wrong name, a wrong signature, another kind of key
        return False
    return True


def main(arguments: list[str]) -> int:
    """0 if the files are as they should be."""
    if "--check" not in arguments:
        make()
    wrong = faults()
    print("\n".join(wrong) or f"{len(WANTED) + 1} files in {FOLDER.name}/ are as they should be")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
