"""The same socket calls on the lab and on the kernel's loopback give the same, or a listed thing.

Scripts of calls are drawn at random (socket_strategy.py), and run by one program on both sides
(socket_program.py). Each call's result is compared, or its error: class, number, sentence. The
scripts that once found the lab at fault are kept (socket_regressions.json); what stays different
is listed with its reason (socket_differences.toml). A longer search, by hand:
`python -m tests.lab.socket_search 5000`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.lab.socket_known import KNOWN, Known, known
from tests.lab.socket_program import CALLS
from tests.lab.socket_sides import Both, Difference, Script, both
from tests.lab.socket_strategy import scripts

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the lab answers as Linux does; other systems differ by design"
)
FIXED: list[Script] = json.loads(
    Path(__file__).with_name("socket_regressions.json").read_text("utf8")
)
RARE = 3
"""Random scripts that a listed difference may excuse: with more, it hides something else."""
SUITE = settings(
    max_examples=300, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def sides() -> Iterator[Both]:
    with both() as sides:
        yield sides


def test_random_scripts(sides: Both) -> None:
    excused: list[Difference] = []

    @SUITE
    @given(scripts(5, 15))
    def compare(script: Script) -> None:
        if difference := sides.difference(script):
            assert known(difference), f"{json.dumps(script)}: {difference}"
            excused.append(difference)

    before = sides.calls
    compare()
    assert len(excused) <= RARE, excused
    assert sides.calls - before > 2500
    assert {json.loads(outcome)[0] for outcome in sides.outcomes} >= set(CALLS) - {"fill"}
    assert len(sides.outcomes) > 150


def test_scripts_that_once_differed(sides: Both) -> None:
    assert {json.dumps(script): sides.difference(script) for script in FIXED} == {
        json.dumps(script): None for script in FIXED
    }


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: json.dumps(entry.script))
def test_each_listed_difference_is_there(sides: Both, entry: Known) -> None:
    difference = sides.difference(entry.script)
    assert difference and difference.place == len(entry.script) - 1
    assert entry.covers(difference), difference
    assert entry.reason.endswith(".")
