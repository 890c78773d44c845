"""A reader names what to break, and may say which one: `--break tcp-segment-lost=3`.

The number takes the place of one field of the break's faults, so a break that has one is still
nothing but data.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lab.errors import BadNumber, NoNumber, UnknownBreak
from lab.faults import Fault
from lab.world.breaks import BREAKS, Break

LONGEST = 6
"""Digits of a number: no exchange of the lab counts further."""


def faults_of(asked: str) -> tuple[Fault, ...]:
    """The faults of the break asked for, NAME or NAME=N. UnknownBreak, BadNumber or NoNumber."""
    name, equals, number = asked.partition("=")
    for each in BREAKS:
        if each.name == name:
            return _numbered(each, number) if equals else each.faults
    raise UnknownBreak(name=name)


def _numbered(chosen: Break, number: str) -> tuple[Fault, ...]:
    if not chosen.number:
        raise NoNumber(name=chosen.name)
    if not _is_number(number):
        raise BadNumber(name=chosen.name, number=number)
    changed: Any = {chosen.number: int(number)}
    return tuple(replace(fault, **changed) for fault in chosen.faults)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST and int(text) > 0
