"""What several clients get from the demo site: a program that knows nothing of the lab.

    python http_fetching.py CLIENT...     one line of JSON for each request and client

It finds its way as any program does, by names and by its environment (http_proxy, SSL_CERT_FILE…),
so that the same file runs through `lab serve` and under `lab run`. urllib, requests, httpx, aiohttp
and curl honour that environment; http.client knows no proxy, and goes to its port by itself.
"""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

SITE = "www.example.com"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CURRENT = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
FILES = ("/", "/style.css", "/script.js", "/logo.png", "/font.woff2", "/gzip", "/lines.txt")
PAGES = ("/chunked", "/big", "/old", "/new", "/loop", "/error", "/missing", "/guestbook")
Asked = tuple[str, str, dict[str, str], str]
"""Method, path, fields, content."""
READING: list[Asked] = [
    *(("GET", path, {}, "") for path in (*FILES, *PAGES)),
    *(("HEAD", path, {}, "") for path in ("/", "/big", "/chunked", "/missing")),
    *(("GET", path, CURRENT, "") for path in ("/", "/gzip")),
    ("OPTIONS", "/guestbook", {}, ""),
    ("DELETE", "/guestbook", {}, ""),
    ("POST", "/guestbook", FORM, "name=Ada"),
    ("POST", "/guestbook", {"Content-Type": "text/plain"}, "name=Ada"),
]
"""What changes nothing at the site."""
Got = tuple[int, Mapping[str, str], bytes]
"""Status, fields, content without its coding."""


def of_http_client(asked: Asked, scheme: str) -> Got:
    """By hand."""
    method, path, fields, content = asked
    proxy = urlsplit(os.environ.get("http_proxy", f"{scheme}://{SITE}"))
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    connection = kinds[scheme](proxy.hostname or "", proxy.port)
    if scheme == "https" and proxy.hostname != SITE:
        connection.set_tunnel(SITE, 443)
    connection.request(method, path, content or None, {"Host": SITE, **fields})
    with connection.getresponse() as got:
        return got.status, dict(got.headers.items()), got.read()


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: object) -> None:
        """Never another request."""


def of_urllib(asked: Asked, scheme: str) -> Got:
    """urllib.request."""
    method, path, fields, content = asked
    url, data = f"{scheme}://{SITE}{path}", content.encode() or None
    request = urllib.request.Request(url, data, fields, method=method)
    try:
        with urllib.request.build_opener(Stay).open(request) as got:
            return got.status, dict(got.headers), got.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def of_requests(asked: Asked, scheme: str) -> Got:
    """requests."""
    import requests

    method, path, fields, content = asked
    url, data = f"{scheme}://{SITE}{path}", content or None
    got = requests.request(method, url, headers=fields, data=data, allow_redirects=False)
    return got.status_code, got.headers, got.content


def of_httpx(asked: Asked, scheme: str) -> Got:
    """httpx."""
    import httpx

    method, path, fields, content = asked
    url, data = f"{scheme}://{SITE}{path}", content or None
    got = httpx.request(method, url, headers=fields, content=data)
    return got.status_code, got.headers, got.content


def of_aiohttp(asked: Asked, scheme: str) -> Got:
    """aiohttp, which looks at the environment if it is told to."""
    import asyncio

    import aiohttp

    method, path, fields, content = asked

    async def fetch() -> Got:
        async with (
            aiohttp.ClientSession(trust_env=True) as session,
            session.request(
                method, f"{scheme}://{SITE}{path}", headers=fields, data=content or None,
                allow_redirects=False,
            ) as got,
        ):  # fmt: skip
            return got.status, got.headers, await got.read()

    return asyncio.run(fetch())


def of_curl(asked: Asked, scheme: str) -> Got:
    """The program curl."""
    method, path, fields, content = asked
    how = ["-I"] if method == "HEAD" else ["-i", "-X", method]
    lines = [part for pair in fields.items() for part in ("-H", ": ".join(pair))]
    data = ["--data-binary", content] if content else []
    url = f"{scheme}://{SITE}{path}"
    command = ["curl", "-sSq", "--suppress-connect-headers", "--compressed", *how, *lines, *data]
    output = subprocess.run([*command, url], check=True, capture_output=True, timeout=60).stdout
    head, _, body = output.partition(b"\r\n\r\n")
    status, *rest = head.decode("latin-1").split("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in rest), body


CLIENTS: dict[str, Callable[[Asked, str], Got]] = {
    "http.client": of_http_client,
    "urllib": of_urllib,
    "requests": of_requests,
    "httpx": of_httpx,
    "aiohttp": of_aiohttp,
    "curl": of_curl,
}


def told(client: str, asked: Asked, scheme: str) -> str:
    """One response, without what belongs to the moment (Date) or the connection."""
    fields = {"Accept-Encoding": "gzip", **asked[2]}
    status, received, content = CLIENTS[client]((asked[0], asked[1], fields, asked[3]), scheme)
    lower = {name.lower(): value for name, value in received.items()}
    if client in ("http.client", "urllib") and lower.get("content-encoding") == "gzip":
        content = gzip.decompress(content or gzip.compress(b""))
    kept = {name: value for name, value in lower.items() if name not in ("date", "connection")}
    digest = f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"
    asking = " ".join([scheme, *asked[:2], *asked[2].values(), asked[3]])
    return json.dumps([client, asking, status, sorted(kept.items()), digest])


def main() -> None:
    """All of them read; then all of them write."""
    clients = sys.argv[1:]
    writing: list[Asked] = [("POST", "/guestbook", FORM, "name=Ada&message=Caf%C3%A9")]
    for phase in (READING, writing):
        for asked in phase:
            for scheme in ("http", "https"):
                print(*(told(client, asked, scheme) for client in clients), sep="\n", flush=True)


if __name__ == "__main__":
    main()
