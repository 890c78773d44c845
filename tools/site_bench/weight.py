"""What a first visit on a phone brings, in bytes: nothing kept, nothing scrolled, no worker.

Each file counts as Brotli makes it at its best, or as it is if that is less; fields do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import Browser, Page, Request, Route

from tools.site_bench.first_screen import LAST_SEEN, first_part, marked

DOCUMENT = re.compile(r"(/|\.html)$")
PHONE: Any = {"width": 412, "height": 823}
HELD_UP_BY = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name)"""
ICONS = "[...document.querySelectorAll('link[rel~=icon]')].map((link) => link.href)"
"""A browser with a window also asks for one of these; one without does not."""


@dataclass
class Visit:
    """What one page asked for: URL -> bytes, URL -> kind; then what the first paint waits for:
    URLs, and bytes of its HTML as far as the end of the first screen."""

    url: str
    bytes: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    blocking: list[str] = field(default_factory=list)
    shown: int = 0

    @property
    def total(self) -> int:
        """Bytes in all."""
        return sum(self.bytes.values())

    @property
    def first(self) -> int:
        """Bytes that come before the whole first screen can be painted."""
        return self.shown + sum(self.bytes[url] for url in self.blocking)

    @property
    def foreign(self) -> list[str]:
        """What was asked of anybody else."""
        return [url for url in self.bytes if urlsplit(url).netloc != urlsplit(self.url).netloc]

    @property
    def fonts(self) -> list[str]:
        """The font files."""
        return [url for url, kind in self.kinds.items() if kind == "font"]


@cache
def packed(data: bytes) -> int:
    """Its size on the way."""
    return min(len(brotli.compress(data, quality=11)), len(data))


class Scales:
    """A window in which pages are weighed, one after the other; `at` is where all names are served,
    if they are not where they say."""

    def __init__(self, page: Page, at: str = "") -> None:
        self.page, self.at = page, at
        self.html = ""
        self.asked: list[Request] = []
        page.on("request", lambda request: self.asked.append(request))
        page.route(DOCUMENT, self._mark)  # with a route, no browser keeps anything either

    def _mark(self, route: Route) -> None:
        self.html = self._get(route.request.url).decode()
        route.fulfill(body=marked(self.html), content_type="text/html; charset=utf-8")

    def _get(self, url: str) -> bytes:
        parts = urlsplit(url)
        place = parts._replace(netloc=self.at or parts.netloc).geturl()
        answer = self.page.request.get(place, headers={"host": parts.netloc})
        if not answer.ok:
            raise LookupError(f"{url}: {answer.status}")
        return answer.body()

    def weigh(self, url: str) -> Visit:
        """Visit a page."""
        self.asked.clear()
        self.page.goto(url, wait_until="networkidle")
        visit = Visit(url)
        for request in self.asked:
            if not request.url.startswith(("data:", "blob:")):
                visit.bytes[request.url] = packed(self._body(request))
                visit.kinds[request.url] = request.resource_type
        self._add_icon(visit)
        visit.blocking = [url for url in self.page.evaluate(HELD_UP_BY) if url in visit.bytes]
        shown = first_part(self.html, self.page.evaluate(LAST_SEEN))
        visit.shown = packed(shown.encode())
        return visit

    def _body(self, request: Request) -> bytes:
        if DOCUMENT.search(request.url):
            return self.html.encode()
        answer = request.response()
        return answer.body() if answer and answer.ok else b""

    def _add_icon(self, visit: Visit) -> None:
        for url in self.page.evaluate(ICONS)[:1]:
            if not url.startswith("data:") and url not in visit.bytes:
                visit.bytes[url] = packed(self._get(url))
                visit.kinds[url] = "image"


@contextmanager
def phone(browser: Browser, at: str = "") -> Iterator[Scales]:
    """A phone that has never been here."""
    context = browser.new_context(
        viewport=PHONE, service_workers="block", ignore_https_errors=True, is_mobile=True,
        has_touch=True,
    )  # fmt: skip
    if at:  # a page that was handed to the browser may not look at this machine unless it is told
        context.grant_permissions(["local-network-access"])
    yield Scales(context.new_page(), at)
    context.close()


def weighed(browser: Browser, urls: Iterable[str], at: str = "") -> list[Visit]:
    """A visit to each."""
    with phone(browser, at) as scales:
        return [scales.weigh(url) for url in urls]
