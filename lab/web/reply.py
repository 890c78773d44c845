"""What a page of the site is made from and made into, so that a page is a function.

A WSGI application mixes what it answers with how it says so. Here a handler takes a `Visit` and
returns a `Reply`; only `Reply.send` speaks WSGI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from lab.web.message import BODILESS, REASONS

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
MAX_FORM = 8 * 1024
"""The longest form that the site reads, in bytes."""


@dataclass(frozen=True)
class Reply:
    """A response: `content` whole, or in `blocks` whose total length nobody knows beforehand."""

    status: int = 200
    content: bytes | str = b""
    type: str = TEXT
    headers: tuple[tuple[str, str], ...] = ()
    blocks: Iterable[bytes] | None = None

    def send(self, start_response: StartResponse) -> Iterable[bytes]:
        """Answer through WSGI; 204 and 304 have no content, hence no type of content."""
        bodiless = self.status in BODILESS
        typed = () if bodiless else (("Content-Type", self.type),)
        start_response(f"{self.status} {REASONS[self.status]}", [*typed, *self.headers])
        if self.blocks is not None:
            return self.blocks
        content = self.content.encode() if isinstance(self.content, str) else self.content
        return [b"" if bodiless else content]


class FormRefused(Exception):
    """The form cannot be read: the status and the reason."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(frozen=True)
class Visit:
    """One request, as the pages need it."""

    environ: WSGIEnvironment

    @property
    def method(self) -> str:
        """The method, GET for HEAD: the server leaves out the content by itself."""
        method = str(self.environ["REQUEST_METHOD"])
        return "GET" if method == "HEAD" else method

    @property
    def path(self) -> str:
        """The path, decoded from percent-encoding; bytes that are not UTF-8 become U+FFFD."""
        return str(self.environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "replace")

    def field(self, name: str) -> str:
        """The value of a header field, or an empty text."""
        return str(self.environ.get("HTTP_" + name.upper().replace("-", "_"), ""))

    def form(self) -> dict[str, list[str]]:
        """The form in the request's content (URL Standard §5). Raises FormRefused."""
        kind = str(self.environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise FormRefused(415, "send application/x-www-form-urlencoded")
        length = int(self.environ.get("CONTENT_LENGTH") or 0)
        if length > MAX_FORM:
            raise FormRefused(413, f"at most {MAX_FORM} bytes")
        try:
            content = self.environ["wsgi.input"].read(length).decode("ascii")
            return parse_qs(content, keep_blank_values=True, errors="strict", max_num_fields=20)
        except ValueError:
            raise FormRefused(422, "this is not a form in UTF-8") from None


Handler = Callable[[Visit], Reply]


def page(title: str, inner: str) -> str:
    """A page of HTML around `inner`; `title` is text, `inner` is already HTML."""
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<link rel="stylesheet" href="/style.css">\n'
        f"<h1>{escape(title)}</h1>\n{inner}\n</html>\n"
    )


def problem(status: int, why: str, *headers: tuple[str, str]) -> Reply:
    """An error page; `why` is text."""
    title = f"{status} {REASONS[status]}"
    inner = f'<p>{escape(why)}</p>\n<p><a href="/">Back</a></p>'
    return Reply(status, page(title, inner), HTML, headers)


def redirect(status: int, to: str) -> Reply:
    """A response that sends the client to `to`, a URI or a path (RFC 9110 §10.2.2)."""
    return Reply(status, f"{status} {REASONS[status]}: {to}\n", headers=(("Location", to),))
