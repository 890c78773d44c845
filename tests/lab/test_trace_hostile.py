"""The bytes in a record may come from any program, so a decoder may be wrong but never raise."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.record import Control, Packet
from lab.trace import as_json, mermaid, pcap, text
from lab.trace.decode import decode

from .test_trace import HEAD, LAPTOP, NAMES, REQUEST, RESOLVER, Talk, query, response

ENDS = st.sampled_from([(LAPTOP, 50000), (RESOLVER, 53), (LAPTOP, 80), (RESOLVER, 7)])
SEEDS = [
    query().to_wire(),
    response(answer="a. 1 TXT b").to_wire(),
    REQUEST,
    HEAD,
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n",
]
MANGLED = st.builds(
    lambda seed, at, junk: seed[:at] + junk + seed[at + len(junk) :],
    st.sampled_from(SEEDS),
    st.integers(0, 60),
    st.binary(max_size=12),
)
DATA = st.one_of(st.binary(max_size=80), MANGLED)
FRAMED = DATA.map(lambda data: len(data).to_bytes(2) + data)
NUMBERS = st.one_of(st.integers(0, 2**32 - 1), st.integers(0, 200))
PACKETS = st.builds(
    Packet,
    st.floats(0, 1e6),
    st.sampled_from(["udp", "tcp", "tcp", "icmp"]),
    ENDS,
    ENDS,
    st.one_of(DATA, FRAMED),
    NUMBERS,
    NUMBERS,
    st.integers(0, 31).map(Control),
    st.booleans(),
)
LINE = re.compile(
    r"participant \w+( as [^:;#\n]*(#\d+;[^:;#\n]*)*)?"
    r"|%% \d+ bare acknowledgements? of data left out"
    r"|\w+--?(>>|x)\w+: ([^;#%<>{}$\n]|#\d+;)+"
)


@given(st.lists(PACKETS, max_size=8))
@settings(max_examples=250, deadline=None)
def test_hostile_bytes_give_words(packets: list[Packet]) -> None:
    messages = decode(packets, NAMES)
    assert len(messages) == len(packets)
    assert all(m.packets[0] is p for m, p in zip(messages, packets, strict=True))
    lines = text.render(messages).splitlines()
    assert len(lines) == len(packets)
    assert all(len(line) <= text.WIDTH and line.isprintable() for line in lines)
    assert all(map(LINE.fullmatch, mermaid.render(messages).splitlines()))
    as_json.render(messages)
    pcap.render(packets)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_hostile_names_do_not_break_a_diagram(one: str, other: str) -> None:
    messages = decode(Talk().shake().packets, {LAPTOP: one, "203.0.113.10": other})
    assert all(map(LINE.fullmatch, mermaid.render(messages).split("\n")[:-1]))


def test_a_far_number_takes_no_memory() -> None:
    talk = Talk().shake().say(">", b"a")
    talk.next[">"] += 2**30
    assert talk.say(">", b"b").summaries()[-1] == '"b" (1 byte) seq=1073741826 ack=1'


def test_a_stream_of_empty_frames_takes_little_time() -> None:
    talk = Talk(53, RESOLVER).shake().say(">", bytes(3000))
    assert talk.summaries()[-1].count("+") == 3
