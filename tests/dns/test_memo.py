"""An authority that remembers its replies gives the very same, whatever it is asked."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.dns.memo import LONGEST, remembering
from tests.dns.internet import AUTHORITIES, NS1, query

HONEST = AUTHORITIES[NS1].respond
NAMES = st.sampled_from(("www.example.com", "WWW.example.com", "no.example.com", "big.example.com"))
QUERIES = st.one_of(
    st.builds(query, NAMES, st.sampled_from(("A", "NS", "TXT"))),
    st.binary(max_size=40),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 65535), QUERIES, st.booleans()), max_size=8))
def test_the_replies_are_the_same_to_the_byte(asked: list[tuple[int, bytes, bool]]) -> None:
    recalled = remembering(HONEST, most=2)
    for number, wire, tcp in asked * 2:
        with_id = number.to_bytes(2, "big") + wire[2:]
        assert recalled(with_id, tcp) == HONEST(with_id, tcp)


def test_it_asks_once_and_forgets_the_oldest_first() -> None:
    asked: list[bytes] = []

    def respond(wire: bytes, tcp: bool) -> bytes | None:
        asked.append(wire)
        return wire if len(wire) > 2 else None

    recalled = remembering(respond, most=2)
    for wire in (b"11a", b"22a", b"11b", b"11c", b"22c", b"22b", b"11a", b"1", b"1"):
        assert recalled(wire, False) == (wire if len(wire) > 2 else None)
    assert asked == [b"11a", b"11b", b"11c", b"11a", b"1", b"1"]
    recalled(b"11a", True)
    assert asked[-1] == b"11a" and len(asked) == 7


def test_a_long_query_is_not_kept() -> None:
    asked: list[bytes] = []

    def respond(wire: bytes, tcp: bool) -> bytes | None:
        asked.append(wire)
        return wire

    recalled = remembering(respond)
    for _ in range(2):
        recalled(b"x" * (LONGEST + 1), True)
    assert len(asked) == 2
