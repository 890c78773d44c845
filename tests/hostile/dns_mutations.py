"""Messages that were valid: most of what a parser does wrong, it does on what is almost right."""

from __future__ import annotations

from hypothesis import strategies as st

NUMBERS = st.sampled_from([b"\0", b"\xff", b"\xc0", b"\xc0\x0c", b"\x3f", b"\x40", b"\xff\xff"])


def mutated(wire: bytes) -> st.SearchStrategy[bytes]:
    """`wire` after a few changes: bytes flipped, cut out, put in, written over."""
    change = st.tuples(
        st.sampled_from(["flip", "cut", "insert", "write"]),
        st.integers(0, max(0, len(wire) - 1)),
        st.one_of(NUMBERS, st.binary(min_size=1, max_size=4)),
    )
    return st.lists(change, min_size=1, max_size=4).map(lambda all: _changed(wire, all))


def _changed(wire: bytes, changes: list[tuple[str, int, bytes]]) -> bytes:
    for how, at, data in changes:
        before, after = wire[:at], wire[at:]
        if how == "flip":
            wire = before + bytes([byte ^ data[0] for byte in after[:1]]) + after[1:]
        elif how == "cut":
            wire = before + after[len(data) :]
        else:
            wire = before + data + (after if how == "insert" else after[len(data) :])
    return wire
