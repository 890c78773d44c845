"""Each file that pages name gets a name that holds the hash of its content: a browser may keep it
for ever, and a page never meets the style sheet of another version.

Only what is under assets/ is renamed, and not what has its hash already. What a reader follows (a
page, a notebook, a capture) keeps its name, as does the search index: a page that named its hash
would change with every word of every other page.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from tools.shipping.addresses import CannotShip, named, reference
from tools.shipping.merge import moved_by
from tools.shipping.tags import Token, name, with_values

ASSET = re.compile(r"^(?:\w\w/)?assets/(?!lab/).*\.(css|js|svg|png|jpg|webp|ico|woff2)$")
LOADED = {"src", "poster"}
LOADING = {"link", "use", "image"}
Contents = dict[str, bytes]
Texts = dict[str, str]


def digest(content: bytes) -> str:
    """What page/kept.ts computes of the same content."""
    return hashlib.sha256(content).hexdigest()[:16]


def loaded(token: Token, attribute: str) -> bool:
    """Whether this attribute may name what a page, or a script of it, asks for by itself."""
    if attribute in LOADED or attribute.startswith("data-"):
        return True
    return attribute == "href" and name(token) in LOADING


def assets(path: str, html: str, root: str = "/") -> set[str]:
    """The files under assets/ that a page names, to be had at once or when a script asks."""
    found: set[str] = set()

    def note(token: Token, attribute: str, value: str) -> str:
        target = named(path, value, root) if loaded(token, attribute) else None
        if target is not None and ASSET.match(target):
            found.add(target)
        return value

    with_values(html, note, "assets/")
    return found


class Renamer:
    """Gives names; `names` has them, by the paths they had, and `made` the contents."""

    def __init__(self, files: Contents, root: str) -> None:
        self.files, self.root = files, root
        self.names: dict[str, str] = {}
        self.made: Contents = {}

    def page(self, path: str, html: str) -> str:
        """The page, naming what it loads by its new names."""

        def value(token: Token, attribute: str, value: str) -> str:
            target = named(path, value, self.root) if loaded(token, attribute) else None
            if target is None or not ASSET.match(target):
                return value
            return reference(path, self.name(target, path), value, self.root)

        return with_values(html, value, "assets/")

    def name(self, path: str, by: str) -> str:
        """The new path of a file; a sheet's own references are renamed first."""
        if path not in self.files:
            raise CannotShip(f"{by} asks for {path}, which is not published")
        if path not in self.names:
            content = self._sheet(path) if path.endswith(".css") else self.files[path]
            old = PurePosixPath(path)
            new = f"assets/{old.stem}.{digest(content)}{old.suffix}"
            self.names[path], self.made[new] = new, content
        return self.names[path]

    def _sheet(self, path: str) -> bytes:
        def target(found: str) -> str:
            return self.name(found, path) if ASSET.match(found) else found

        css = self.files[path].decode()
        return moved_by(css, path, "assets/style.css", target).encode()


def renamed(pages: Texts, files: Contents, root: str = "/") -> tuple[Texts, Contents]:
    """The pages and what they load, under names that hold hashes."""
    renamer = Renamer(files, root)
    return {path: renamer.page(path, html) for path, html in pages.items()}, renamer.made
