"""A static host that a test commands: under a path, with headers, stopped and started again."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from tests.site.sent import sent

Instead = tuple[int, str, str]
"""What is answered in the place of a file: a status, where to go, a page."""


class Server(ThreadingHTTPServer):
    """A reader who leaves in the middle of an answer is no news."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


class Handler(SimpleHTTPRequestHandler):
    """What its host says, without a word in the log."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, host: Host) -> None:
        self.host = host
        super().__init__(*args, directory=str(host.folder))  # type: ignore[arg-type]

    def setup(self) -> None:
        """Remember the connection, which may stay open for the next request."""
        super().setup()
        self.host.connections.append(self.connection)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Note the request, keep it waiting if the host is slow, then answer it."""
        self.host.asked.append(self.path)
        slow = self.host.slow
        if slow and slow in self.path:
            self.host.free.wait(60)
        if instead := self.host.instead(self.path.removeprefix(self.host.under)):
            self._answer(*instead)
        else:
            super().do_GET()

    def _answer(self, status: int, place: str, html: str) -> None:
        """Send them elsewhere, or give a page of no site."""
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(html.encode())))
        if place:
            self.send_header("Location", place)
        self.end_headers()
        self.wfile.write(html.encode())

    def translate_path(self, path: str) -> str:
        """Only what is under the host's path exists."""
        if not path.startswith(self.host.under):
            return str(self.host.folder / "nowhere")
        return super().translate_path("/" + path.removeprefix(self.host.under))

    def end_headers(self) -> None:
        path = urlsplit(self.path).path.removeprefix(self.host.under)
        for name, value in [*self.host.headers.items(), *sent(self.host.rules, f"/{path}")]:
            self.send_header(name, value)
        super().end_headers()


class Host:
    """Serves `folder` under the path `under`, with the headers that `rules` say, the text of a file
    `_headers`; `asked` has the paths that were asked for."""

    def __init__(self, folder: Path, under: str = "/", rules: str = "", **headers: str) -> None:
        self.folder, self.under, self.rules = folder, under, rules
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.asked: list[str] = []
        self.instead: Callable[[str], Instead | None] = lambda path: None
        self.slow = ""
        self.free = threading.Event()
        self._port = 0
        self.connections: list[socket.socket] = []
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """Where the site begins, with its last slash."""
        return f"http://127.0.0.1:{self._port}{self.under}"

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._server = Server(("127.0.0.1", self._port), partial(Handler, host=self))
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """From now on a connection is refused, and those that are open are cut."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.connections.clear()

    def release_soon(self, seconds: float = 5) -> None:
        """Answer, in a while, those who wait."""
        threading.Timer(seconds, self.free.set).start()

    def paths(self) -> list[str]:
        """What was asked for, from the site's root, without queries."""
        return [urlsplit(path).path.removeprefix(self.under) for path in self.asked]

    def __enter__(self) -> Host:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.free.set()
        self.stop()
