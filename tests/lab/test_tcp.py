"""A stream arrives whole and in order, whatever the network loses (RFC 9293)."""

from __future__ import annotations

import errno
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.net import Loss, Network
from lab.record import Control, Packet
from lab.tcp import Connection, State
from lab.tcp.congestion import INITIAL_WINDOW, Timeout
from lab.tcp.receiving import Receiver
from tests.lab.test_network import FAR, NEAR, Told, two_hosts

SYN, ACK, FIN, RST = Control.SYN, Control.ACK, Control.FIN, Control.RST


class Line:
    """A connection between two hosts, 100 ms there and back, and who uses each end."""

    def __init__(self, loss: Loss = lambda packet: False) -> None:
        self.network, self.near, self.far = two_hosts()
        self.network.losses = [loss]
        self.client, self.server = Told(), Told()
        self.accepted: list[Connection] = []
        self.far.listeners[FAR] = self._accept
        self.connection = self.near.connect(NEAR, FAR, self.client)

    def _accept(self, connection: Connection) -> Told:
        self.accepted.append(connection)
        return self.server

    def open(self) -> Line:
        self.network.wait(lambda: self.server.open)
        return self

    def until(self, ready: Callable[[], object]) -> None:
        assert self.network.wait(ready, 200)


def nth(number: int, kind: Callable[[Packet], bool]) -> Loss:
    """Lose the `number`-th packet of this kind."""
    seen = [0]

    def lost(packet: Packet) -> bool:
        seen[0] += kind(packet)
        return kind(packet) and seen[0] == number

    return lost


def has_data(packet: Packet) -> bool:
    return bool(packet.data)


def test_the_handshake_is_three_messages() -> None:
    line = Line().open()
    syn, syn_ack, ack = line.network.record
    assert [p.control for p in (syn, syn_ack, ack)] == [SYN, SYN | ACK, ACK]
    assert syn_ack.ack == syn.seq + 1
    assert (ack.seq, ack.ack) == (syn.seq + 1, syn_ack.seq + 1)
    assert [p.time for p in (syn, syn_ack, ack)] == pytest.approx([0, 0.05, 0.1])


def test_a_stream_is_cut_into_segments_of_the_mss() -> None:
    line = Line().open()
    line.connection.send(bytes(4000))
    line.until(lambda: len(line.server.data) == 4000)
    assert [len(p.data) for p in line.network.record if p.data] == [1460, 1460, 1080]
    assert [Control.PSH in p.control for p in line.network.record if p.data] == [False, False, True]


def test_the_first_flight_is_ten_segments() -> None:
    line = Line().open()
    before = line.network.now
    line.connection.send(bytes(100_000))
    line.until(lambda: len(line.server.data) == 100_000)
    first = [p for p in line.network.record if p.data and p.time < before + 0.04]
    assert len(first) == INITIAL_WINDOW


def test_a_lost_syn_ack_is_sent_again_after_a_second() -> None:
    line = Line(nth(1, lambda p: p.control == SYN | ACK)).open()
    assert [p.time for p in line.network.record if p.control == SYN] == pytest.approx([0, 1.0])
    answers = [p.time for p in line.network.record if p.control == SYN | ACK]
    assert answers == pytest.approx([0.05, 1.05])
    assert line.network.now == pytest.approx(1.15)


def test_a_lost_segment_alone_is_sent_again_by_the_timer() -> None:
    line = Line(nth(1, has_data)).open()
    line.connection.send(b"alone")
    line.until(lambda: line.server.data)
    first, again = [p for p in line.network.record if p.data]
    assert (first.seq, first.lost, again.lost) == (again.seq, True, False)
    assert again.time - first.time == pytest.approx(0.3, abs=0.01)  # srtt 100 ms + 4 * 50 ms


def test_a_lost_segment_among_others_is_sent_again_after_three_duplicate_acks() -> None:
    line = Line(nth(1, has_data)).open()
    line.connection.send(bytes(1460 * 5))
    line.until(lambda: len(line.server.data) == 1460 * 5)
    first, *_, again = [p for p in line.network.record if p.data]
    assert again.seq == first.seq
    assert again.time - first.time == pytest.approx(0.1, abs=0.01)  # a round trip, not the timer
    duplicates = [p for p in line.network.record if p.source == FAR and p.ack == first.seq]
    assert len(duplicates) >= 3


