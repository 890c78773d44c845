"""TLS in pure Python against OpenSSL, each as the client and as the server, and against itself.

What lab/tls/server.py must do, it must do on both: those tests are run again here.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.effects import Send
from lab.tls import server

from . import handshake, test_server
from .handshake import NAME, Client
from .pure import PURE
from .test_server import (  # noqa: F401
    test_a_certificate_that_proves_nothing,
    test_a_close_is_announced_first,
    test_a_close_notify_is_answered_by_another,
    test_a_record_of_nonsense_gets_an_alert,
    test_a_reset_is_not,
    test_an_end_in_the_middle_of_the_handshake,
    test_an_end_without_close_notify_is_an_end,
    test_bytes_may_come_in_any_pieces,
    test_http_1_1_is_the_only_protocol,
    test_much_is_cut_into_records,
    test_no_bytes_raise,
    test_no_session_is_resumed,
    test_nothing_of_a_damaged_record_is_heard,
    test_patience,
    test_plain_http_gets_no_answer,
    test_the_best_version_is_chosen,
    test_the_version_before_is_spoken_too,
    test_time_passes_where_the_conversation_inside_says,
    test_what_is_inside_may_answer_after_the_end,
)

PAIRS = {"client": (PURE, ssl), "server": (ssl, PURE), "both": (PURE, PURE)}


@pytest.fixture(scope="module", params=PAIRS, autouse=True)
def _pair(request: pytest.FixtureRequest) -> Iterator[None]:
    """Which side is in pure Python."""
    client, serving = PAIRS[request.param]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handshake, "ssl", client)
        patch.setattr(test_server, "ssl", client)
        patch.setattr(server, "ssl", serving)
        yield


def lengths(data: bytes) -> list[tuple[int, bytes, int]]:
    """Kind, version and length of each record."""
    found = []
    while data:
        size = 5 + int.from_bytes(data[3:5])
        found.append((data[0], data[1:3], size))
        data = data[size:]
    return found


def said(client: Client) -> list[list[tuple[int, bytes, int]]]:
    """The records of each thing that the server sent."""
    return [lengths(effect.data) for effect in client.effects if isinstance(effect, Send)]


def test_records_are_those_of_openssl(monkeypatch: pytest.MonkeyPatch) -> None:
    """So a trace tells the same on the laptop and in the page."""
    ours = said(Client().shake().say(b"hello").say(b"bye"))
    for module in (handshake, server):
        monkeypatch.setattr(module, "ssl", ssl)
    assert ours == said(Client().shake().say(b"hello").say(b"bye"))


@pytest.mark.parametrize("protocols", [[], ["http/1.1"], ["h2", "http/1.1"]])
@pytest.mark.parametrize("option", [0, ssl.OP_NO_TICKET])
def test_a_client_hello_is_that_of_openssl(protocols: list[str], option: int) -> None:
    def hello(module: Any) -> bytes:
        context = module.SSLContext(module.PROTOCOL_TLS_CLIENT)
        context.options |= option
        if protocols:
            context.set_alpn_protocols(protocols)
        sent = module.MemoryBIO()
        client = context.wrap_bio(module.MemoryBIO(), sent, server_hostname=NAME)
        with pytest.raises(ssl.SSLWantReadError):
            client.do_handshake()
        return sent.read()  # type: ignore[no-any-return]

    ours, theirs = hello(PURE), hello(ssl)
    assert (len(ours), ours[:11]) == (517, theirs[:11])
    assert ours[43:44] == theirs[43:44] == b"\x20"


def test_what_a_client_learns_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def learnt() -> list[object]:
        tls = Client(settings=lambda ours: ours.set_alpn_protocols(["http/1.1"])).shake().tls
        answers = [tls.version(), tls.cipher(), tls.selected_alpn_protocol(), tls.compression()]
        return [*answers, tls.getpeercert(), tls.getpeercert(True), tls.pending(), tls.server_side]

    ours = learnt()
    for module in (handshake, server):
        monkeypatch.setattr(module, "ssl", ssl)
    assert ours == learnt()


def test_the_words_of_an_error_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def words() -> list[object]:
        with pytest.raises(ssl.SSLCertVerificationError) as caught:
            Client("expired").shake()
        error = caught.value
        told = str(error).partition(" (_ssl")[0]
        return [told, error.verify_code, error.verify_message, error.reason, error.library]

    ours = words()
    for module in (handshake, server):
        monkeypatch.setattr(module, "ssl", ssl)
    assert ours == words()


@given(st.lists(st.binary(max_size=300), max_size=4), st.integers(0, 60))
@settings(max_examples=30, deadline=None)
def test_no_server_breaks_a_client(pieces: list[bytes], at: int) -> None:
    """Whatever comes instead of the server's words, there is an SSLError, or more is wanted."""
    client = Client()
    with pytest.raises(ssl.SSLWantReadError):
        client.tls.do_handshake()
    good = b"".join(e.data for e in client.flush().effects if isinstance(e, Send))
    client.inbox.read()
    client.inbox.write(good[:at] + b"".join(pieces))
    with pytest.raises(ssl.SSLError):
        client.tls.do_handshake()
    client.inbox.write_eof()
    with pytest.raises(ssl.SSLError):
        client.tls.do_handshake()
