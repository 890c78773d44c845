"""The application that every server runs, as WSGI and as ASGI: it sends back the content.

h1spec asks for exactly this. It is as small as it can be, so that a difference between two servers
comes from the servers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

Message = dict[str, Any]
"""One event of ASGI."""


def wsgi(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The content that came; any method, any path."""
    length = environ.get("CONTENT_LENGTH")
    content = environ["wsgi.input"].read(*[int(length)] if length else [])  # in chunks: to the end
    fields = [("Content-Type", "text/plain"), ("Content-Length", str(len(content)))]
    start_response("200 OK", fields)
    return [content]


async def asgi(
    scope: Message,
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """The same, as a coroutine."""
    content, more = b"", True
    while more:
        event = await receive()
        content += event.get("body", b"")
        more = event.get("more_body", False)
    length = str(len(content)).encode()
    fields = [(b"content-type", b"text/plain"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": fields})
    await send({"type": "http.response.body", "body": content})
