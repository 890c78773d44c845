"""A resolver's replies, given again within a moment, and never longer."""

from __future__ import annotations

from lab.effects import Address, Ask, Effect, Effects, Send
from lab.serve.briefly import ANSWERS, MOMENT, briefly

PEER = ("127.0.0.1", 5300)


class Counting:
    """Sends back the question and how often it was asked; `asks`: after it asked another."""

    def __init__(self, asks: bool = False) -> None:
        self.asks, self.calls, self.now = asks, 0, 100.0
        self.service = briefly(self.serve, lambda: self.now)

    def serve(self, data: bytes, peer: Address) -> Effects:
        self.calls += 1
        if self.asks:
            yield Ask(b"?", PEER, 1.0)
        yield Send(data + b" %d" % self.calls)

    def ask(self, data: bytes) -> list[Effect]:
        return list(self.service(data, PEER))


def test_same_reply_with_the_id_of_each() -> None:
    one = Counting()
    assert one.ask(b"aaquestion") == [Send(b"aaquestion 1")]
    assert one.ask(b"bbquestion") == [Send(b"bbquestion 1")]
    assert one.ask(b"bbanother") == [Send(b"bbanother 2")]


def test_only_for_a_moment() -> None:
    one = Counting()
    one.ask(b"aaquestion")
    one.now += MOMENT
    assert one.ask(b"aaquestion") == [Send(b"aaquestion 2")]


def test_what_others_were_asked_is_not_kept() -> None:
    one = Counting(asks=True)
    one.ask(b"aaquestion")
    assert one.ask(b"aaquestion")[-1] == Send(b"aaquestion 2")


def test_a_long_query_is_not_kept() -> None:
    one = Counting()
    one.ask(b"aa" + b"x" * 600)
    one.ask(b"aa" + b"x" * 600)
    assert one.calls == 2


def test_bounded() -> None:
    one = Counting()
    for number in range(ANSWERS + 1):
        one.ask(b"aa%d" % number)
    one.ask(b"aa0")  # made room
    one.ask(b"aa%d" % ANSWERS)
    assert one.calls == ANSWERS + 2
