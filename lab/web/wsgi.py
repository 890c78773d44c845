"""One call of a WSGI application (PEP 3333), seen by a server that cannot block.

WSGI is the oldest agreement between a Python server and a Python application, and it still needs
nothing but a function. What is not in the PEP begins with `lab.`: `lab.wait(seconds)` lets time
pass before the next bytes leave, `lab.head` is the request's head as it came.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TextIO
from urllib.parse import unquote_to_bytes

from lab.web.strict import METHODS, Head

if TYPE_CHECKING:
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from lab.effects import Address

    ExcInfo = (
        tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    )

HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "trailers",
    "transfer-encoding",
    "upgrade",
}
"""Fields of the connection: the server's business, forbidden to an application (PEP 3333)."""

_STATUS = re.compile(r"([2-5][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?")
_ABSOLUTE = re.compile(r"https?://([^/?]+)(.*)", re.I)


class BadApplication(Exception):
    """The application broke PEP 3333."""


class Call:
    """One request handed to an application; `status`, `headers` hold from the first block on."""

    def __init__(self, app: WSGIApplication, environ: WSGIEnvironment) -> None:
        self._app, self._environ = app, environ
        self._written: list[bytes] = []
        self._result: Iterable[bytes] = ()
        self.status, self.reason = 0, ""
        self.headers: list[tuple[str, str]] = []
        self.opened = False  # the head has left: the status cannot change any more

    def blocks(self) -> Iterator[bytes]:
        """The blocks of content that are not empty, each as soon as the application has it.

        Raises whatever the application raises, and BadApplication.
        """
        self._result = self._app(self._environ, self._start_response)
        if isinstance(self._result, (list, tuple)) and not self._written:
            yield self._whole(b"".join(self._result))
        else:
            yield from self._stream()
        if not self.status:
            raise BadApplication("start_response was not called")

    def close(self) -> None:
        """Tell the application that its result is no longer needed, whatever happened."""
        close: Callable[[], None] | None = getattr(self._result, "close", None)
        if close is not None:
            close()

    def header(self, name: str) -> str | None:
        """The first field called `name`, in lower case."""
        return next((v for k, v in self.headers if k.lower() == name), None)

    def _stream(self) -> Iterator[bytes]:
        yield from self._drain()
        for block in self._result:
            yield from self._drain()
            if block:
                yield block
        yield from self._drain()

    def _drain(self) -> Iterator[bytes]:
        while self._written:
            yield self._written.pop(0)

    def _whole(self, content: bytes) -> bytes:
        head_only = self._environ["REQUEST_METHOD"] == "HEAD" and not content
        if self.header("content-length") is None and not head_only:
            self.headers.append(("Content-Length", str(len(content))))
        return content

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: ExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        if exc_info and exc_info[1] and self.opened:
            raise exc_info[1]
        if self.status and not exc_info:
            raise BadApplication("start_response was called twice")
        match = _STATUS.fullmatch(status)
        if match is None or any(name.lower() in HOP_BY_HOP for name, _ in headers):
            raise BadApplication("a status or a field that is not the application's to send")
        self.status, self.reason = int(match[1]), match[2] or ""
        self.headers = list(headers)
        return self._write

    def _write(self, data: bytes) -> None:
        if data:
            self._written.append(data)


def make_environ(
    head: Head, content: bytes, scheme: str, client: Address, server: Address
) -> WSGIEnvironment:
    """The `environ` of PEP 3333 for one request; `lab.wait` and `wsgi.errors` are the caller's."""
    path, _, query = _origin(head.target).partition("?")
    return {
        "REQUEST_METHOD": head.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(content)),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": "HTTP/{}.{}".format(*head.version),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(content),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "lab.head": head.raw,
        **_field_variables(head),
    }


def server_wide(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """What answers `OPTIONS *`, which asks about the server as a whole (RFC 9110 §9.3.7)."""
    start_response("204 No Content", [("Allow", ", ".join(METHODS))])
    return []


def null_log() -> TextIO:
    """A `wsgi.errors` that nobody reads."""
    return io.StringIO()


def _origin(target: str) -> str:
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute is None:
        return target
    return absolute[2] if absolute[2].startswith("/") else "/" + absolute[2]


def _field_variables(head: Head) -> dict[str, str]:
    variables: dict[str, str] = {}
    for name, value in head.fields:
        if "_" in name or name == "content-length":  # X_Y would pass for X-Y
            continue
        key = name.upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else "HTTP_" + key
        joint = "; " if name == "cookie" else ", "
        variables[key] = variables[key] + joint + value if key in variables else value
    absolute = _ABSOLUTE.fullmatch(head.target)
    return variables | ({"HTTP_HOST": absolute[1]} if absolute else {})
