"""A page is several files, and one bad file is enough: here a site whose other files are honest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lab.building import Service
from lab.faults import Altered, Late, Missing
from lab.spoiling import gone
from lab.web.service import slowly

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Fault = Altered | Late | Missing


def change(service: Service, fault: Fault) -> None:
    """Make `fault` in the site of `service`, for the one path that it names."""
    honest, other = service.app, _other(service.app, fault)

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        app = other if environ["PATH_INFO"] == fault.path else honest
        return app(environ, start_response)

    service.site(application, service.seconds)


def _other(app: WSGIApplication, fault: Fault) -> WSGIApplication:
    match fault:
        case Altered(_, _, pattern, instead):
            return _altered(app, pattern, instead)
        case Late(_, _, seconds):
            return slowly(app, seconds)
        case Missing():
            return gone(app)


def _altered(app: WSGIApplication, pattern: bytes, instead: bytes) -> WSGIApplication:
    def altered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return [re.sub(pattern, instead, b"".join(app(environ, start_response)))]

    return altered
