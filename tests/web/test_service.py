"""The front door: light until somebody comes in."""

from __future__ import annotations

import subprocess
import sys
from email.utils import formatdate
from pathlib import Path

import pytest

from lab.effects import Send
from lab.web.message import http_date, refusal
from lab.web.service import demo_site, slowly, static_site, stream_service
from tests.web.apps import echo
from tests.web.talk import NOW, Talk

SITES = Path(__file__).parents[2] / "lab/world/sites"
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def test_it_imports_little() -> None:
    program = """
import sys
from pathlib import Path
from lab.web.service import demo_site, stream_service
service = stream_service(demo_site(Path(sys.argv[1])), lambda: 0.0, ("203.0.113.10", 80))
heavy = {"h11", "sqlite3", "hashlib", "lab.web.http", "lab.web.demo"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
effects = service(("192.0.2.23", 1)).receive(b"GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n")
assert next(effects).data.startswith(b"HTTP/1.1 200 OK"), "no page"
assert "sqlite3" not in sys.modules, "no guest book was opened"
"""
    subprocess.run(
        [sys.executable, "-c", program, str(SITES / "www.example.com")],
        cwd=SITES.parents[2],
        check=True,
        timeout=30,
    )


def test_each_connection_is_its_own_conversation() -> None:
    service = stream_service(echo, lambda: NOW, ("203.0.113.10", 80))
    first, second = (service(("192.0.2.23", port)) for port in (1, 2))
    assert list(first.receive(GET[:-2])) == []
    (sent,) = second.receive(GET)
    assert isinstance(sent, Send)
    assert sent.data.startswith(b"HTTP/1.1 200 OK\r\nDate: Sun, 15 Jun 2025 15:06:40 GMT\r\n")


def test_a_site_is_made_once() -> None:
    site = demo_site(SITES / "www.example.com")
    form = b"name=Bob&message=a"
    post = b"POST /guestbook HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n" % len(form)
    post += b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + form
    Talk(site).receive(post)
    assert b"Bob" in Talk(site).receive(GET.replace(b"/ ", b"/guestbook ")).response().content


def test_slowly() -> None:
    talk = Talk(slowly(static_site(SITES / "www.example.org"), 3.0)).receive(GET)
    assert (talk.response().status, talk.waited) == (200, 3)


@pytest.mark.parametrize("seconds", [0, 784111777, NOW, 4_102_444_799.9])
def test_http_date(seconds: float) -> None:
    assert http_date(seconds) == formatdate(int(seconds), usegmt=True)


def test_a_refusal_is_whole() -> None:
    wire = refusal(404, "no", NOW)
    head, _, content = wire.partition(b"\r\n\r\n")
    assert b"Content-Length: %d\r\n" % len(content) in head
    assert refusal(404, "no", NOW, head_only=True) == head + b"\r\n\r\n"
