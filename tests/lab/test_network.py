"""The clock, the queue, the record, and what may be lost."""

from __future__ import annotations

import errno

import pytest

from lab.errors import Deadlock, ForeignAddress
from lab.host import Host
from lab.net import Network
from lab.record import Control, Packet

NEAR, FAR = ("192.0.2.1", 1000), ("192.0.2.2", 2000)


def two_hosts(silent: bool = False) -> tuple[Network, Host, Host]:
    network = Network()
    near = Host(network, "near", ("192.0.2.1", "2001:db8::1"), local=True)
    far = Host(network, "far", ("192.0.2.2", "2001:db8::2"), 0.1, silent=silent)
    return network, near, far


def test_a_packet_takes_half_a_round_trip() -> None:
    network, near, far = two_hosts()
    arrived: list[float] = []
    far.datagrams[FAR] = lambda packet: arrived.append(network.now)
    near.send_datagram(NEAR, FAR, b"data")
    network.wait(lambda: arrived)
    assert arrived == [0.05]


def test_loopback_takes_no_time() -> None:
    network, near, _ = two_hosts()
    arrived: list[Packet] = []
    near.datagrams["127.0.0.1", 9] = arrived.append
    near.send_datagram(("127.0.0.1", 8), ("127.0.0.1", 9), b"data")
    network.wait(lambda: arrived)
    assert network.now == 0.0


def test_events_happen_in_order_of_time_then_of_asking() -> None:
    network, happened = Network(), []
    for delay, name in ((2.0, "c"), (1.0, "a"), (1.0, "b")):
        network.at(delay, lambda name=name: happened.append(name))  # type: ignore[misc]
    network.sleep(5)
    assert (happened, network.now) == (["a", "b", "c"], 5)


def test_a_cancelled_timer_neither_runs_nor_moves_the_clock() -> None:
    network = Network()
    network.at(10, pytest.fail).cancel()
    assert network.step() is False
    assert network.now == 0.0


def test_wait_stops_at_its_timeout_before_later_events() -> None:
    network = Network()
    network.at(2.0, lambda: pytest.fail("too early"))
    assert network.wait(lambda: False, 1.0) is False
    assert network.now == 1.0


def test_waiting_for_nothing_is_a_deadlock() -> None:
    with pytest.raises(Deadlock, match="wait for ever"):
        Network().wait(lambda: False)


def test_an_unknown_address_is_foreign() -> None:
    _, near, _ = two_hosts()
    with pytest.raises(ForeignAddress, match=r"203\.0\.113\.200"):
        near.send_datagram(NEAR, ("203.0.113.200", 53), b"data")


def test_nobody_at_a_udp_port_is_said_by_icmp() -> None:
    network, near, _ = two_hosts()
    told: list[Packet] = []
    near.datagrams[NEAR] = told.append
    near.send_datagram(NEAR, FAR, b"data")
    network.wait(lambda: told)
    assert (told[0].protocol, told[0].source, told[0].data) == ("icmp", FAR, b"data")


def test_nobody_at_a_tcp_port_is_said_by_a_reset() -> None:
    network, near, _ = two_hosts()
    near.connect(NEAR, FAR, Told())
    network.sleep(1)
    syn, reset = network.record
    assert reset.control == Control.RST | Control.ACK
    assert reset.ack == syn.seq + 1


def test_a_silent_host_says_nothing_and_the_syn_is_sent_again() -> None:
    network, near, _ = two_hosts(silent=True)
    told = Told()
    near.connect(NEAR, FAR, told)
    network.wait(lambda: told.errors)
    assert told.errors == [errno.ETIMEDOUT]
    assert [packet.time for packet in network.record] == [0, 1, 3, 7, 15, 31, 63]
    assert network.now == 123.0  # the seventh waits 60 s, the longest time-out of RFC 6298


def test_what_is_lost_is_recorded_and_does_not_arrive() -> None:
    network, near, far = two_hosts()
    network.losses = [lambda packet: packet.data == b"first"]
    arrived: list[bytes] = []
    far.datagrams[FAR] = lambda packet: arrived.append(packet.data)
    for data in (b"first", b"second"):
        near.send_datagram(NEAR, FAR, data)
    network.sleep(1)
    assert [packet.lost for packet in network.record] == [True, False]
    assert arrived == [b"second"]


def test_packets_of_one_flight_leave_one_after_the_other() -> None:
    network, near, far = two_hosts()
    far.datagrams[FAR] = lambda packet: None
    for _ in range(3):
        near.send_datagram(NEAR, FAR, bytes(1210))
    times = [packet.time for packet in network.record]
    assert times == pytest.approx([0, 0.0001, 0.0002])  # 1,250 bytes at 100 Mbit/s


class Told:
    """A user that remembers what it was told."""

    def __init__(self) -> None:
        self.errors: list[int] = []
        self.data = bytearray()
        self.open = self.ended = False

    def opened(self) -> None:
        self.open = True

    def received(self, data: bytes) -> None:
        self.data += data

    def finished(self) -> None:
        self.ended = True

    def failed(self, error: int) -> None:
        self.errors.append(error)
