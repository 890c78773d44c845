"""How to ask the lab, line by line, in the reader's language: to be read, then pasted."""

from __future__ import annotations

import os
import re
import shlex
import ssl
import sys
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from lab.serve.sites import SITES
from lab.tls import CERTIFICATES
from lab.world.hosts import MACHINES

WINDOWS = sys.platform == "win32"
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.S)
RSA_2048 = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00")
"""How the public key begins in all certificates of the lab (RFC 5280 §4.1, RFC 3279 §2.3.1)."""
PUBLIC_KEY = 294
"""Bytes of it all."""
NAMES = "www.example.com", "www.example.org", "www.sub.example.com"
AUTHORITY = str(CERTIFICATES / "authority.pem")
ENGLISH = {
    "here": "The lab answers on {host}.",
    "own": "Each machine of the lab answers at its own addresses.",
    "names": "Names:",
    "authorities": "Each name server has a port of its own:",
    "sites": "Sites:",
    "first": "Any browser shows the first one at {url}",
    "any": "Any program, once these variables are set:",
    "browser": "Chromium, with a profile of its own, to be thrown away afterwards:",
    "warning": (
        "Its last option makes it accept the lab's certificates, whose keys are public:"
        " never visit the Internet in that window."
    ),
    "end": "Ctrl-C stops the lab.",
}
FRENCH = {
    "here": "Le labo répond sur {host}.",
    "own": "Chaque machine du labo répond à ses propres adresses.",
    "names": "Les noms :",
    "authorities": "Chaque serveur de noms a un port à lui :",
    "sites": "Les sites :",
    "first": "Tout navigateur montre le premier à l'adresse {url}",
    "any": "N'importe quel programme, une fois ces variables définies :",
    "browser": "Chromium, avec un profil à part, à jeter ensuite :",
    "warning": (
        "Sa dernière option lui fait accepter les certificats du labo, dont les clés sont"
        " publiques : n'allez jamais sur Internet dans cette fenêtre."
    ),
    "end": "Ctrl-C arrête le labo.",
}


@dataclass
class Ports:
    """Where the lab is."""

    host: str
    dns: int
    http: int = 0
    https: int = 0
    authorities: dict[str, int] = field(default_factory=dict)


def speaks_french() -> bool:
    """Whether the system does."""
    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return spoken.startswith("fr")


def environment(ports: Ports) -> Mapping[str, str]:
    """The variables that lead a program to the lab's sites, and make it trust them."""
    proxy = f"http://{ports.host}:{ports.http}"
    trust = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), AUTHORITY)
    return {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": "", **trust}


def told(ports: Ports) -> str:
    """How to ask the lab when all of it is behind one address."""
    words = FRENCH if speaks_french() else ENGLISH
    ask, curl = f"dig {at(ports.host)} -p", f"curl{'.exe' * WINDOWS}"
    lines = [
        words["here"].format(host=ports.host), "",
        words["names"],
        f"  {ask} {ports.dns} www.example.com",
        words["authorities"],
        *(f"  {ask} {port} +norecurse {known_to(name)}  # {name}"
          for name, port in ports.authorities.items()), "",
        f"{words['sites']} {', '.join(SITES)}",
        f"  {curl} --proxy http://{ports.host}:{ports.http} http://www.example.com/",
        f"  {curl} --connect-to ::{ports.host}:{ports.https} --noproxy '*'"
        f" --cacert {quoted(AUTHORITY)} https://www.example.com/",
        f"  {words['first'].format(url=f'http://{ports.host}:{ports.http}/')}", "",
        words["any"],
        *(f"  {assignment(*pair)}" for pair in environment(ports).items()), "",
        words["browser"],
        f"  {browser(ports)}",
        f"  {words['warning']}", "",
        words["end"], "",
    ]  # fmt: skip
    return "\n".join(lines)


def known_to(server: str) -> str:
    """A name that this name server answers for, or for which it names another server."""
    zones = next(each.zones for each in MACHINES if each.name == server)
    ends = tuple("" if zone == "root" else f".{zone}" for zone in zones)
    return next(name for name in NAMES if name.endswith(ends))


def told_own() -> str:
    """How to ask the lab where each machine is at its own addresses."""
    words = FRENCH if speaks_french() else ENGLISH
    return "\n".join(
        [
            words["own"],
            "  dig @192.0.2.53 www.example.com",
            "  curl --resolve www.example.com:443:203.0.113.10 --noproxy '*'"
            f" --cacert {quoted(AUTHORITY)} https://www.example.com/",
            words["end"],
            "",
        ]
    )


def browser(ports: Ports) -> str:
    """The command of Chromium. No host of its own goes out: it has no other way than the proxy.

    Each lab has a profile: a Chromium that runs keeps its own proxy, whatever is asked of it later.
    """
    profile = Path(tempfile.gettempdir()) / f"lab-browser-{ports.http}"
    options = (
        f"--proxy-server=http://{ports.host}:{ports.http}",
        f'--user-data-dir="{profile}"' if WINDOWS else f"--user-data-dir={quoted(str(profile))}",
        f"--no-first-run --ignore-certificate-errors-spki-list={','.join(map(fingerprint, SITES))}",
        "http://www.example.com/",
    )
    asked = " ".join(options)
    return f"start chrome {quoted(asked)}" if WINDOWS else f"chromium {asked}"


def fingerprint(site: str) -> str:
    """What Chromium knows a certificate by: SHA-256 of its public key with its kind, in base64."""
    chain = (CERTIFICATES / f"{site}.pem").read_text("ascii")
    der = ssl.PEM_cert_to_DER_cert(CERTIFICATE.findall(chain)[0])
    begin = der.index(RSA_2048)
    return b64encode(sha256(der[begin : begin + PUBLIC_KEY]).digest()).decode()


def assignment(name: str, value: str) -> str:
    """A line that sets a variable: for sh, or for PowerShell on Windows."""
    return f"$env:{name} = {quoted(value)}" if WINDOWS else f"export {name}={quoted(value)}"


def at(host: str) -> str:
    """The server to ask, for dig; a bare @ means something else to PowerShell."""
    return quoted(f"@{host}") if WINDOWS else f"@{host}"


def quoted(text: str) -> str:
    """As a shell takes it."""
    if WINDOWS:
        return "'" + text.replace("'", "''") + "'"
    return shlex.quote(text)
