"""The demo www, route by route, through the server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lab.errors import BadWorld
from lab.web.demo import make_site, make_static_site
from tests.web.talk import Talk, ask, get

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

SITES = Path(__file__).parents[2] / "lab/world/sites"
ROOT = SITES / "www.example.com"


@pytest.fixture
def www() -> WSGIApplication:
    """A site of its own for each test."""
    return make_site(ROOT)


def test_everything_the_page_asks_for_is_there(www: WSGIApplication) -> None:
    page = get(www, "/").content.decode()
    paths = re.findall(r'(?:src|href)="(/[^"]*)"', page)
    statuses = {path: get(www, path).status for path in paths}
    assert {path for path, status in statuses.items() if status == 404} == {"/missing"}
    assert {"/style.css", "/script.js", "/logo.png"} <= set(paths)


@pytest.mark.parametrize("fields", ["", "If-None-Match: *"], ids=["plain", "conditional"])
@pytest.mark.parametrize("path", ["/", "/gzip", "/old", "/guestbook", "/chunked", "/missing"])
def test_head_is_get_without_content(www: WSGIApplication, path: str, fields: str) -> None:
    head = ask(www, f"HEAD {path} HTTP/1.1\n{fields}")
    full = ask(www, f"GET {path} HTTP/1.1\n{fields}")
    assert head.content == b""
    assert head.headers.items() == full.headers.items()


def test_redirects(www: WSGIApplication) -> None:
    found = {path: get(www, path) for path in ("/old", "/new", "/loop")}
    told = {path: (r.status, r.headers["Location"]) for path, r in found.items()}
    assert told == {"/old": (301, "/new"), "/new": (302, "/"), "/loop": (302, "/loop")}


def test_chunked(www: WSGIApplication) -> None:
    talk = Talk(www).receive(b"GET /chunked HTTP/1.1\r\nHost: a\r\n\r\n")
    assert len(talk.segments) == 6
    assert talk.response().content.splitlines() == [b"chunk %d of 5" % n for n in range(1, 6)]


def test_big(www: WSGIApplication) -> None:
    assert len(get(www, "/big").content) == 64 * 1024


def test_slow(www: WSGIApplication) -> None:
    talk = Talk(www).receive(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
    assert (talk.response().status, talk.waited) == (200, 3)


def test_error(www: WSGIApplication) -> None:
    talk = Talk(www).receive(b"GET /error HTTP/1.1\r\nHost: a\r\n\r\n")
    assert talk.response().status == 500
    assert "DeliberateError" in talk.log.getvalue()
    assert b"Deliberate" not in talk.response().content


def test_headers(www: WSGIApplication) -> None:
    head = b"GET /headers HTTP/1.1\r\nhOSt: a\r\nX: \xe9\r\n\r\n"
    assert Talk(www).receive(head).response().content == head


@pytest.mark.parametrize("path", ["/missing", "/guestbook/", "/gzip/x"])
def test_missing(www: WSGIApplication, path: str) -> None:
    assert get(www, path).status == 404


@pytest.mark.parametrize(
    ("head", "status", "allow"),
    [
        ("POST / HTTP/1.1", 405, "GET, HEAD, OPTIONS"),
        ("DELETE /guestbook HTTP/1.1", 405, "GET, HEAD, OPTIONS, POST"),
        ("PUT /style.css HTTP/1.1", 405, "GET, HEAD, OPTIONS"),
        ("OPTIONS /guestbook HTTP/1.1", 204, "GET, HEAD, OPTIONS, POST"),
    ],
)
def test_other_methods(www: WSGIApplication, head: str, status: int, allow: str) -> None:
    response = ask(www, head)
    assert (response.status, response.headers["Allow"]) == (status, allow)


@pytest.mark.parametrize("name", ["www.example.org", "www.example.net"])
def test_the_other_sites_have_one_page(name: str) -> None:
    www = make_static_site(SITES / name)
    assert name in get(www, "/").content.decode()
    assert get(www, "/guestbook").status == 404


def test_a_site_without_files_is_a_fault_of_the_lab(tmp_path: Path) -> None:
    with pytest.raises(BadWorld, match=r"no index\.html"):
        make_site(tmp_path)
