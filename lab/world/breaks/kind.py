"""What a break is. Apart, so that each phase can list its own."""

from __future__ import annotations

from dataclasses import dataclass

from lab.faults import Fault

WEB = "www.example.com"
LAPTOP = "laptop"


@dataclass(frozen=True)
class Break:
    """One thing that goes wrong, said in one sentence in each language.

    `phase` is the step of the journey where it happens (1 to 7). `number` is the field of its
    faults that `--break NAME=N` sets; empty if the break takes no number.
    """

    name: str
    phase: int
    english: str
    french: str
    faults: tuple[Fault, ...]
    number: str = ""
