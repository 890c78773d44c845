"""A stream to an authority: ten thousand questions at once, half of one, or one byte at a time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.dns.service import PATIENCE, Responder, stream_service
from lab.dns.upstream import frame
from lab.effects import Close, Conversation, Effect, Send
from tests.dns.internet import query
from tests.hostile.test_authority import ASK, VALID, asking

PEER = ("192.0.2.23", 40000)


def talk(responder: Responder = ASK) -> Conversation:
    return stream_service(responder)(PEER)


def sent(effects: list[Effect]) -> list[bytes]:
    return [effect.data for effect in effects if isinstance(effect, Send)]


def test_ten_thousand_queries_at_once() -> None:
    """A server that says how many bytes it was asked with: what is counted here is the stream."""
    conversation = talk(lambda wire, tcp: wire[:2])
    stream = b"".join(frame(n.to_bytes(2, "big") + bytes(28)) for n in range(10_000))
    effects = list(conversation.receive(stream))
    assert sent(effects) == [b"\0\2" + n.to_bytes(2, "big") for n in range(10_000)]


def test_each_of_three_hundred_queries_is_answered() -> None:
    stream = b"".join(frame(query("www.example.com", id=n)) for n in range(300))
    assert len(sent(list(talk().receive(stream)))) == 300


@pytest.mark.parametrize(
    ("stream", "replies"),
    [
        (b"", 0),
        (b"\0", 0),
        (b"\xff\xff" + bytes(100), 0),
        (frame(asking())[:-1], 0),
        (frame(asking()) + b"\0\x20", 1),
    ],
)
def test_what_is_not_whole_is_waited_for_and_then_left(stream: bytes, replies: int) -> None:
    conversation = talk()
    assert len(sent(list(conversation.receive(stream)))) == replies
    assert conversation.patience == PATIENCE
    assert list(conversation.expire()) == [Close()]


@pytest.mark.parametrize("message", [b"", b"\0" * 11, asking(flags=0x8000)])
def test_what_gets_no_reply_ends_the_stream(message: bytes) -> None:
    effects = list(talk().receive(frame(asking()) + frame(message) + frame(asking()) * 100))
    assert len(sent(effects)) == 1 and effects[-1] == Close()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from(VALID).map(frame)), max_size=6))
def test_any_stream(segments: list[bytes]) -> None:
    conversation = talk()
    for segment in segments:
        effects = list(conversation.receive(segment))
        if Close() in effects:
            assert effects[-1] == Close()
            return
    assert list(conversation.receive_eof()) == [Close()]
