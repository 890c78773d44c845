"""One request for all the style sheets of a page, one for all its scripts: on a slow network each
more costs a reader more than its bytes do. Pages that ask for the same list share the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tools.shipping.addresses import CannotShip, named, reference
from tools.shipping.tags import Token, attributes, changed, name

Texts = dict[str, str]
Members = tuple[str, ...]
URL = re.compile(r"""url\(\s*("[^"]*"|'[^']*'|[^"')]*?)\s*\)""")
CHARSET = re.compile(r"^@charset [^;]*;\s*", re.I)
NAMES = {".css": "assets/{}/style.css", ".js": "assets/{}/page.js"}
"""What the one file is called; the number of the list is a folder, until a hash takes its place."""


class Merger:
    """Makes of several files one; `made` has what each is made of, by path. Files are told apart by
    what they hold: the languages publish the same ones."""

    def __init__(self, files: Texts, root: str) -> None:
        self.files, self.root = files, root
        self.made: dict[str, Members] = {}
        self._paths: dict[Members, str] = {}

    def page(self, path: str, html: str) -> str:
        """The page, asking for one file of each kind, where it asked for the first."""
        for suffix, wanted in ((".css", sheet), (".js", script)):
            html = self._kind(path, html, suffix, wanted)
        return html

    def _kind(
        self, page: str, html: str, suffix: str, wanted: Callable[[Token], tuple[str, str]]
    ) -> str:
        found: list[tuple[str, str]] = []
        first = ""

        def note(token: Token) -> str | None:
            nonlocal first
            source, media = wanted(token)
            path = named(page, source, self.root) if source else None
            if path is None:
                return None
            if path not in self.files:
                raise CannotShip(f"{page} asks for {source}, which is not published")
            found.append((path, media))
            first = first or source
            return "\0" if len(found) == 1 else ""

        html = changed(html, note, "link")
        if not found:
            return html
        target = reference(page, self._merged(found, suffix), first, self.root)
        return html.replace("\0", TAGS[suffix].format(target))

    def _merged(self, found: list[tuple[str, str]], suffix: str) -> str:
        members = tuple(self._member(path, media) for path, media in found)
        if members not in self._paths:
            self._paths[members] = NAMES[suffix].format(len(self._paths))
            self.made[self._paths[members]] = members
        return self._paths[members]

    def _member(self, path: str, media: str) -> str:
        text = self.files[path].strip()
        if path.endswith(".css"):
            text = moved(CHARSET.sub("", text), path, NAMES[".css"])
        return f"@media {media}{{{text}}}" if media else text


TAGS = {
    ".css": '<link rel="stylesheet" href="{}">',
    ".js": '<script defer src="{}"></script>',
}


def sheet(token: Token) -> tuple[str, str]:
    """The style sheet that a tag loads, and for which media; empty if it loads none."""
    if name(token) != "link":
        return "", ""
    given = attributes(token)
    if given.get("rel", "").lower() != "stylesheet" or "disabled" in given:
        return "", ""
    return given.get("href", ""), given.get("media", "")


def script(token: Token) -> tuple[str, str]:
    """The deferred classic script that a tag loads; empty if it loads none."""
    if name(token) != "script":
        return "", ""
    given = attributes(token)
    classic = given.get("type", "text/javascript") in ("", "text/javascript")
    return (given.get("src", ""), "") if classic and "defer" in given else ("", "")


def moved(css: str, old: str, new: str) -> str:
    """The sheet of the path `old`, whose references hold from the path `new`."""
    return moved_by(css, old, new, lambda target: target)


def moved_by(css: str, old: str, new: str, rename: Callable[[str], str]) -> str:
    """The same, and what it refers to is renamed."""

    def one(found: re.Match[str]) -> str:
        value = found[1].strip("\"'")
        path = named(old, value)
        return found[0] if path is None else f"url({reference(new, rename(path), value)})"

    return URL.sub(one, css)


def merged(pages: Texts, files: Texts, root: str = "/") -> tuple[Texts, dict[str, Members]]:
    """The pages, each asking for one sheet and one script at most; and what these are made of."""
    merger = Merger(files, root)
    return {path: merger.page(path, html) for path, html in pages.items()}, merger.made


def joined(path: str, members: Members) -> str:
    """The one file. A script may end in a comment."""
    return ("\n;" if path.endswith(".js") else "\n").join(members)
