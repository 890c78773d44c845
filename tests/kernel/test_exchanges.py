"""The lab's TCP does what the kernel's does: same openings, same closings, same bytes.

One program runs twice: in the lab, with its capture; between two kernels, on the wire of
tests/kernel/wire.py. Both captures are read by one reader, and what they tell is compared.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.record import Control, Packet
from lab.trace.decode import decode
from lab.world.hosts import LAPTOP
from tests.includes import ROOT
from tests.kernel.conversations import conversations, is_over, questions
from tests.kernel.namespace import Internet, inhabited_or_skip
from tests.kernel.programs import Run, difference, outside, runs_of
from tests.kernel.reading import capture, is_whole, packet
from tests.kernel.wire import PLACES
from tools import transcripts

PATIENCE = 30
PROGRAMS = (
    ["tcp/connect.py"],
    ["tcp/connect.py", "closed.example.com"],
    ["request/by_socket.py"],
    ["response/follow_redirects.py"],
    ["closing/half_close.py"],
    ["closing/who_closes.py", "close"],
    ["dns/stub.py"],
    ["dns/by_hand.py"],
)
SITE = PLACES["203.0.113.10"]


@pytest.fixture(scope="module")
def internet() -> Iterator[Internet]:
    """The machines of the lab, nothing broken."""
    with inhabited_or_skip() as made:
        yield made


def on_the_wire(words: list[str], internet: Internet) -> list[Packet]:
    """What crosses the wire while a program runs, until its connections are over."""
    start, packets = len(internet.wire.frames), list[Packet]()
    outside(Run((f"snippets/{words[0]}", *words[1:]), ""), internet)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        frames = internet.wire.frames[start:]
        assert all(is_whole(frame.octets) for frame in frames)
        packets = [packet(frame.time, frame.octets) for frame in frames]
        if all(is_over(each, packets) for each in conversations(packets)):
            return packets
        time.sleep(0.02)
    pytest.fail(f"{words} leaves a connection open")


def in_the_lab(words: list[str], folder: Path) -> list[Packet]:
    """The same, recorded by the lab: what its laptop sends and is sent."""
    file = folder / "lab.pcap"
    transcripts.run(["run", "--pcap", str(file), f"snippets/{words[0]}", *words[1:]])
    packets = [packet(time, octets) for time, octets in capture(file)]
    return [p for p in packets if LAPTOP in (PLACES[p.source[0]], PLACES[p.destination[0]])]


@pytest.mark.parametrize("words", PROGRAMS, ids=" ".join)
def test_the_same_exchange(words: list[str], internet: Internet, tmp_path: Path) -> None:
    real, ours = on_the_wire(words, internet), in_the_lab(words, tmp_path)
    assert questions(real) == questions(ours) != set()
    told = [[each.told() for each in conversations(packets)] for packets in (real, ours)]
    assert told[0] == told[1]
    assert bool(told[0]) is (not words[0].startswith("dns/"))
    names = {address: machine.name for address, machine in PLACES.items()}
    assert all(message.summary for message in decode(real, names))


# -- what happens on the way ---------------------------------------------------------------------


def lost_on_the_way(transcript: str, internet: Internet) -> None:
    """Run what a transcript shows, and compare."""
    (run,) = runs_of(ROOT / "snippets" / f"{transcript}.out")
    assert not difference(run, outside(run, internet))


def test_silence(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing reaches the site: the program's own timeout ends it, as its transcript says."""
    monkeypatch.setattr(internet.wire, "loses", lambda p: PLACES[p.destination[0]] is SITE)
    lost_on_the_way("tcp/connect.tcp-silent", internet)


def test_lost_answer_to_syn(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first SYN/ACK is lost: the kernel's timer mends it."""
    seen: list[Packet] = []

    def loses(packet: Packet) -> bool:
        answer = Control.SYN | Control.ACK in packet.control
        seen.extend([packet] * answer)
        return answer and len(seen) == 1

    monkeypatch.setattr(internet.wire, "loses", loses)
    lost_on_the_way("tcp/connect.tcp-syn-ack-lost", internet)
    assert len(seen) >= 2 and seen[0].seq == seen[1].seq
