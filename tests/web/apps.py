"""Applications for the tests, good ones and worse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with the method, the path and the content of the request."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    content = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    line = " ".join(environ[k] for k in ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING"))
    return [line.encode("latin-1") + b"|" + content]


def answers(status: str, *fields: tuple[str, str], blocks: Iterable[bytes] = ()) -> WSGIApplication:
    """An application that always answers the same."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, list(fields))
        return blocks

    return app


def raises(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Fails before it says anything."""
    raise ValueError("secret")


class Blocks:
    """A result with close(), which PEP 3333 promises to call."""

    def __init__(self, *blocks: bytes, fault: Exception | None = None) -> None:
        self.blocks, self.fault, self.closed = blocks, fault, 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self.blocks
        if self.fault:
            raise self.fault

    def close(self) -> None:
        """Called once, whatever happened."""
        self.closed += 1
