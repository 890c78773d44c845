"""How many of the cases each server gets right, set by set.

python -m tests.peers.http_scores [--wrong]      the table, and what each server gets wrong
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from tests.peers.http_cases import SETS, Case, Heard, Verdict, cases
from tests.peers.http_client import ask, score
from tests.peers.http_servers import SERVERS, serving

PATIENCE = {"lab": 10.0}
"""Seconds that a response may take; 3 for the others, whose lateness fails no test."""
READY = Case("ready", "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", accept="2xx")

Results = Mapping[Case, Heard]
"""What each case brought."""


def run(name: str) -> Results:
    """Start a server and put every case to it."""
    every = [case for one in SETS for case in cases(one)]
    with serving(name) as port:
        return asyncio.run(_score(port, every, PATIENCE.get(name, 3.0)))


async def _score(port: int, every: list[Case], patience: float) -> Results:
    await ask(port, READY, 30)  # it is still being imported
    return await score(port, every, patience)


def everyone() -> dict[str, Results]:
    """Server -> results."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(SERVERS, pool.map(run, SERVERS), strict=True))


def having(results: Results, name: str, verdict: Verdict) -> list[Case]:
    """The cases of a set with this verdict."""
    return [case for case in cases(name) if case.judge(results[case]) is verdict]


def table(found: Mapping[str, Results]) -> str:
    """Right answers, and tolerated ones after a +, in Markdown."""
    lines = [_row("", [f"{one} ({len(cases(one))})" for one in SETS]), "|---" * 4 + "|"]
    lines += [_row(name, [_cell(results, one) for one in SETS]) for name, results in found.items()]
    return "\n".join(lines)


def _row(first: str, others: list[str]) -> str:
    return "| " + " | ".join([first, *others]) + " |"


def _cell(results: Results, name: str) -> str:
    right, tolerated = (len(having(results, name, v)) for v in (Verdict.RIGHT, Verdict.TOLERATED))
    return f"{right} + {tolerated}" if tolerated else f"{right}"


def complaints(results: Results) -> list[str]:
    """One line for each case that a server gets wrong."""
    return [
        f"{one}: {case.id} ({case.level}, {case.section}): {results[case]}"
        for one in SETS
        for case in having(results, one, Verdict.WRONG)
    ]


def main() -> None:
    """Print the table."""
    found = everyone()
    print(table(found))
    if "--wrong" in sys.argv:
        for name, results in found.items():
            print(f"\n{name}", *complaints(results), sep="\n  ")


if __name__ == "__main__":
    main()