def test_closing_takes_a_fin_from_each_side() -> None:
    line = Line().open()
    line.connection.close()
    line.until(lambda: line.server.ended)
    assert (line.connection.state, line.accepted[0].state) == (State.FIN_WAIT_1, State.CLOSE_WAIT)
    line.until(lambda: line.connection.state is State.FIN_WAIT_2)
    line.accepted[0].send(b"still open on this side")
    line.accepted[0].close()
    line.until(lambda: line.client.ended)
    assert line.client.data == b"still open on this side"
    line.until(lambda: line.accepted[0].state is State.CLOSED)
    assert line.connection.state is State.TIME_WAIT
    assert line.connection.expires == pytest.approx(line.network.now - 0.05 + 60, abs=0.01)


def test_both_may_close_at_once() -> None:
    line = Line().open()
    line.connection.close()
    line.accepted[0].close()
    line.until(lambda: line.connection.state is State.TIME_WAIT)
    line.until(lambda: line.accepted[0].state is State.TIME_WAIT)


def test_an_abort_resets_the_other_side() -> None:
    line = Line().open()
    line.accepted[0].abort()
    line.until(lambda: line.client.errors)
    assert line.client.errors == [errno.ECONNRESET]
    assert line.connection.state is State.CLOSED


def test_a_segment_for_a_connection_that_is_gone_is_answered_by_a_reset() -> None:
    line = Line().open()
    line.far.connections.clear()
    line.connection.send(b"hello?")
    line.until(lambda: line.client.errors)
    assert RST in line.network.record[-1].control


def test_a_silent_peer_is_given_up_in_the_end() -> None:
    line = Line().open()
    line.far.silent = True
    line.connection.send(b"hello?")
    assert line.network.wait(lambda: line.client.errors, 2000)
    assert line.client.errors == [errno.ETIMEDOUT]


@given(lost=st.sets(st.integers(1, 60), max_size=6), size=st.integers(0, 30_000))
@settings(max_examples=60, deadline=None)
def test_whatever_is_lost_every_byte_arrives_once_and_in_order(lost: set[int], size: int) -> None:
    counter = iter(range(1, 1_000_000))
    line = Line(lambda packet: next(counter) in lost).open()
    payload = bytes(i % 251 for i in range(size))
    line.connection.send(payload)
    line.connection.close()
    line.until(lambda: line.server.ended)
    assert line.server.data == payload
    line.accepted[0].close()
    line.until(lambda: line.client.ended)


@given(cuts=st.lists(st.integers(0, 40), max_size=8), order=st.randoms(use_true_random=False))
def test_the_receiver_puts_any_order_right(cuts: list[int], order: object) -> None:
    text = bytes(range(40))
    borders = sorted({0, 40, *cuts})
    pieces = [(a, text[a:b]) for a, b in pairwise(borders)]
    pieces += pieces[:2]
    order.shuffle(pieces)  # type: ignore[attr-defined]
    receiver, out, ended = Receiver(0), b"", False
    for start, piece in pieces:
        data, fin = receiver.arrive(start, piece, fin=start + len(piece) == 40)
        out, ended = out + data, ended or fin
    assert (out, ended, receiver.next) == (text, True, 41)


def test_the_timeout_follows_the_round_trip() -> None:
    timeout = Timeout()
    assert timeout.seconds == 1.0
    timeout.measured(0.5)
    assert timeout.seconds == pytest.approx(1.5)
    for _ in range(50):
        timeout.measured(0.001)
    assert timeout.seconds == 0.2
    timeout.expired()
    assert timeout.seconds == 0.4


def test_numbers_are_the_same_in_every_run() -> None:
    assert [p.seq for p in Line().open().network.record] == [
        p.seq for p in Line().open().network.record
    ]


def test_a_new_network_starts_at_nought() -> None:
    assert Network().now == 0.0
