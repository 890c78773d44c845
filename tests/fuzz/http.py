"""Any bytes, as what a client sends to the web server: responses that can be read, cut or not."""

from __future__ import annotations

from tests.web.apps import echo
from tests.web.talk import Talk
from tests.web.test_fuzz import LIMITS, check

SEEDS = [
    b"\x10GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\x30POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
    b"\x50POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    b"\x05OPTIONS * HTTP/1.0\r\n\r\n",
]


def one(data: bytes) -> None:
    """The first byte says where the rest is cut in two segments."""
    cut, sent = data[:1], data[1:]
    if not cut or b"HEAD" in sent:  # then a response has no content: a reader must know which
        return
    talk = Talk(echo, LIMITS).receive(sent[: cut[0]]).receive(sent[cut[0] :])
    check(talk)
    assert talk.perform(talk.conversation.receive_eof()).closed
