"""How a connection ends: a FIN each way, a reset, or no word at all (RFC 9293 §3.5.3, §3.6)."""

from __future__ import annotations

import errno
from itertools import pairwise

import pytest

from lab.effects import Address, Close, Conversation, Effects, Forget, Reset, Send
from lab.record import Control, Packet
from lab.serving import serve_streams
from lab.tcp import State
from lab.tcp.connection import TIME_WAIT
from tests.lab.test_network import FAR, NEAR, Told, two_hosts
from tests.lab.test_tcp import ACK, FIN, RST, Line, has_data, nth


def resets(line: Line) -> list[Packet]:
    return [p for p in line.network.record if RST in p.control]


# -- sent again ---------------------------------------------------------------------------------


def test_the_timer_waits_twice_as_long_each_time() -> None:
    """RFC 6298 §5.5, up to 60 s (§2.5)."""
    line = Line().open()
    line.far.silent = True
    line.connection.send(b"hello?")
    assert line.network.wait(lambda: line.client.errors, 2000)
    sent = [p.time for p in line.network.record if p.data]
    waits = [after - before for before, after in pairwise(sent)]
    assert waits[0] == pytest.approx(0.3, abs=0.01)
    assert all(b == pytest.approx(min(2 * a, 60), rel=1e-6) for a, b in pairwise(waits))


def test_after_a_syn_sent_again_the_first_data_wait_longer() -> None:
    """RFC 6298 §5.7: 3 s, since nothing was measured."""
    line = Line(nth(1, lambda p: p.control == Control.SYN)).open()
    line.network.losses = [nth(1, has_data)]
    line.connection.send(b"lost once")
    line.until(lambda: line.server.data)
    first, again = [p.time for p in line.network.record if p.data]
    assert again - first == pytest.approx(3.0, abs=0.01)


def test_two_duplicate_acks_are_not_enough() -> None:
    line = Line(nth(1, has_data)).open()
    line.connection.send(bytes(1460 * 3))
    line.until(lambda: len(line.server.data) == 1460 * 3)
    first, *_, again = [p for p in line.network.record if p.data]
    assert again.time - first.time == pytest.approx(0.3, abs=0.01)  # the timer, not a round trip


def test_a_lost_acknowledgement_costs_nothing_when_another_follows() -> None:
    line = Line(nth(1, lambda p: p.source == FAR and p.control == ACK)).open()
    line.connection.send(bytes(1460 * 2))
    line.until(lambda: len(line.server.data) == 1460 * 2)
    line.network.sleep(2)
    assert len([p for p in line.network.record if p.data]) == 2


# -- FIN ----------------------------------------------------------------------------------------


def test_the_last_data_and_the_fin_may_share_a_segment() -> None:
    line = Line().open()
    line.connection.send(bytes(1460 * 10 + 5))  # more than the first window
    line.connection.close()
    line.until(lambda: line.server.ended)
    last = [p for p in line.network.record if p.data][-1]
    assert FIN in last.control
    assert len(last.data) == 5
    assert not [p for p in line.network.record if FIN in p.control and not p.data]


def test_a_close_takes_three_segments_if_the_other_side_closes_at_once() -> None:
    line = Line().open()
    line.server.finished = line.accepted[0].close  # type: ignore[method-assign]
    before = len(line.network.record)
    line.connection.close()
    line.until(lambda: line.client.ended)
    line.network.sleep(1)
    ending = [p.control for p in line.network.record[before:]]
    assert ending == [FIN | ACK, FIN | ACK, ACK]


def test_a_fin_that_comes_again_is_acknowledged_and_makes_time_wait_begin_again() -> None:
    line = Line().open()
    line.connection.close()
    line.until(lambda: line.server.ended)
    line.accepted[0].close()
    line.until(lambda: line.connection.state is State.TIME_WAIT)
    line.network.sleep(5)
    last = line.network.record[-1]
    line.network.send(last.turned(seq=last.ack - 1, ack=last.seq, control=FIN | ACK))
    line.network.sleep(1)
    assert line.connection.expires == pytest.approx(line.network.now - 0.95 + TIME_WAIT, abs=0.01)
    assert line.network.record[-2].control == ACK  # to one that has forgotten: it resets
    assert (line.connection.state, line.client.errors) == (State.CLOSED, [])


