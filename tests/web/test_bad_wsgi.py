"""What an application that breaks PEP 3333, or just breaks, does to its client: very little."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

from tests.web.apps import Blocks, answers, raises
from tests.web.talk import Talk

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def silent(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Forgets start_response."""
    return []


def twice(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Calls start_response twice."""
    start_response("200 OK", [])
    start_response("200 OK", [])
    return []


BAD = {
    "raises": raises,
    "no start_response": silent,
    "start_response twice": twice,
    "fails before content": answers("200 OK", blocks=Blocks(fault=ValueError("secret"))),
    "status is no status": answers("fine"),
    "status 100": answers("100 Continue"),
    "hop by hop": answers("200 OK", ("Connection", "close")),
    "line break in a value": answers("200 OK", ("X", "a\r\nSet-Cookie: b")),
    "line break in the reason": answers("200 OK\r\nX: a"),
    "bare CR in the reason": answers("200 OK\rX: a"),
    "space in a name": answers("200 OK", ("X Y", "a")),
    "not Latin-1": answers("200 OK", ("X", "\u2192")),
    "length is no number": answers("200 OK", ("Content-Length", "many")),
    "text for bytes": answers("200 OK", blocks=["abc"]),  # type: ignore[list-item]
    "text in a generator": answers("200 OK", blocks=iter(["abc"])),  # type: ignore[arg-type]
    "content beyond its length": answers("200 OK", ("Content-Length", "1"), blocks=[b"abc"]),
}


@pytest.mark.parametrize("app", BAD.values(), ids=BAD.keys())
def test_a_bad_application_is_500_and_nothing_more(app: WSGIApplication) -> None:
    talk = Talk(app).receive(GET)
    assert talk.response().status == 500
    assert b"secret" not in talk.sent
    assert talk.closed
    assert talk.log.getvalue().startswith("Traceback")


LIARS = {
    "too short": answers("200 OK", ("Content-Length", "9"), blocks=[b"abc"]),
    "too long": answers("200 OK", ("Content-Length", "4"), blocks=iter([b"abc", b"def"])),
    "fails late": answers("200 OK", blocks=Blocks(b"abc", fault=ValueError("secret"))),
}


@pytest.mark.parametrize("app", LIARS.values(), ids=LIARS.keys())
def test_a_failure_that_cannot_be_told_closes(app: WSGIApplication) -> None:
    talk = Talk(app).receive(GET + GET)
    assert talk.sent.count(b"HTTP/1.1 200") == 1
    assert b"500" not in talk.sent
    assert b"secret" not in talk.sent
    assert talk.closed
