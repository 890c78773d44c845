"""The servers of names, each made when it is first asked: nothing of the DNS is loaded before."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dns.zone import Zone

    from lab.dns.service import Responder


def loaded(*names: str) -> list[Zone]:
    """These zones of lab/world/zones."""
    from lab.dns.zones import load_zones

    return load_zones(*names)


@cache
def honest(*zones: str) -> Responder:
    """The authority for these zones, one for all worlds: its replies depend on nothing else."""
    return authority(partial(loaded, *zones))


def authority(zones: Callable[[], list[Zone]]) -> Responder:
    """The authority for these zones, loaded at the first question."""

    @cache
    def made() -> Responder:
        from lab.dns.authority import Authority
        from lab.dns.memo import remembering

        return remembering(Authority(zones()).respond)

    return lambda wire, tcp: made()(wire, tcp)


def recursor(
    hints: Mapping[str, str], seconds: Callable[[], float], ids: random.Random
) -> Responder:
    """A recursive resolver with the root servers as hints and an empty cache."""

    @cache
    def made() -> Responder:
        from lab.dns.resolver import Resolver

        return Resolver(hints, seconds, ids).respond

    return lambda wire, tcp: made()(wire, tcp)
