"""The guest book: it remembers, it escapes, it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from lab.web.demo import make_site
from tests.web.talk import Response, ask, get

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

ROOT = Path(__file__).parents[2] / "lab/world/sites/www.example.com"
FORM = "POST /guestbook HTTP/1.1\nContent-Type: application/x-www-form-urlencoded"


@pytest.fixture
def www() -> WSGIApplication:
    """A site of its own for each test."""
    return make_site(ROOT)


def sign(www: WSGIApplication, **form: str) -> Response:
    """POST a form to the guest book."""
    return ask(www, FORM, urlencode(form).encode())


def test_the_guest_book_remembers(www: WSGIApplication) -> None:
    signed = sign(www, name=" Bob ", message="Été")
    assert (signed.status, signed.headers["Location"]) == (303, "/guestbook")
    page = get(www, "/guestbook").content.decode()
    assert page.index("<b>Ada</b>: Hello, world!") < page.index("<b>Bob</b>: Été")


@pytest.mark.parametrize("line", ["GET /guestbook HTTP/1.1", FORM])
def test_without_its_database_it_says_when_to_come_back(line: str, tmp_path: Path) -> None:
    broken = make_site(ROOT, str(tmp_path / "nowhere" / "guestbook.db"))
    response = ask(broken, line, urlencode({"name": "Bob", "message": "a"}).encode())
    assert (response.status, response.headers["Retry-After"]) == (503, "30")
    assert get(broken, "/style.css").status == 200


def test_a_database_that_comes_back_is_used(tmp_path: Path) -> None:
    site = make_site(ROOT, str(tmp_path / "nowhere" / "guestbook.db"))
    assert get(site, "/guestbook").status == 503
    (tmp_path / "nowhere").mkdir()
    assert get(site, "/guestbook").status == 200


def test_each_site_has_its_own_guest_book(www: WSGIApplication) -> None:
    sign(www, name="Bob", message="here")
    assert b"Bob" not in get(make_site(ROOT), "/guestbook").content


def test_the_guest_book_escapes(www: WSGIApplication) -> None:
    sign(www, name="'); DROP TABLE entry; --", message="<script>alert(1)</script>&")
    page = get(www, "/guestbook").content
    assert b"<li><b>&#x27;); DROP TABLE entry; --</b>: &lt;script&gt;" in page
    assert b"<script>" not in page


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"name": "Bob"},
        {"name": "", "message": "a"},
        {"name": " ", "message": "a"},
        {"name": "b" * 41, "message": "a"},
        {"name": "Bob", "message": "a" * 281},
        {"name": "Bob\0", "message": "a"},
    ],
)
def test_a_bad_form_is_422(www: WSGIApplication, form: dict[str, str]) -> None:
    before = get(www, "/guestbook").content
    assert sign(www, **form).status == 422
    assert get(www, "/guestbook").content == before


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"name=Bob&name=Eve&message=a", 422),
        (b"name=%ff&message=a", 422),
        (b"name=\xc3\xa9&message=a", 422),
        (b"&".join([b"a=b"] * 30), 422),
        (b"name=Bob&message=" + b"a" * 9000, 413),
    ],
)
def test_a_form_that_is_none(www: WSGIApplication, content: bytes, status: int) -> None:
    assert ask(www, FORM, content).status == status


def test_another_type_of_content_is_415(www: WSGIApplication) -> None:
    head = "POST /guestbook HTTP/1.1\nContent-Type: application/json"
    assert ask(www, head, b'{"name": "Bob"}').status == 415
    assert ask(www, "POST /guestbook HTTP/1.1", b"name=Bob&message=a").status == 415
