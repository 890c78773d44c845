"""Files served as they are, from one folder and never from outside it.

A path in a URL looks like a path on a disk, and half of the art is to not believe it: `..`, an
encoded `%2e`, a NUL, a link, a second slash. The other half is to send a file once: a validator
lets the client ask "still the same?" and hear 304 (RFC 9110 §13).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lab.web.message import http_date
from lab.web.reply import HTML, TEXT, Reply, Visit, problem

MODIFIED = 1_704_067_200.0
"""Every file dates from 1 January 2024, 00:00 UTC: a copy of this repository keeps no dates."""

TYPES = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": TEXT,
}


def serve_file(root: Path, path: str, visit: Visit) -> Reply:
    """The file at `path` below `root`, or 304 if the client's copy is current, or 404."""
    file = locate(root, path)
    if file is None:
        return problem(404, "There is nothing here.")
    packed = file.with_name(file.name + ".gz")
    coded = packed.is_file() and accepts(visit.field("accept-encoding"), "gzip")
    content = (packed if coded else file).read_bytes()
    headers = list(_validators(content))
    headers += [("Vary", "Accept-Encoding")] if packed.is_file() else []
    if is_current(visit, headers[0][1]):
        return _not_modified(headers)
    headers += [("Content-Encoding", "gzip")] if coded else []
    return Reply(200, content, TYPES.get(file.suffix, "application/octet-stream"), tuple(headers))


def locate(root: Path, path: str) -> Path | None:
    """The file that `path` names below `root`; None if there is none, or if it would lead outside.

    `path` is decoded. A name that begins with a dot is never served; a link is, if it stays within.
    """
    names = path.removeprefix("/").split("/")
    if any(not name or name.startswith(".") or "\0" in name or "\\" in name for name in names):
        return None
    try:
        file, base = root.joinpath(*names).resolve(), root.resolve()
        return file if file.is_relative_to(base) and file.is_file() else None
    except (OSError, RuntimeError):  # too long a name, a loop of links
        return None


def is_current(visit: Visit, etag: str) -> bool:
    """Whether the client's copy is this one (RFC 9110 §13.2.2): its tags decide, else its date."""
    tags = visit.field("if-none-match")
    if tags:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return bool(known & {etag, "*"})
    return _seconds(visit.field("if-modified-since")) >= MODIFIED


def accepts(field: str, coding: str) -> bool:
    """Whether an Accept-Encoding field allows `coding` (RFC 9110 §12.5.3)."""
    weights = dict(_weights(field))
    return weights.get(coding, weights.get("*", 0.0)) > 0


def _not_modified(headers: list[tuple[str, str]]) -> Reply:
    """304: what updates the client's copy; beside an ETag the date would not (RFC 9110 §15.4.5)."""
    return Reply(304, headers=tuple(pair for pair in headers if pair[0] != "Last-Modified"))


def _validators(content: bytes) -> Iterator[tuple[str, str]]:
    yield "ETag", f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    yield "Last-Modified", http_date(MODIFIED)
    yield "Cache-Control", "max-age=60"


def _weights(field: str) -> Iterator[tuple[str, float]]:
    for item in field.lower().split(","):
        coding, _, parameter = item.partition(";")
        name, _, weight = parameter.strip().partition("=")
        digits = weight.strip() if name.strip() == "q" else "1"
        yield coding.strip(), float(digits) if digits[:1] in ("0", "1") and _decimal(digits) else 0


def _decimal(digits: str) -> bool:
    return digits.replace(".", "", 1).isdigit() and digits.isascii()


def _seconds(date: str) -> float:
    from email.utils import parsedate_to_datetime  # slow to import, and rarely needed

    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return float("-inf")
