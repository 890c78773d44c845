"""What the server does over time: patience, half-closed connections, several requests, 100, 408."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from lab.effects import Close, Send, Wait
from tests.web.apps import echo
from tests.web.talk import NOW, Talk

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"


def waits(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """An application that takes three seconds, then one more before its second block."""
    environ["lab.wait"](3.0)
    start_response("200 OK", [])

    def blocks() -> Iterator[bytes]:
        yield b"one"
        environ["lab.wait"](1.0)
        yield b"two"

    return blocks()


def test_date_and_server_come_from_the_server() -> None:
    response = Talk(echo).receive(GET).response()
    assert response.headers["Date"] == "Sun, 15 Jun 2025 15:06:40 GMT"
    assert response.headers["Server"] == "lab"


def test_head_and_content_leave_together() -> None:
    assert len(Talk(echo).receive(GET).segments) == 1


def test_pipelined_requests_are_answered_in_order() -> None:
    targets = (b"GET /%d HTTP/1.1\r\nHost: a\r\n\r\n" % number for number in range(3))
    responses = Talk(echo).receive(b"".join(targets)).responses()
    assert [r.content for r in responses] == [b"GET /0 |", b"GET /1 |", b"GET /2 |"]


def test_waiting_comes_before_the_bytes() -> None:
    effects = list(Talk(waits).conversation.receive(GET))
    assert [type(effect) for effect in effects] == [Wait, Send, Wait, Send, Send]
    assert effects[0] == Wait(3.0)
    assert effects[2] == Wait(1.0)


def test_the_date_is_the_time_at_which_the_response_leaves() -> None:
    response = Talk(waits).receive(GET).response()
    assert response.headers["Date"] == "Sun, 15 Jun 2025 15:06:43 GMT"


def test_what_arrives_while_the_server_waits_is_answered_after() -> None:
    talk = Talk(waits)
    first = talk.conversation.receive(GET)
    assert next(first) == Wait(3.0)
    assert list(talk.conversation.receive(GET)) == []
    assert list(talk.conversation.receive_eof()) == []
    talk.perform(first)
    assert [response.content for response in talk.responses()] == [b"onetwo", b"onetwo"]
    assert talk.closed


def test_a_length_of_5000_digits_is_413() -> None:  # int() itself refuses more than 4300
    talk = Talk(echo).receive(POST.replace(b"3", b"9" * 5000))
    assert talk.response().status == 413


def test_100_continue_asks_for_the_content() -> None:
    expect = POST.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")
    talk = Talk(echo).receive(expect)
    assert talk.sent == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert talk.receive(b"abc").response().content == b"POST / |abc"


def test_100_continue_is_not_sent_when_the_content_came_too() -> None:
    expect = POST.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")
    assert b" 100 " not in Talk(echo).receive(expect + b"abc").sent


def test_http_1_0_does_not_know_100() -> None:
    expect = POST.replace(b"1.1", b"1.0").replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")
    assert Talk(echo).receive(expect).sent == b""


def test_http_1_0_gets_no_chunks() -> None:
    talk = Talk(waits).receive(b"GET / HTTP/1.0\r\n\r\n")
    assert talk.response().content == b"onetwo"
    assert talk.response().headers["Transfer-Encoding"] is None
    assert talk.closed


@pytest.mark.parametrize("raw", [b"", GET, b"\r\n"], ids=["nothing", "answered", "empty line"])
def test_an_idle_connection_is_closed_without_a_word(raw: bytes) -> None:
    talk = Talk(echo).receive(raw) if raw else Talk(echo)
    assert talk.conversation.patience == 5
    assert list(talk.conversation.expire()) == [Close()]


@pytest.mark.parametrize("raw", [b"G", GET[:-2], POST + b"a"], ids=["method", "head", "content"])
def test_half_a_request_expires_with_408(raw: bytes) -> None:
    talk = Talk(echo).receive(raw)
    assert talk.conversation.patience == 10
    assert talk.perform(talk.conversation.expire()).response().status == 408
    assert talk.closed


def test_a_request_may_not_last_for_ever() -> None:
    talk = Talk(echo).receive(b"GET")
    talk.clock.now = NOW + 55
    assert talk.conversation.patience == 5
    talk.clock.now = NOW + 61
    assert talk.conversation.patience == 0


def test_each_request_has_its_own_time() -> None:
    talk = Talk(echo).receive(GET)
    talk.clock.now = NOW + 55
    assert talk.receive(b"G").conversation.patience == 10


def test_a_client_that_half_closes_gets_its_response() -> None:
    talk = Talk(echo).receive(GET)
    assert not talk.closed
    assert talk.perform(talk.conversation.receive_eof()).closed
    assert talk.response().status == 200


@pytest.mark.parametrize("raw", [b"GET / HT", POST + b"ab"], ids=["head", "content"])
def test_an_early_end_is_400(raw: bytes) -> None:
    talk = Talk(echo).receive(raw)
    assert talk.perform(talk.conversation.receive_eof()).response().status == 400
    assert talk.closed


def test_an_early_end_of_chunks_is_400() -> None:
    talk = Talk(echo).receive(POST.replace(b"Content-Length: 3", b"Transfer-Encoding: chunked"))
    talk.receive(b"3\r\nabc\r\n")
    assert talk.perform(talk.conversation.receive_eof()).response().status == 400


def test_a_client_that_says_nothing_is_closed_without_a_word() -> None:
    assert list(Talk(echo).conversation.receive_eof()) == [Close()]


def test_after_close_nothing_matters() -> None:
    talk = Talk(echo).receive(b"?\r\n\r\n")
    assert talk.closed
    assert talk.conversation.patience is None
    for effects in (talk.conversation.receive(GET), talk.conversation.receive_eof()):
        assert list(effects) == []
    assert list(talk.conversation.expire()) == []
