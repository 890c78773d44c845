"""A trace of anything: words for each packet, each byte in one field, and an end in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.record import Control, Packet, Protocol
from tests.fuzz import trace as fuzzed
from tests.hostile.dns_mutations import mutated
from tests.hostile.dns_replies import MALFORMED, NOT_THE_ANSWER, ODD, WWW
from tests.hostile.traces import LAPTOP, SERVER, packets_in, told

QUERY = b"\0\7\1\0\0\1\0\0\0\0\0\0" + WWW + b"\0\1\0\1"
REPLIES = {case: wire(QUERY) for case, wire in (NOT_THE_ANSWER | MALFORMED | ODD).items()}
LONG = 20
"""Processor seconds: with more, the time grows faster than the bytes do."""


def packet(
    data: bytes, protocol: Protocol = "tcp", port: int = 80, seq: int = 1, back: bool = False
) -> Packet:
    """A packet from the laptop, or `back` to it."""
    ends = (LAPTOP, 50_000), (SERVER, port)
    there, here = ends[::-1] if back else ends
    return Packet(0.0, protocol, there, here, data, seq, 1, Control.ACK)


def stream(data: bytes, port: int, piece: int, back: bool = False) -> list[Packet]:
    """`data` in segments of `piece` bytes."""
    return [
        packet(data[at : at + piece], port=port, seq=1 + at, back=back)
        for at in range(0, len(data), piece)
    ]


# -- DNS ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", REPLIES)
def test_dns_in_a_datagram_and_over_a_stream(case: str) -> None:
    wire = REPLIES[case]
    framed = len(wire).to_bytes(2, "big") + wire
    question, datagram = packet(QUERY, "udp", 53), packet(wire, "udp", 53, back=True)
    segments = [packet(framed, port=53, back=True)]
    messages = told([question, datagram, *segments, *stream(framed, 53, 7, back=True)])
    assert messages[1].protocol == messages[2].protocol == "DNS"


@pytest.mark.parametrize("length", [0, 1, 0x100, 0xFFFF])
def test_a_length_before_a_message_may_lie(length: int) -> None:
    framed = length.to_bytes(2, "big") + QUERY
    told([*stream(framed, 53, 100), *stream(framed * 3, 53, 9, back=True)])


# -- streams ------------------------------------------------------------------------------------

GREETING = fuzzed.HELLO
WEB = [
    b"",
    b"\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    b"\nGET / HTTP/1.1\n\n",
    b"GET / HTTP/1.1\r\nstart line: a\r\n: b\r\ncontent: c\r\n\r\nGET",
    b"GET / HTTP/1.1\r\n\r\r\n\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\nabc",
    b"HTTP/1.1 100 Continue\r\n\r\n" * 5 + b"HTTP/1.1 200 OK\r\n\r\n",
    b"GET /\x1b[31m\xff\xfe HTTP/1.1\r\nHost: \x00\t\x7f\r\n\r\n",
    b"\x16\3\1\0\0",
    b"\x16\3\1\xff\xff" + b"a" * 50,
    GREETING[:4],
    GREETING[:6],
    GREETING + GREETING,
    b"\x17\3\3\0\1a" * 40,
    b"\x14\3\3\0\1\1\x16\3\3\0\4abcd",
]


@pytest.mark.parametrize("data", WEB)
@pytest.mark.parametrize("port", [80, 443, 53])
def test_web_in_any_pieces(data: bytes, port: int) -> None:
    for piece in (1, 5, 6, 1000):
        told(stream(data, port, piece) + stream(data, port, piece, back=True))


def test_a_greeting_cut_anywhere() -> None:
    for at in range(1, len(GREETING)):
        told([packet(GREETING[:at]), packet(GREETING[at:], seq=1 + at)])
        told([packet(GREETING[:at]), packet(GREETING[at:], seq=2 + at)])  # with a hole
        told([packet(GREETING), packet(GREETING[at:], seq=1 + at // 2)])  # that overlap


def test_bytes_sent_twice_count_once() -> None:
    """Segments that overlap, the second with other bytes: what was sent first is the stream."""
    asked = b"GET /one HTTP/1.1\r\n\r\nGET /two HTTP/1.1\r\n\r\n"
    other = b"X" * 10 + asked[30:]
    messages = told([packet(asked[:30]), packet(other, seq=21)])
    assert messages[0].summary.startswith("GET /one HTTP/1.1 + GET /two HTTP/1.1 (30 bytes)")
    assert messages[0].packets == (messages[0].packets[0], messages[1].packets[0])


def test_numbers_at_their_ends() -> None:
    for seq in (0, 1, 2**31 - 1, 2**31, 2**31 + 1, 2**32 - 1):
        told([packet(b"a"), packet(GREETING, seq=seq), packet(b"", seq=seq), packet(b"b")])


@pytest.mark.parametrize(
    ("data", "port"),
    [
        (bytes(60_000), 53),
        (b"\r\n" * 30_000, 80),
        (b"GET / HTTP/1.1\r\n\r\n" * 3000, 80),
        (b"GET / HTTP/1.1\r\nA: " + b"a: " * 20_000, 80),
        (b"GET " + b" HTTP/1" * 8000, 80),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + b"chunked " * 7000 + b"\r\n\r\n", 80),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 9000, 80),
        (b"\x17\3\3\0\1a" * 3000, 443),
        (b"\x16\3\1\xea\x60" + b"\1\0\0\0" * 15_000, 443),
    ],
)
def test_what_is_long_ends_in_time(data: bytes, port: int) -> None:
    began = time.process_time()
    told(stream(data, port, 30_000) + stream(data, port, 30_000, back=True))
    assert time.process_time() - began < LONG


# -- chance -------------------------------------------------------------------------------------

KINDS: list[tuple[Protocol, int]] = [("udp", 53), ("tcp", 53), ("tcp", 80), ("tcp", 443)]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.one_of(st.binary(max_size=300), st.sampled_from(fuzzed.SEEDS).flatmap(mutated)))
def test_any_packets(data: bytes) -> None:
    told(packets_in(data))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.sampled_from([QUERY, *REPLIES.values(), *WEB, GREETING]).flatmap(mutated),
    st.sampled_from(KINDS),
    st.integers(1, 80),
    st.booleans(),
)
def test_any_stream(data: bytes, kind: tuple[Protocol, int], piece: int, back: bool) -> None:
    if kind[0] == "udp":
        told([packet(data, *kind, back=back)])
    else:
        told(stream(data, kind[1], piece, back))
