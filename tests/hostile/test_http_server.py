"""The web server against clients that mean harm: bounded in time and memory, and nothing is lost.

What single requests must be answered is in tests/web/test_requests.py; here are those that wait,
repeat, or never end. Time is the conversation's own clock.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.web.message import REASONS
from lab.web.strict import Limits
from tests.web.apps import echo
from tests.web.talk import Talk

LIMITS = Limits()
MEMORY = 4 * 1024 * 1024
"""Bytes that one connection may cost at its worst: its largest content, and copies of it."""
HOST = b"Host: www.example.com\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST / HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def endure(talk: Talk, start: bytes, again: bytes, pause: float = 0.0) -> float:
    """Send `start`, then `again` until the server closes; the seconds that it endured."""
    begun = talk.clock.now
    talk.receive(start)
    for _ in range(100_000):
        if talk.closed:
            return talk.clock.now - begun
        patience = talk.conversation.patience
        assert patience is not None
        talk.clock.now += min(pause, patience)
        if pause and patience <= pause:
            talk.perform(talk.conversation.expire())
        else:
            talk.receive(again)
    pytest.fail("the server endures for ever")


def peak(work: Callable[[], object]) -> int:
    """The most bytes that `work` held at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


SLOW = {
    "request line": (b"GET /", b"a", 9.0, 408),
    "head": (GET[:-2], b"X", 9.0, 408),
    "content": (POST + b"Content-Length: 1000000\r\n\r\n", b"a", 9.0, 408),
    "chunks": (CHUNKED, b"1\r\na\r\n", 9.0, 408),
    "size of a chunk": (CHUNKED + b"5;", b"a", 9.0, 408),
    "silence in a head": (GET[:-2], b"X", 11.0, 408),
    "silence in content": (POST + b"Content-Length: 10\r\n\r\n", b"a", 11.0, 408),
}


@pytest.mark.parametrize("name", SLOW)
def test_who_drips_is_answered_408_within_a_minute(name: str) -> None:
    start, again, pause, status = SLOW[name]
    talk = Talk(echo)
    assert endure(talk, start, again, pause) <= LIMITS.request
    assert talk.response().status == status


def test_who_says_nothing_is_closed_on_without_a_word() -> None:
    talk = Talk(echo)
    assert endure(talk, b"", b"", LIMITS.idle) <= LIMITS.idle
    assert talk.sent == b""


def test_empty_lines_for_ever_are_no_request() -> None:
    talk = Talk(echo)
    for _ in range(1000):
        talk.receive(b"\r\n" * 100)
    assert not talk.sent
    assert not talk.conversation._inbox
    assert talk.receive(GET).response().status == 200


FLOODS = {
    "request line": (b"GET /", b"a" * 1000, 414),
    "fields": (GET[:-2], b"X: y\r\n" * 100, 431),
    "one field": (GET[:-2] + b"X: ", b"y" * 1000, 431),
    "cookies": (GET[:-2] + b"Cookie: a=b\r\n" * 1000, b"Cookie: a=b\r\n" * 1000, 431),
    "chunks": (CHUNKED, b"1000\r\n" + b"a" * 4096 + b"\r\n", 413),
    "small chunks": (CHUNKED, b"1\r\na\r\n" * 5000, 413),
    "extension": (CHUNKED + b"5;", b"a" * 100, 400),
    "trailer": (CHUNKED + b"0\r\n", b"X: y\r\n" * 100, 431),
    "one trailer": (CHUNKED + b"0\r\nX: ", b"y" * 1000, 431),
    "digits": (CHUNKED, b"0" * 10, 400),
    "no HTTP": (b"\x16\x03\x01", b"\0" * 1000, 400),
    "gigabyte": (POST + b"Content-Length: 1073741824\r\n\r\n", b"a" * 1000, 413),
    "gigabyte in a chunk": (CHUNKED + b"40000000\r\n", b"a" * 1000, 413),
}


@pytest.mark.parametrize("name", FLOODS)
def test_who_floods_is_refused(name: str) -> None:
    start, again, status = FLOODS[name]
    talk = Talk(echo)
    assert peak(lambda: endure(talk, start, again)) < MEMORY
    assert talk.response().status == status


@pytest.mark.parametrize("size", [b"f" * 17, b"f" * 20, b"-1", b"+5", b"0x5", b" 5", b"5 5", b""])
def test_a_size_that_is_none_is_refused_with_its_line(size: bytes) -> None:
    talk = Talk(echo).receive(CHUNKED + size + b"\r\n")
    assert (talk.response().status, talk.closed) == (400, True)


def test_ten_thousand_requests_at_once_get_as_many_answers() -> None:
    talk = Talk(echo)
    for _ in range(10):
        talk.receive(GET * 1000)
    assert talk.sent.count(b"HTTP/1.1 200 OK\r\n") == 10_000
    assert not talk.closed


def test_an_upgrade_to_http_2_is_no_second_request() -> None:
    upgrade = GET[:-2] + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"
    talk = Talk(echo).receive(upgrade + b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + GET)
    assert [response.status for response in talk.responses()] == [200, 505]


# -- chance -----------------------------------------------------------------------------------

GOOD = [GET, CHUNKED + b"3\r\nabc\r\n0\r\nX: y\r\n\r\n", POST + b"Content-Length: 3\r\n\r\nabc",
        b"OPTIONS * HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\n\r\n"]  # fmt: skip
changes = st.tuples(st.integers(0, 120), st.integers(0, 3), st.binary(max_size=3))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(GOOD), min_size=1, max_size=3), st.lists(changes, max_size=4))
def test_good_requests_with_a_few_bytes_changed(
    requests: list[bytes], changed: list[tuple[int, int, bytes]]
) -> None:
    data = b"".join(requests)
    for at, cut, instead in changed:
        data = data[:at] + instead + data[at + cut :]
    talk = Talk(echo).receive(data.replace(b"HEAD", b"GET"))
    assert all(response.status in REASONS for response in talk.responses())
    assert talk.log.getvalue() == ""
    if talk.conversation.patience is not None:
        assert talk.perform(talk.conversation.expire()).closed
