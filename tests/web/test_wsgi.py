"""PEP 3333: what the server promises to an application, and what it does with a bad one."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from wsgiref.validate import validator

import pytest

from tests.web.apps import Blocks, answers, echo
from tests.web.talk import Talk, ask

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

GET = b"GET /a%20b?c=d HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_wsgiref_finds_nothing_to_say(method: str) -> None:
    raw = f"{method} /a?b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nCookie: d=e\r\n\r\nabc"
    with warnings.catch_warnings(action="error"):
        talk = Talk(validator(echo)).receive(raw.encode())
    assert talk.response(method).status == 200
    assert talk.log.getvalue() == ""


def test_environ() -> None:
    seen: WSGIEnvironment = {}

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        seen.update(environ)
        return echo(environ, start_response)

    ask(app, "POST /a%2Fb%C3%A9?c=%20 HTTP/1.1\nX-A: 1\nX-A: 2\nX_A: 3\nCookie: d\nCookie: e", b"f")
    assert seen["PATH_INFO"] == "/a/bé".encode().decode("latin-1")
    assert (seen["SCRIPT_NAME"], seen["QUERY_STRING"]) == ("", "c=%20")
    assert (seen["HTTP_X_A"], seen["HTTP_COOKIE"]) == ("1, 2", "d; e")
    assert (seen["CONTENT_LENGTH"], seen["SERVER_PROTOCOL"]) == ("1", "HTTP/1.1")
    assert (seen["SERVER_NAME"], seen["SERVER_PORT"]) == ("203.0.113.10", "80")
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("192.0.2.23", "http")
    assert seen["lab.head"].startswith(b"POST /a%2Fb%C3%A9?c=%20 HTTP/1.1\r\nX-A: 1\r\n")


def test_write_comes_before_the_result() -> None:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        write = start_response("200 OK", [])
        write(b"one ")
        write(b"")
        write(b"two ")
        return [b"three"]

    assert ask(app, "GET / HTTP/1.1").content == b"one two three"


def test_write_from_a_generator_keeps_its_place() -> None:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        write = start_response("200 OK", [])
        yield b"one "
        write(b"two ")
        yield b"three "
        write(b"four")

    assert ask(app, "GET / HTTP/1.1").content == b"one two three four"


def test_a_list_has_a_length_and_a_generator_has_chunks() -> None:
    listed = ask(answers("200 OK", blocks=[b"a", b"b"]), "GET / HTTP/1.1")
    assert (listed.content, listed.headers["Content-Length"]) == (b"ab", "2")
    streamed = ask(answers("200 OK", blocks=iter([b"a", b"", b"b"])), "GET / HTTP/1.1")
    assert (streamed.content, streamed.headers["Transfer-Encoding"]) == (b"ab", "chunked")


def test_the_application_may_say_date_and_server() -> None:
    response = ask(answers("200 OK", ("Server", "mine"), ("date", "today")), "GET / HTTP/1.1")
    assert response.headers.get_all("Server") == ["mine"]
    assert response.headers.get_all("Date") == ["today"]


@pytest.mark.parametrize("blocks", [[b"abc"], iter([b"abc", b"d"])], ids=["list", "generator"])
def test_head_has_no_content(blocks: Iterable[bytes]) -> None:
    talk = Talk(answers("200 OK", blocks=blocks)).receive(GET.replace(b"GET", b"HEAD"))
    assert talk.sent.endswith(b"\r\n\r\n")
    assert not talk.closed


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_no_content_where_there_is_none(status: str) -> None:
    talk = Talk(answers(status, blocks=[b"abc"])).receive(GET + GET)
    assert [r.status for r in talk.responses()] == [int(status[:3])] * 2
    assert talk.sent.count(b"abc") == 0


@pytest.mark.parametrize("method", [b"GET", b"HEAD"])
@pytest.mark.parametrize("fields", [(), (("content-length", "0"),)], ids=["counted", "given"])
@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_no_length_of_no_content(
    status: str, fields: tuple[tuple[str, str], ...], method: bytes
) -> None:
    """With 304 it would be the length of the 200, which the server does not know."""
    talk = Talk(answers(status, *fields, blocks=[])).receive(GET.replace(b"GET", method) * 2)
    assert b"content-length" not in talk.sent.lower()
    assert b"transfer-encoding" not in talk.sent.lower()
    assert len(talk.responses(method.decode(), method.decode())) == 2 and not talk.closed


@pytest.mark.parametrize("blocks", [[], [b"abc"]], ids=["empty", "full"])
@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified", "303 See Other"])
@pytest.mark.parametrize("version", [b"1.0", b"1.1\r\nConnection: close"], ids=["1.0", "1.1"])
def test_the_last_response_says_so(version: bytes, status: str, blocks: list[bytes]) -> None:
    talk = Talk(answers(status, blocks=blocks)).receive(GET.replace(b"1.1", version) + GET)
    length = str(len(b"".join(blocks))) if status.startswith("303") else None
    assert talk.response().headers["Connection"] == "close" and talk.closed
    assert talk.response().headers["Content-Length"] == length


@pytest.mark.parametrize("method", [b"GET", b"HEAD"])
@pytest.mark.parametrize("fault", [None, ValueError("late")], ids=["good", "fails"])
def test_close_is_called_once(method: bytes, fault: Exception | None) -> None:
    blocks = Blocks(b"a", b"b", fault=fault)
    Talk(answers("200 OK", blocks=blocks)).receive(GET.replace(b"GET", method))
    assert blocks.closed == 1


def test_close_is_called_when_the_client_has_gone() -> None:
    blocks = Blocks(b"a", b"b")
    effects = Talk(answers("200 OK", blocks=blocks)).conversation.receive(GET)
    next(effects)
    effects.close()
    assert blocks.closed == 1


def test_a_close_that_fails_harms_nobody() -> None:
    class Bad(Blocks):
        def close(self) -> None:
            raise ValueError("in close")

    talk = Talk(answers("200 OK", blocks=Bad(b"a"))).receive(GET)
    assert talk.response().content == b"a"
    assert "in close" in talk.log.getvalue()


def test_exc_info_replaces_a_head_that_has_not_left() -> None:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        try:
            raise ValueError
        except ValueError:
            start_response("503 Service Unavailable", [], sys.exc_info())
        return [b"sorry"]

    assert ask(app, "GET / HTTP/1.1").status == 503


def test_exc_info_is_raised_again_when_the_head_has_left() -> None:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield b"abc"
        try:
            raise ValueError("too late")
        except ValueError:
            start_response("500 Oops", [], sys.exc_info())

    talk = Talk(app).receive(GET)
    assert talk.closed
    assert "too late" in talk.log.getvalue()
