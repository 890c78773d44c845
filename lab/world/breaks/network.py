"""The whole way, whatever the phase: farther, or lossier.

Their phase is 2, the first in which the laptop meets a machine beyond its resolver.
"""

from __future__ import annotations

from lab.faults import Farther, Lossy
from lab.world.breaks.kind import Break

NETWORK = (
    Break(
        "network-far", 2,
        "Every machine beyond the resolver is ten times farther, or N times.",
        "Toute machine située au-delà du résolveur est dix fois plus loin, ou N fois.",
        (Farther(10),), number="times",
    ),
    Break(
        "network-lossy", 2,
        "Two packets in a hundred are lost on the way, or N: which ones is left to chance.",
        "Deux paquets sur cent se perdent en chemin, ou N : le hasard choisit lesquels.",
        (Lossy(2),), number="percent",
    ),
)  # fmt: skip
