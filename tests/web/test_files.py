"""Files: what is served, when it is not sent again, and what never leaves the folder."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lab.web.demo import make_site, make_static_site
from lab.web.files import accepts
from tests.web.talk import Talk, get

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

ROOT = Path(__file__).parents[2] / "lab/world/sites/www.example.com"


@pytest.fixture
def www() -> WSGIApplication:
    """A site of its own for each test."""
    return make_site(ROOT)


FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/style.css": ("style.css", "text/css; charset=utf-8"),
    "/script.js": ("script.js", "text/javascript; charset=utf-8"),
    "/logo.png": ("logo.png", "image/png"),
    "/gzip": ("gzip.txt", "text/plain; charset=utf-8"),
}


@pytest.mark.parametrize("path", FILES)
def test_files(www: WSGIApplication, path: str) -> None:
    name, kind = FILES[path]
    response = get(www, path)
    assert (response.status, response.headers["Content-Type"]) == (200, kind)
    assert response.content == (ROOT / name).read_bytes()
    assert response.headers["Last-Modified"] == "Mon, 01 Jan 2024 00:00:00 GMT"


def test_the_font_is_a_font_and_comes_with_its_licence(www: WSGIApplication) -> None:
    response = get(www, "/font.woff2")
    assert (response.status, response.headers["Content-Type"]) == (200, "font/woff2")
    assert len((ROOT / "font.woff2").read_bytes()) < 5000
    assert b"Bitstream Vera Fonts Copyright" in (ROOT / "font.txt").read_bytes()


@pytest.mark.parametrize("path", FILES)
def test_a_file_fits_one_segment(www: WSGIApplication, path: str) -> None:
    raw = f"GET {path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
    (segment,) = Talk(www).receive(raw.encode()).segments
    assert len(segment) <= 1460


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("If-None-Match: {etag}", 304),
        ('If-None-Match: "other", W/{etag}', 304),
        ("If-None-Match: *", 304),
        ('If-None-Match: "other"', 200),
        ("If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT", 304),
        ("If-Modified-Since: Sun, 31 Dec 2023 23:59:59 GMT", 200),
        ("If-Modified-Since: yesterday", 200),
        ('If-None-Match: "other"\nIf-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT', 200),
    ],
)
def test_conditional(www: WSGIApplication, field: str, status: int) -> None:
    etag = get(www, "/style.css").headers["ETag"]
    response = get(www, "/style.css", field.format(etag=etag))
    assert response.status == status
    assert (response.content == b"") == (status == 304)
    assert response.headers["ETag"] == etag


COMPARED = ("ETag", "Cache-Control", "Vary", "Date", "Server")
"""RFC 9110 §15.4.5 asks for the first four where the 200 has them; the fifth is of any response."""


@pytest.mark.parametrize("asks", ["If-None-Match: *", "If-Modified-Since: {Last-Modified}"])
@pytest.mark.parametrize("path", FILES)
def test_304_says_what_updates_a_copy_and_nothing_else(
    www: WSGIApplication, path: str, asks: str
) -> None:
    full = get(www, path).headers
    current = get(www, path, asks.format_map(full))
    same = {name: full[name] for name in COMPARED if name in full}
    assert (current.status, dict(current.headers)) == (304, same)


def test_gzip(www: WSGIApplication) -> None:
    plain, coded = get(www, "/gzip"), get(www, "/gzip", "Accept-Encoding: br, gzip;q=0.5")
    assert coded.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Encoding"] is None
    assert gzip.decompress(coded.content) == plain.content
    assert coded.headers["ETag"] != plain.headers["ETag"]
    assert {plain.headers["Vary"], coded.headers["Vary"]} == {"Accept-Encoding"}


@pytest.mark.parametrize(
    ("field", "accepted"),
    [
        ("gzip", True),
        ("GZIP;Q=1", True),
        ("*", True),
        ("gzip;q=0.001", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("*;q=0", False),
        ("gzip;q=nan", False),
        ("gzip;q=0.0.1", False),
    ],
)
def test_accept_encoding(field: str, accepted: bool) -> None:
    assert accepts(field, "gzip") == accepted


OUTSIDE = [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/a/../../secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "//etc/passwd",
    "/%2Fetc/passwd",
    "/./index.html",
    "/index.html/",
    "/index.html%00",
    "/%00",
    "/.hidden",
    "/link.txt",
    "/way/secret.txt",
    "/loop",
    "/folder",
    "/%ff",
    "/" + "a" * 300,
    "/C:/secret.txt",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_leads_outside(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    for name in ("index.html", ".hidden", "../secret.txt"):
        (root / name).write_text("secret")
    (root / "link.txt").symlink_to("../secret.txt")
    (root / "way").symlink_to("..")
    (root / "loop").symlink_to("loop")
    response = get(make_static_site(root), path)
    assert response.status == 404
    assert b"secret" not in response.content
