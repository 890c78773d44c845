"""Differences that are known and have a reason: a counted list, so that none comes or goes unseen.

A peer is not always right, and a standard often leaves the choice. What differs is written in a
`.toml` beside the test, with the reason; a comparison that differs and is not there fails, and so
does an entry that no longer differs as often as it says.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Known:
    """`count` comparisons whose names match `cases` differ by `difference`, for `reason`."""

    cases: str
    difference: str
    count: int
    reason: str

    def covers(self, case: str, difference: str) -> bool:
        """Whether this is that difference."""
        return bool(re.fullmatch(self.cases, case)) and difference == self.difference


def compare(list_name: str, part: str, differences: Mapping[str, str]) -> None:
    """Hold what differs (by case; empty: nothing) against the part of that name in the list."""
    known = [Known(**entry) for entry in tomllib.loads(_read(list_name)).get(part, [])]
    differing = [case for case, difference in differences.items() if difference]
    entries = {case: _entry(known, case, differences[case]) for case in differing}
    new = [f"{case}: {differences[case]}" for case in differing if entries[case] is None]
    seen = Counter(entries.values())
    moved = [
        f"{e.cases}: {e.difference}: {seen[e]} times, not {e.count} ({e.reason})"
        for e in known
        if seen[e] != e.count
    ]
    total = f"of {len(differences)} comparisons, {len(new)} differ without a reason:"
    listed = f"{list_name}, {part}: differences that do not occur as often as it says:"
    assert not new and not moved, "\n".join([total, *new[:20], listed, *moved])


def _entry(known: Iterable[Known], case: str, difference: str) -> Known | None:
    return next((entry for entry in known if entry.covers(case, difference)), None)


def _read(list_name: str) -> str:
    return (FOLDER / list_name).read_text(encoding="utf-8")
