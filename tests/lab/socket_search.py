"""python -m tests.lab.socket_search [SCRIPTS]: a long search for differences from Linux.

Each kind of difference is told once, by the shortest script that still shows it.
"""

from __future__ import annotations

import json
import sys

from hypothesis import HealthCheck, Phase, given, settings

from tests.lab.socket_known import KNOWN, known
from tests.lab.socket_sides import Both, Difference, Script, both
from tests.lab.socket_strategy import scripts

SEARCH = settings(
    phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
LENGTHS = 12, 30
"""Calls of a script, at least and at most: twice those of the suite."""
Found = dict[str, tuple[Script, Difference]]


def search(sides: Both, count: int) -> Found:
    """The differences in `count` random scripts that nobody listed."""
    found: Found = {}

    @settings(SEARCH, max_examples=count)
    @given(scripts(*LENGTHS))
    def run(script: Script) -> None:
        difference = sides.difference(script)
        if difference and not known(difference):
            shorter = found.get(_kind(difference), (script + script, difference))[0]
            if len(script) < len(shorter):
                found[_kind(difference)] = script, difference

    run()
    return found


def _kind(difference: Difference) -> str:
    return json.dumps(difference[1:])


def shortest(sides: Both, script: Script, difference: Difference) -> Script:
    """The same difference with as few calls as leaving out one by one can give."""
    script = script[: difference.place + 1]
    for place in reversed(range(len(script) - 1)):
        shorter = script[:place] + script[place + 1 :]
        again = sides.difference(shorter)
        if again and _kind(again) == _kind(difference):
            script = shorter
    return script


def main() -> None:
    """Search, and tell."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with both() as sides:
        found = search(sides, count)
        print(f"{sides.scripts} scripts, {sides.calls} calls alike, {len(KNOWN)} listed")
        for script, difference in found.values():
            print(json.dumps(shortest(sides, script, difference)))
            print(f"    Linux: {json.dumps(difference.linux)[:200]}")
            print(f"    lab:   {json.dumps(difference.lab)[:1500]}")


if __name__ == "__main__":
    main()
