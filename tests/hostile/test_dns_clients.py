"""The programs that a reader copies, before name servers that lie: an end, and words for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.hostile.dns_replies import MALFORMED, NOT_THE_ANSWER, ODD, POISON
from tests.includes import ROOT

BY_HAND, STUB = "snippets/dns/by_hand.py", "snippets/dns/stub.py"
RESOLVE, WALK = "snippets/dns/resolve.py", "snippets/dns/walk_from_root.py"
WHO_LIES = {BY_HAND: ["resolver"], STUB: ["resolver"], RESOLVE: ["resolver"],
            WALK: ["a.gtld-servers.net"]}  # fmt: skip
ENDLESS = ["silence", "wrong ids at once", "a wrong id every two seconds"]
CASES = [*NOT_THE_ANSWER, *MALFORMED, *ODD, *ENDLESS]
NOT_READ = [(BY_HAND, "a query"), (BY_HAND, "another operation")]
"""The page shows these bits and does not check them: the id and the question are the lesson."""
PATIENCE = 120
"""Real seconds for all of them: it stops a hang, no more."""


class Outcome(NamedTuple):
    """What one run of a program came to."""

    status: int
    out: str
    err: str
    seconds: float
    packets: int


@pytest.fixture(scope="module")
def outcomes() -> Iterator[dict[tuple[str, str], Outcome]]:
    """All the runs, in one child."""
    keys = [(path, case) for path in WHO_LIES for case in CASES]
    orders = [json.dumps({"path": p, "where": WHO_LIES[p], "case": case}) for p, case in keys]
    child = subprocess.run(
        [sys.executable, "-m", "tests.hostile.dns_child"],
        input="\n".join(orders), cwd=ROOT, timeout=PATIENCE, capture_output=True, encoding="utf8",
    )  # fmt: skip
    assert child.returncode == 0, child.stderr[-2000:]
    lines = child.stdout.splitlines()
    yield {key: Outcome(**json.loads(line)) for key, line in zip(keys, lines, strict=True)}


@pytest.mark.parametrize("path", WHO_LIES)
@pytest.mark.parametrize("case", CASES)
def test_it_ends_and_says_how(
    outcomes: dict[tuple[str, str], Outcome], path: str, case: str
) -> None:
    found = outcomes[path, case]
    assert "Traceback" not in found.err and "lab:" not in found.err
    assert found.status in (0, 1) and (found.out if found.status == 0 else found.err).strip()
    assert found.seconds < 200 and found.packets < 3000


@pytest.mark.parametrize(
    ("path", "case"),
    [
        (path, case)
        for path in (BY_HAND, STUB, RESOLVE)
        for case in NOT_THE_ANSWER
        if (path, case) not in NOT_READ
    ],
)
def test_what_is_no_answer_gives_no_address(
    outcomes: dict[tuple[str, str], Outcome], path: str, case: str
) -> None:
    assert POISON not in outcomes[path, case].out


@pytest.mark.parametrize("case", ["one record too few", "half a pointer", "a length beyond the end",
                                  "counts of 65535"])  # fmt: skip
def test_by_hand_says_where_the_bytes_end(
    outcomes: dict[tuple[str, str], Outcome], case: str
) -> None:
    assert outcomes[BY_HAND, case].err == "The reply ends before its records do.\n"


@pytest.mark.parametrize("case", ENDLESS[1:])
def test_by_hand_does_not_listen_for_ever(
    outcomes: dict[tuple[str, str], Outcome], case: str
) -> None:
    found = outcomes[BY_HAND, case]
    assert found.err == "No reply to this question.\n" and found.out.count("another question") == 9


@pytest.mark.parametrize("case", ODD)
def test_what_is_only_odd_is_read(outcomes: dict[tuple[str, str], Outcome], case: str) -> None:
    assert "203.0.113.10" in outcomes[STUB, case].out
