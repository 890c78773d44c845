"""The shells that put a name server on UDP and TCP."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import dns.message
import pytest

from lab.dns.resolver import Resolver
from lab.dns.service import PATIENCE, Steps, datagram_service, stream_service
from lab.dns.upstream import frame, is_complete, unframe
from lab.effects import Ask, Close, Conversation, Effect, Effects, Send
from tests.dns.internet import AUTHORITIES, HINTS, NS1, ROOT, query

PEER = ("192.0.2.23", 40000)
WWW = query("www.example.com")
BIG = query("big.example.com", "TXT")
AUTHORITY = AUTHORITIES[NS1].respond


def recursor(wire: bytes, tcp: bool) -> Steps:
    """A server that asks another one before it answers what that one said."""
    reply = yield Ask(wire, ("198.51.100.31", 53), 1.0)
    return reply


def perform(effects: Effects, *replies: bytes | None) -> list[Effect]:
    """The effects of a generator, which is given `replies` to what it asks."""
    waiting, done = iter(replies), list[Effect]()
    value: bytes | None = None
    while True:
        try:
            done.append(effects.send(value))
        except StopIteration:
            return done
        value = next(waiting) if isinstance(done[-1], Ask) else None


def talk() -> Conversation:
    return stream_service(AUTHORITY)(PEER)


# -- datagrams ----------------------------------------------------------------------------------


def test_a_datagram_gets_one_reply() -> None:
    reply = AUTHORITY(WWW)
    assert reply and perform(datagram_service(AUTHORITY)(WWW, PEER)) == [Send(reply)]


def test_silence_sends_nothing() -> None:
    assert perform(datagram_service(AUTHORITY)(b"", PEER)) == []


def test_a_datagram_may_need_questions_first() -> None:
    effects = perform(datagram_service(recursor)(WWW, PEER), b"an answer")
    assert effects == [Ask(WWW, ("198.51.100.31", 53), 1.0), Send(b"an answer")]
    assert len(perform(datagram_service(recursor)(WWW, PEER), None)) == 1


def test_the_resolver_is_such_a_server() -> None:
    resolver = Resolver(HINTS, lambda: 0.0, Random(1))
    effects = perform(datagram_service(resolver.respond)(WWW, PEER), *[None] * 4)
    asked = [effect.to for effect in effects if isinstance(effect, Ask)]
    assert asked == [(address, 53) for address in HINTS.values()] * 2
    assert isinstance(effects[-1], Send) and effects[-1].data[3] & 15 == 2
    assert asked[0] == (ROOT, 53)


def test_datagrams_are_cut_and_streams_are_not() -> None:
    (datagram,) = perform(datagram_service(AUTHORITY)(BIG, PEER))
    (stream,) = perform(talk().receive(frame(BIG)))
    assert isinstance(datagram, Send) and len(datagram.data) <= 1232
    assert isinstance(stream, Send) and len(stream.data) > 1232


# -- streams ------------------------------------------------------------------------------------


def test_a_message_on_a_stream_comes_after_its_length() -> None:
    (sent,) = perform(talk().receive(frame(WWW)))
    assert isinstance(sent, Send) and is_complete(sent.data)
    reply = dns.message.from_wire(unframe(sent.data) or b"")
    assert reply.id == 7 and len(reply.answer) == 1


def test_byte_by_byte() -> None:
    conversation = talk()
    effects = [perform(conversation.receive(bytes([byte]))) for byte in frame(WWW)]
    assert [len(each) for each in effects] == [0] * (len(WWW) + 1) + [1]


def test_several_messages_on_one_stream_are_answered_in_order() -> None:
    wires = [query("www.example.com", id=n) for n in range(5)]
    stream = b"".join(map(frame, wires))
    conversation = talk()
    effects = perform(conversation.receive(stream[:50])) + perform(
        conversation.receive(stream[50:])
    )
    sent = [effect.data for effect in effects if isinstance(effect, Send)]
    assert [data[3] for data in sent] == [0, 1, 2, 3, 4]


def test_a_stream_may_need_questions_first() -> None:
    effects = perform(stream_service(recursor)(PEER).receive(frame(WWW) * 2), b"one", b"two")
    assert [type(effect) for effect in effects] == [Ask, Send, Ask, Send]
    assert effects[3] == Send(b"\0\3two")


def test_a_length_that_never_completes_ends_with_patience() -> None:
    conversation = talk()
    assert conversation.patience == PATIENCE == 10.0
    assert perform(conversation.receive(b"\xff\xff" + WWW)) == []
    assert perform(conversation.expire()) == [Close()]


def test_the_end_of_the_clients_bytes_ends_the_stream() -> None:
    assert perform(talk().receive_eof()) == [Close()]
    conversation = talk()
    perform(conversation.receive(frame(WWW)[:-1]))
    assert perform(conversation.receive_eof()) == [Close()]


@pytest.mark.parametrize("message", [b"", b"short", AUTHORITY(WWW) or b""])
def test_what_deserves_no_reply_ends_the_stream(message: bytes) -> None:
    conversation = talk()
    assert perform(conversation.receive(frame(message) + frame(WWW))) == [Close()]


def test_rubbish_in_a_frame_is_a_format_error() -> None:
    (sent,) = perform(talk().receive(frame(b"\0\7\0\0\0\1" + bytes(6))))
    assert sent == Send(b"\0\x0c\0\7\x80\x01" + bytes(8))


def test_conversations_share_nothing() -> None:
    service = stream_service(AUTHORITY)
    first, second = service(PEER), service(PEER)
    assert perform(first.receive(frame(WWW)[:20])) == []
    assert len(perform(second.receive(frame(WWW)))) == 1


@pytest.mark.parametrize("stream", [None, b"", b"\0", b"\0\1", b"\0\2a"])
def test_a_stream_that_is_not_whole_has_no_message(stream: bytes | None) -> None:
    assert unframe(stream) is None


# -- what it costs to import --------------------------------------------------------------------


def test_dnspython_is_not_imported_before_the_first_message() -> None:
    program = "import sys, lab.dns.service; sys.exit('dns' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
