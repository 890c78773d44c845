"""The queue before a server, compared with what queueing theory knows of it; and the whole way."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from lab.building import build
from lab.errors import Overloaded
from lab.load import REMEMBERED, WORK, Queue
from lab.record import Packet
from lab.world.hosts import MACHINES
from tests.lab.running import lab
from tests.lab.writing import Write, write

__all__ = ["write"]

PROBES = 200_000


def expected(load: float) -> float:
    """The mean wait before one worker, in seconds (M/M/1): without bounds as `load` nears 1."""
    return WORK * load / (1 - load)


def mean_wait(load: float, seed: int = 1, workers: int = 1) -> float:
    """The mean wait that a request meets which asks for no work, at moments of no meaning."""
    chance = random.Random(f"{seed} probes")
    queue, now, total = Queue(load, random.Random(seed), workers), 0.0, 0.0
    for _ in range(PROBES):
        now += chance.expovariate(1 / WORK)
        total += queue.enter(now, work=0.0)
    return total / PROBES


def test_alone_nobody_waits() -> None:
    queue = Queue(0, random.Random(1))
    assert [queue.enter(now) for now in (0.0, 1.0, 2.0)] == [0, 0, 0]


def test_our_own_requests_wait_for_each_other() -> None:
    queue = Queue(0, random.Random(1))
    assert [queue.enter(0.0) for _ in range(3)] == pytest.approx([0, WORK, 2 * WORK])
    two = Queue(0, random.Random(1), workers=2)
    assert [two.enter(0.0) for _ in range(4)] == pytest.approx([0, 0, WORK, WORK])


@pytest.mark.parametrize("load", [0.2, 0.5, 0.8])
def test_the_mean_wait_is_that_of_theory(load: float) -> None:
    assert mean_wait(load) == pytest.approx(expected(load), rel=0.1)


def test_near_its_limit_too_if_one_looks_long_enough() -> None:
    means = [mean_wait(0.9, seed) for seed in range(4)]
    assert sum(means) / len(means) == pytest.approx(expected(0.9), rel=0.15)


def test_the_wait_explodes() -> None:
    waits = [mean_wait(load) for load in (0.0, 0.5, 0.8, 0.9)]
    grown = [after - before for before, after in pairwise(waits)]
    assert waits[0] == 0
    assert all(later > 1.5 * earlier for earlier, later in pairwise(grown))


def test_more_workers_wait_less_at_the_same_load() -> None:
    """Erlang's formula for two workers: the wait of one, times load / (1 + load)."""
    assert mean_wait(0.8, workers=2) == pytest.approx(
        WORK * 0.8**2 / (1 - 0.8**2), rel=0.1
    )  # fmt: skip


def test_the_same_crowd_comes_in_every_run() -> None:
    one, other = (Queue(0.9, random.Random(7)) for _ in range(2))
    moments = [0.1 * n for n in range(50)]
    assert [one.enter(now) for now in moments] == [other.enter(now) for now in moments]


@pytest.mark.parametrize("load", [-0.1, 1.0, 2.0])
def test_a_load_that_no_queue_can_bear_is_refused(load: float) -> None:
    with pytest.raises(ValueError, match="load"):
        Queue(load, random.Random(1))


def test_a_long_silence_of_ours_is_not_counted_arrival_by_arrival() -> None:
    class Counted(random.Random):
        asked = 0

        def expovariate(self, lambd: float = 1.0) -> float:
            self.asked += 1
            return super().expovariate(lambd)

    chance = Counted(1)
    assert Queue(0.5, chance).enter(100_000.0) >= 0
    assert chance.asked < 2 * (REMEMBERED + 2000)


# -- the way ------------------------------------------------------------------------------------


def test_far_is_far_beyond_the_resolver_only() -> None:
    hosts = build(["network-far"]).hosts
    for machine in MACHINES:
        times = 1 if machine.name in ("laptop", "resolver") else 10
        assert hosts[machine.name].round_trip == pytest.approx(machine.round_trip * times / 1000)


def test_two_packets_in_a_hundred_are_lost_the_same_ones_in_every_world() -> None:
    packet = Packet(0.0, "udp", ("192.0.2.23", 5000), ("192.0.2.53", 53))
    [one], [other] = (build(["network-lossy"]).network.losses for _ in range(2))
    lost = [one(packet) for _ in range(20_000)]
    assert lost == [other(packet) for _ in range(20_000)]
    assert sum(lost) / len(lost) == pytest.approx(0.02, rel=0.1)


# -- breaks that take a number --------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["server-loaded=100", "server-loaded=900"])
def test_a_server_that_never_gets_to_you_is_refused(asked: str) -> None:
    with pytest.raises(Overloaded, match="your turn never comes"):
        build([asked])


def test_the_number_says_how_far() -> None:
    hosts = build(["network-far=3"]).hosts
    assert hosts["www.example.com"].round_trip == pytest.approx(0.240)


def test_what_stays_on_the_laptop_is_not_on_the_way(write: Write) -> None:
    program = write(
        "import socket\n"
        "listener = socket.create_server(('127.0.0.1', 0))\n"
        "client = socket.create_connection(listener.getsockname(), timeout=5)\n"
        "client.sendall(b'here')\nprint(listener.accept()[0].recv(4))"
    )
    assert lab("run", "--break", "network-lossy=100", program).stdout == "b'here'\n"


def test_at_a_hundred_every_packet_is_lost() -> None:
    [loss] = build(["network-lossy=100"]).network.losses
    packet = Packet(0.0, "udp", ("192.0.2.23", 5000), ("192.0.2.53", 53))
    assert all(loss(packet) for _ in range(100))


def test_the_server_says_what_the_wait_was() -> None:
    told = lab("run", "--break", "server-loaded", "snippets/timeline/waterfall.py").stdout
    lines = told.splitlines()[1:]
    assert len(lines) == 24
    for line, server in zip(lines[::2], lines[1::2], strict=True):
        numbers = [float(cell) for cell in line.split()[1:7]]
        queue, work = (float(part.split("=")[1]) for part in server.split(", "))
        assert numbers[3] == pytest.approx(80 + queue + work, abs=0.2)
        assert work == WORK * 1000