# -- RST ----------------------------------------------------------------------------------------


def test_a_reset_counts_only_with_the_expected_number() -> None:
    """RFC 9293 §3.10.7.4: behind it is dropped; ahead it is challenged by an acknowledgement."""
    line = Line().open()
    expected = line.network.record[1].seq + 1
    for seq, answers in ((expected - 1, 0), (expected + 1, 1)):
        before = len(line.network.record)
        line.network.send(Packet(line.network.now, "tcp", FAR, NEAR, b"", seq, 0, RST))
        line.network.sleep(1)
        sent = line.network.record[before + 1 :]
        assert ([p.control for p in sent], line.client.errors) == ([ACK] * answers, [])
        assert line.connection.state is State.ESTABLISHED
    line.network.send(Packet(line.network.now, "tcp", FAR, NEAR, b"", expected, 0, RST))
    line.until(lambda: line.client.errors)
    assert line.connection.state is State.CLOSED


def test_a_reset_after_a_lost_segment_still_arrives_after_a_challenge() -> None:
    line = Line(nth(1, has_data)).open()
    line.accepted[0].send(b"lost")
    line.accepted[0].abort()
    line.until(lambda: line.client.errors)
    assert line.client.errors == [errno.ECONNRESET]
    ahead, in_turn = resets(line)
    assert ahead.seq - in_turn.seq == 4
    assert not line.client.data


def test_a_refusal_acknowledges_the_syn_and_a_stray_reset_is_ignored() -> None:
    """RFC 9293 §3.5.3: in SYN-SENT a reset counts only if it acknowledges the SYN."""
    network, near, _ = two_hosts()
    client = Told()
    connection = near.connect(NEAR, FAR, client)
    network.send(Packet(0, "tcp", FAR, NEAR, b"", 0, 12345, RST | ACK))
    network.wait(lambda: client.errors)
    syn, stray, refusal = network.record
    assert (stray.control, refusal.control, refusal.ack) == (RST | ACK, RST | ACK, syn.seq + 1)
    assert (client.errors, connection.state) == ([errno.ECONNREFUSED], State.CLOSED)


def test_a_reset_is_never_answered() -> None:
    network, _, far = two_hosts()
    network.send(Packet(0, "tcp", NEAR, FAR, b"", 1, 1, RST | ACK))
    network.sleep(1)
    assert len(network.record) == 1
    assert not far.connections


# -- servers of the lab -------------------------------------------------------------------------


class Ends:
    """A server that answers what comes, then ends its connection in its own way."""

    patience = 1.0

    def __init__(self, last: Close | Reset | Forget) -> None:
        self._last = last

    def receive(self, data: bytes) -> Effects:
        yield Send(b"answer")

    def receive_eof(self) -> Effects:
        yield Close()

    def expire(self) -> Effects:
        yield self._last


@pytest.mark.parametrize(
    ("last", "at_once", "then"),
    [
        (Close(), [FIN | ACK], [ACK]),  # it reads on, and says nothing
        (Close(deaf=True), [FIN | ACK], [RST | ACK]),
        (Reset(), [RST | ACK], []),
        (Forget(), [], [RST]),
    ],
    ids=["close", "deaf", "reset", "forget"],
)
def test_an_idle_connection_ends_as_the_server_likes(
    last: Close | Reset | Forget, at_once: list[Control], then: list[Control]
) -> None:
    network, near, far = two_hosts()

    def converse(peer: Address) -> Conversation:
        return Ends(last)

    serve_streams(far, FAR, converse)
    client = Told()
    connection = near.connect(NEAR, FAR, client)
    network.wait(lambda: client.open)
    connection.send(b"question")
    network.wait(lambda: client.data == b"answer")
    for expected in (at_once, then):
        before = len(network.record)
        network.sleep(1.5)
        said = [p.control for p in network.record[before:] if p.source == FAR]
        assert said == expected
        if connection.state is not State.CLOSED:
            connection.send(b"one more question")
