"""Which machine a name leads to: as the lab's own zones say, so that every alias works too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lab.naming import loaded
from lab.world.hosts import MACHINES, Machine

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

DEMO = "www.example.com"
"""The site of who asks for no name of the lab: an address, or localhost."""
HERE = re.compile(r"|localhost|[\d.]+|\[[0-9a-f:.]+\]", re.I)
LONGEST_NAME = 253
LONGEST_CHAIN = 10
SITES = tuple(machine.name for machine in MACHINES if machine.site)


def bare(authority: str) -> str:
    """The host of `host:port`, in lower case and without a dot at its end."""
    return re.sub(r":\d*$", "", authority.strip()).lower().removesuffix(".")


def is_at_home(host: str) -> bool:
    """Whether this says where the lab is, not which site: an address, localhost, or nothing."""
    return HERE.fullmatch(host) is not None


@lru_cache(1024)
def machine_of(host: str) -> Machine | None:
    """The machine that this name leads to, whatever it serves. None: no name of the lab."""
    if len(host) > LONGEST_NAME:
        return None
    for _ in range(LONGEST_CHAIN):
        target = next(filter(None, map(_records().get, _candidates(host))), "")
        if not target.endswith("."):
            return next((each for each in MACHINES if target in each.addresses), None)
        host = target.removesuffix(".")
    return None


def _candidates(host: str) -> Iterator[str]:
    """The name, then the wildcards that may stand for it."""
    yield host
    while host:
        host = host.partition(".")[2]
        yield f"*.{host}"


@cache
def _records() -> dict[str, str]:
    """Name to address, or to the name that it is an alias of, with its dot."""
    from lab.dns.zones import zone_names

    return {
        str(owner).removesuffix(".").lower(): str(rdata).lower()
        for zone in loaded(*zone_names())
        for rdtype in ("A", "CNAME")
        for owner, _, rdata in zone.iterate_rdatas(rdtype)
    }


def misdirected(app: WSGIApplication, machine: Machine) -> WSGIApplication:
    """The same application, for its own names only: 421 for the others (RFC 9110 §15.5.20)."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        host = bare(environ.get("HTTP_HOST", ""))
        if is_at_home(host) or machine_of(host) is machine:
            return app(environ, start_response)
        from lab.web.reply import problem

        why = f"{host} is not served here; the lab has {', '.join(SITES)}."
        return problem(421, why).send(start_response)

    return application
