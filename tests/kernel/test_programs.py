"""The kernel's word: what a page shows is what its program prints without the lab.

Every program runs on an interpreter that knows nothing of the lab, with the system's sockets and
the system's TCP, on ports 53, 80 and 443; only the machines that it reaches are the lab's own
servers. What it prints is its transcript, byte for byte, but for what programs.toml lists.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from lab.world.hosts import MACHINES
from tests.includes import ROOT
from tests.kernel.namespace import Internet, inhabited_or_skip
from tests.kernel.programs import (
    LISTS,
    UNTOUCHED,
    Run,
    all_runs,
    difference,
    outside,
    runs_of,
)
from tests.kernel.side import NETWORKS
from tests.peers.programs import program

MACHINES_OWN = {address for machine in MACHINES for address in machine.addresses}
RUNS = [run for run in all_runs() if not run.breaks]
AT_ONCE = 6
BROKEN = {
    ("tls-expired", "dns-truncated"): (
        "tls/connect.tls-expired",
        "tls/fetch.tls-expired",
        "dns/by_hand.dns-truncated",
    ),
    ("response-cut",): ("response/read.response-cut",),
    ("tcp-refused",): ("tcp/connect.tcp-refused", "beyond/relay.tcp-refused"),
}
"""What is broken in the servers, and transcripts that show it."""
NOTHING_KNOWN = """\
import importlib.util, _socket, socket, sys
assert importlib.util.find_spec("lab") is None and "lab" not in sys.modules
assert issubclass(socket.socket, _socket.socket) and "built-in" in repr(_socket.getaddrinfo)
print("untouched")
"""


@pytest.fixture(scope="module")
def internet() -> Iterator[Internet]:
    """The machines of the lab, nothing broken."""
    with inhabited_or_skip() as made:
        yield made


def transcript(name: str) -> Iterator[Run]:
    """The commands of one transcript."""
    return runs_of(ROOT / "snippets" / f"{name}.out")


# -- where they run -----------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["laptop", "servers"])
def test_no_way_out(internet: Internet, side: str) -> None:
    """The only routes are those of the documentation addresses."""
    for family in ("-4", "-6"):
        command = [*getattr(internet, side), program("ip"), "-json", family, "route"]
        routes = subprocess.run(command, capture_output=True, check=True, encoding="utf8").stdout
        assert {route["dst"] for route in json.loads(routes)} <= {*NETWORKS, *MACHINES_OWN}


def test_untouched_interpreter(internet: Internet) -> None:
    command = [*internet.laptop, *UNTOUCHED, "-c", NOTHING_KNOWN]
    done = subprocess.run(command, env=internet.environment(), capture_output=True, cwd="/")
    assert (done.stdout, done.stderr) == (b"untouched\n", b"")


# -- what they print ----------------------------------------------------------------------------


def test_print_what_their_transcripts_say(internet: Internet) -> None:
    """All of them; those that programs.toml excuses must need it."""
    printed = run_all(internet)
    wrong = [difference(run, printed[run]) for run in RUNS if run.name not in LISTS["elsewhere"]]
    assert not any(wrong), "\n".join(filter(None, wrong))
    excused = [run.name for run in RUNS if run.name in LISTS["elsewhere"]]
    needless = [r.name for r in RUNS if r.name in excused and not difference(r, printed[r])]
    assert not needless, f"print the same, and need no excuse in programs.toml: {needless}"


def run_all(internet: Internet) -> dict[Run, str]:
    """What each of them prints on the laptop; several at a time, some in turn."""
    turns = [next(run for run in RUNS if run.name == name) for name in LISTS["in_turn"]]
    others = [run for run in RUNS if run not in turns]
    others.sort(key=lambda run: run.program != "timeline/repeat.py")  # the longest comes first
    with ThreadPoolExecutor(AT_ONCE) as pool:
        in_turn = pool.submit(lambda: [outside(run, internet) for run in turns])
        at_once = list(pool.map(lambda run: outside(run, internet), others))
        return dict(zip(others + turns, at_once + in_turn.result(), strict=True))


def test_lists_name_what_there_is() -> None:
    """Each line of programs.toml is about a program, and replaces something in its transcript."""
    names, programs = {run.name for run in RUNS}, {run.program for run in RUNS}
    for listed in ("in_turn", "long", "elsewhere", "visited"):
        assert set(LISTS[listed]) <= names, listed
    assert set(LISTS["varies"]) <= programs
    for path, kinds in LISTS["varies"].items():
        said = "".join(run.printed for run in RUNS if run.program == path)
        needless = [kind for kind in kinds if not re.search(LISTS["kinds"][kind], said)]
        assert kinds and not needless, path
    assert set(LISTS["kinds"]) == set().union(*LISTS["varies"].values())


@pytest.mark.parametrize("breaks", BROKEN, ids=lambda breaks: " and ".join(breaks))
def test_print_the_same_when_a_server_is_broken(breaks: tuple[str, ...]) -> None:
    """Breaks of the servers' show on the real network as they do in the lab."""
    runs = [run for name in BROKEN[breaks] for run in transcript(name)]
    assert all(set(run.breaks) <= set(breaks) for run in runs)
    with inhabited_or_skip(*breaks) as internet:
        wrong = [difference(run, outside(run, internet)) for run in runs]
    assert not any(wrong), "\n".join(wrong)
