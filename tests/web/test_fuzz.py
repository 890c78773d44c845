"""Whatever bytes come, however they are cut: no exception, and a response that can be read."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.web.message import REASONS
from lab.web.strict import Limits
from tests.web.apps import echo
from tests.web.talk import Talk

LIMITS = Limits(line=200, head=400, content=100, chunk_line=20)
WORDS = [
    b"GET",
    b"POST",
    b"OPTIONS",
    b" ",
    b"/",
    b"*",
    b"http://a/",
    b"HTTP/1.1",
    b"HTTP/1.0",
    b"HTTP/2.0",
    b"\r\n",
    b"\r\n\r\n",
    b"\n",
    b"\r",
    b"\0",
    b":",
    b"Host: a\r\n",
    b"Content-Length: 3\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Connection: close\r\n",
    b"Expect: 100-continue\r\n",
    b"Upgrade: h2c\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\n",
    b"0\r\n",
    b"3\r\nabc\r\n",
    b"abc",
]
pieces = st.lists(st.one_of(st.sampled_from(WORDS), st.binary(max_size=8)))
almost_http = pieces.map(b"".join).filter(lambda data: b"HEAD" not in data)  # its content is absent
any_bytes = st.lists(st.binary(max_size=300), max_size=5).filter(
    lambda segments: b"HEAD" not in b"".join(segments)
)


def check(talk: Talk) -> None:
    """Everything sent can be read; the server has closed, or still has a limit to its patience."""
    assert all(response.status in REASONS for response in talk.responses())
    assert talk.closed == (talk.conversation.patience is None)
    assert talk.log.getvalue() == ""


@settings(max_examples=200, deadline=None)
@given(any_bytes)
def test_random_bytes(segments: list[bytes]) -> None:
    talk = Talk(echo, LIMITS)
    for segment in segments:
        talk.receive(segment)
    check(talk)
    assert talk.perform(talk.conversation.receive_eof()).closed


@settings(max_examples=200, deadline=None)
@given(almost_http)
def test_almost_http(data: bytes) -> None:
    talk = Talk(echo, LIMITS).receive(data)
    check(talk)
    assert talk.perform(talk.conversation.expire()).closed


@settings(max_examples=200, deadline=None)
@given(almost_http, st.data())
def test_segments_do_not_matter(data: bytes, draw: st.DataObject) -> None:
    cut = draw.draw(st.integers(0, len(data)))
    whole = Talk(echo, LIMITS).receive(data)
    split = Talk(echo, LIMITS).receive(data[:cut]).receive(data[cut:])
    interim = b"HTTP/1.1 100 Continue\r\n\r\n"
    assert whole.sent.replace(interim, b"") == split.sent.replace(interim, b"")
    assert whole.closed == split.closed
