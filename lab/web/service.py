"""The front door of the lab's web, light enough to stand at the start of every program.

A program that asks a name server never needs a web server: h11 and the site are imported when a
first client connects, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from lab.effects import Address, Conversation, StreamService


def stream_service(
    app: WSGIApplication, clock: Callable[[], float], server: Address, scheme: str = "http"
) -> StreamService:
    """A web server at `server` that runs `app`; `clock` gives seconds since the epoch."""

    def converse(client: Address) -> Conversation:
        from lab.web.http import HttpConversation

        return HttpConversation(app, clock, scheme, client, server)

    return converse


def demo_site(root: Path, database: str = ":memory:") -> WSGIApplication:
    """The demo site over the files in `root`, made when first asked; see `make_site`."""

    def make() -> WSGIApplication:
        from lab.web.demo import make_site

        return make_site(root, database)

    return _at_first_request(make)


def static_site(root: Path) -> WSGIApplication:
    """The files in `root` and nothing else."""

    def make() -> WSGIApplication:
        from lab.web.demo import make_static_site

        return make_static_site(root)

    return _at_first_request(make)


def slowly(app: WSGIApplication, seconds: float) -> WSGIApplication:
    """The same application on a machine that takes `seconds` to answer anything."""

    def slow(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["lab.wait"](seconds)
        return app(environ, start_response)

    return slow


def _at_first_request(make: Callable[[], WSGIApplication]) -> WSGIApplication:
    made: list[WSGIApplication] = []

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not made:
            made.append(make())
        return made[0](environ, start_response)

    return app
