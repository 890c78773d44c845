"""The demo site: one page for each thing that can happen between a client and a server.

The routes are data: a path, and for each method the function that answers. What is not a route is
a file; a route asked with another method is a 405 that says which methods it has.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lab.errors import BadWorld
from lab.web.files import serve_file
from lab.web.guestbook import GuestBook, or_unavailable
from lab.web.reply import Handler, Reply, Visit, problem, redirect

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Routes = Mapping[str, Mapping[str, Handler]]
"""Path -> method -> handler; HEAD is asked as GET."""

SLOW = 3.0
"""How long /slow takes, in seconds."""


class DeliberateError(Exception):
    """/error fails on purpose: what the client sees of it is 500, and nothing more."""


def make_site(root: Path, database: str = ":memory:") -> WSGIApplication:
    """The demo site over the files in `root`, its guest book in `database`. Raises BadWorld."""
    book = GuestBook(database)
    routes: Routes = {
        "/": {"GET": file_at(root, "/index.html")},
        "/guestbook": {"GET": or_unavailable(book.show), "POST": or_unavailable(book.sign)},
        "/old": {"GET": lambda _: redirect(301, "/new")},
        "/new": {"GET": lambda _: redirect(302, "/")},
        "/loop": {"GET": lambda _: redirect(302, "/loop")},
        "/chunked": {"GET": lambda _: Reply(blocks=chunks())},
        "/gzip": {"GET": file_at(root, "/gzip.txt")},
        "/big": {"GET": lambda _: Reply(content=big())},
        "/slow": {"GET": slow},
        "/error": {"GET": error},
        "/headers": {"GET": headers},
    }
    return router(root, routes)


def make_static_site(root: Path) -> WSGIApplication:
    """The files in `root`, with index.html at `/`. Raises BadWorld."""
    return router(root, {"/": {"GET": file_at(root, "/index.html")}})


def router(root: Path, routes: Routes) -> WSGIApplication:
    """An application that answers `routes`, and files below `root` at any other path."""
    if not (root / "index.html").is_file():
        raise BadWorld(reason=f"no index.html in {root}")

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        visit = Visit(environ)
        methods = routes.get(visit.path, {"GET": file_at(root, visit.path)})
        handler = methods.get(visit.method, _other_method(methods))
        return handler(visit).send(start_response)

    return application


def file_at(root: Path, path: str) -> Handler:
    """The handler for the file at `path` below `root`."""
    return lambda visit: serve_file(root, path, visit)


def chunks() -> Iterator[bytes]:
    """Content whose length is not known when it begins."""
    for number in range(1, 6):
        yield b"chunk %d of 5\n" % number


def big() -> str:
    """64 KiB of text: 1024 lines of 64 bytes, too much for one segment, or for one window."""
    return "".join(f"line {number:04} of 1024 {'.' * 45}\n" for number in range(1, 1025))


def slow(visit: Visit) -> Reply:
    """A page that takes its time."""
    visit.environ.get("lab.wait", time.sleep)(SLOW)
    return Reply(content=f"This took {SLOW:g} seconds.\n")


def error(visit: Visit) -> Reply:
    """A page with a mistake in its program."""
    raise DeliberateError("/error was asked for")


def headers(visit: Visit) -> Reply:
    """The request's head, as it came."""
    return Reply(content=visit.environ.get("lab.head") or "This server does not keep it.\n")


def _other_method(methods: Mapping[str, Handler]) -> Handler:
    allowed = {"OPTIONS", *methods} | ({"HEAD"} if "GET" in methods else set())
    allow = "Allow", ", ".join(sorted(allowed))

    def answer(visit: Visit) -> Reply:
        if visit.method == "OPTIONS":
            return Reply(204, headers=(allow,))
        return problem(405, f"This page does not answer {visit.method}.", allow)

    return answer
