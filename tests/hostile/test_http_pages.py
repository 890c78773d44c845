"""The pages behind the web server, asked by who means harm: files outside, conditions, forms."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from lab.building import SITES
from lab.web.demo import make_site
from tests.web.talk import ask, get

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


@pytest.fixture
def site() -> WSGIApplication:
    """The demo site, with a guest book of its own."""
    return make_site(SITES / "www.example.com")


# -- files ------------------------------------------------------------------------------------

OUTSIDE = ["/../../../../etc/passwd", "/%2e%2e/%2e%2e/hosts.py", "/..%2f..%2fhosts.py",
           "/..%5c..%5chosts.py", "/%252e%252e/hosts.py", "//etc/passwd", "/./style.css",
           "/%00", "/style.css%00.html", "/.%2e/", "/%c0%ae%c0%ae/hosts.py", "/\\..\\hosts.py",
           "/" + "a" * 5000, "/" + "a/" * 3000, "/style.css/", "/%ff", "/%zz", "/style.css%0a",
           "http://other.example/../../hosts.py", "/gzip.txt.gz/.."]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE, ids=range(len(OUTSIDE)))
def test_nothing_outside_the_site_is_served(site: WSGIApplication, path: str) -> None:
    response = get(site, path)
    assert response.status == 404
    assert b"root:" not in response.content
    assert b"import" not in response.content


CONDITIONS = {
    "Range: bytes=" + ",".join(f"{n}-{n + 1}" for n in range(1500)): 200,
    "Range: bytes=0-" + ",0-" * 1500: 200,
    "Range: bytes=-99999999999999999999": 200,
    "If-None-Match: " + '"' * 4000: 200,
    "If-None-Match: " + '"a", ' * 2000: 200,
    "If-None-Match: *": 304,
    "If-Modified-Since: yesterday": 200,
    "If-Modified-Since: Mon, 99 Foo 99999 99:99:99 GMT": 200,
    "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 +9999": 200,
    "If-Modified-Since: Fri, 31 Dec 9999 23:59:59 -2359": 304,
    "If-Modified-Since: " + "9" * 5000: 200,
    "Accept-Encoding: " + "gzip;q=1," * 1500: 200,
    "Accept-Encoding: gzip;q=" + "9" * 5000: 200,
    "Accept-Encoding: gzip;q=nan, gzip;q=1e999, ;;;=": 200,
    "Cookie: " + "a=b; " * 1000: 200,
    "Expect: 100-continue": 200,
}


@pytest.mark.parametrize("field", CONDITIONS, ids=range(len(CONDITIONS)))
def test_a_condition_that_is_none_is_ignored(site: WSGIApplication, field: str) -> None:
    assert get(site, "/gzip", field).status == CONDITIONS[field]


# -- the guest book ---------------------------------------------------------------------------

FORM = "Content-Type: application/x-www-form-urlencoded"
HARM = ["<script>alert(1)</script>", "'); DROP TABLE entry; --", "\" onload=x '", "&lt;b&gt;",
        "{{7*7}} ${7*7} %s %(x)s", "\u202e\U0001f4a3", "\r\nSet-Cookie: a=b",
        "]]>--!>"]  # fmt: skip


@pytest.mark.parametrize("text", HARM, ids=range(len(HARM)))
def test_what_is_written_is_read_as_text(site: WSGIApplication, text: str) -> None:
    content = f"name=Eve&message={quote_plus(text)}".encode()
    assert ask(site, f"POST /guestbook HTTP/1.1\n{FORM}", content).status == 303
    book = get(site, "/guestbook").content.decode()
    assert book.count("<li>") == 2
    (entry,) = (line for line in _items(book) if "Eve" in line)
    assert not set("<>\"'") & set(entry.replace("<b>Eve</b>", ""))


def _items(book: str) -> Iterator[str]:
    for item in book.split("<li>")[1:]:
        yield item.partition("</li>")[0]


REFUSED = {
    "name=a&message=" + "b" * 281: 422,
    "name=a&message=" + "b" * 9000: 413,
    "name=a&message=b&name=c": 422,
    "&".join(f"f{n}=x" for n in range(1000)): 422,
    "name=a&message=%ff%fe": 422,
    "name=a&message=%00": 422,
    "name=a&message=\xe9": 422,
    "name=a": 422,
    "&&&===": 422,
    "name=%zz&message=%": 303,
}


@pytest.mark.parametrize("form", REFUSED, ids=range(len(REFUSED)))
def test_a_form_that_is_none_changes_nothing(site: WSGIApplication, form: str) -> None:
    told = ask(site, f"POST /guestbook HTTP/1.1\n{FORM}", form.encode("latin-1"))
    assert told.status == REFUSED[form]
    assert len(list(_items(get(site, "/guestbook").content.decode()))) == 1 + (told.status == 303)


@pytest.mark.parametrize(
    ("fields", "status"),
    [("Content-Encoding: gzip\n" + FORM, 422), ("Content-Type: multipart/form-data", 415),
     (FORM + "; charset=klingon", 422), ("Content-Type: " + "a" * 4000, 415)],
    ids=["gzip", "multipart", "charset", "long"],
)  # fmt: skip
def test_content_of_another_kind_is_refused(
    site: WSGIApplication, fields: str, status: int
) -> None:
    content = gzip.compress(b"name=Eve&message=x")
    assert ask(site, "POST /guestbook HTTP/1.1\n" + fields, content).status == status
