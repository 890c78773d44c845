"""A web server that does not answer as it should: the same server, with something wrong added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from lab.building import SITES, Service
from lab.effects import Address, Close, Conversation, Effects, Reset, Send, StreamService
from lab.web.service import demo_site, slowly

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LATE = 3.0
"""Seconds."""
NOWHERE = "/no/such/folder/guestbook.db"
"""A database that SQLite cannot open."""


def spoil(service: Service, how: str) -> None:
    """Spoil the site of `service`."""
    if how == "no-database":
        service.site(demo_site(SITES / service.machine.site, NOWHERE), service.seconds)
    elif how in APPLICATIONS:
        service.site(APPLICATIONS[how](service.app), service.seconds)
    else:
        service.around = _around(service.around, SPOILERS[how])
        service.site(service.app, service.seconds)


# -- the application ----------------------------------------------------------------------------


def _error(app: WSGIApplication) -> WSGIApplication:
    def broken(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raise RuntimeError("broken on purpose")

    return broken


def gone(app: WSGIApplication) -> WSGIApplication:
    """The same application, which finds no page."""

    def elsewhere(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return app({**environ, "PATH_INFO": "/gone" + environ["PATH_INFO"]}, start_response)

    return elsewhere


def _charset(app: WSGIApplication) -> WSGIApplication:
    def mislabelled(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            wrong = [(name, re.sub("(?i)utf-8", "utf-16", value)) for name, value in headers]
            return start_response(status, wrong, *rest)  # type: ignore[arg-type]

        return app(environ, start)  # type: ignore[arg-type]

    return mislabelled


def _loop(app: WSGIApplication) -> WSGIApplication:
    from lab.web.reply import redirect

    def circle(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        here = quote(environ["PATH_INFO"], encoding="latin-1")
        return redirect(302, here).send(start_response)

    return circle


APPLICATIONS: dict[str, Callable[[WSGIApplication], WSGIApplication]] = {
    "slow": lambda app: slowly(app, LATE),
    "error": _error,
    "gone": gone,
    "charset": _charset,
    "loop": _loop,
}


# -- the stream ---------------------------------------------------------------------------------


def _cut(response: bytes) -> Effects:
    head, separator, body = response.partition(b"\r\n\r\n")
    yield Send(head + separator + body[: len(body) // 2])
    yield Close()


def _reset(response: bytes) -> Effects:
    yield Send(response)
    yield Reset()


SPOILERS: dict[str, Callable[[bytes], Effects]] = {"cut": _cut, "reset": _reset}


def _around(
    given: Callable[[StreamService], StreamService], spoiler: Callable[[bytes], Effects]
) -> Callable[[StreamService], StreamService]:
    return lambda honest: _spoiled(given(honest), spoiler)


def _spoiled(service: StreamService, spoiler: Callable[[bytes], Effects]) -> StreamService:
    def converse(client: Address) -> Conversation:
        return Spoiled(service(client), spoiler)

    return converse


class Spoiled:
    """A conversation whose answers are held back until whole, then given spoiled."""

    def __init__(self, honest: Conversation, spoiler: Callable[[bytes], Effects]) -> None:
        self._honest, self._spoiler = honest, spoiler

    @property
    def patience(self) -> float | None:
        """As the honest one."""
        return self._honest.patience

    def receive(self, data: bytes) -> Effects:
        """The next bytes of the stream arrived."""
        return self._through(self._honest.receive(data))

    def receive_eof(self) -> Effects:
        """The client has nothing more to send."""
        return self._through(self._honest.receive_eof())

    def expire(self) -> Effects:
        """Nothing came in time."""
        return self._through(self._honest.expire())

    def _through(self, effects: Effects) -> Effects:
        response, closing = bytearray(), False
        for effect in effects:
            if isinstance(effect, Send):
                response += effect.data
            elif isinstance(effect, (Close, Reset)):
                closing = True
            else:
                yield effect
        if response:
            yield from self._spoiler(bytes(response))
        elif closing:
            yield Close()
