"""The whole way of a built site, step after step; each step's seconds are noted."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import permutations

from tools.shipping import minify
from tools.shipping.addresses import CannotShip
from tools.shipping.merge import Members, joined, merged
from tools.shipping.purge import purged, reads
from tools.shipping.rename import Contents, Texts, assets, renamed
from tools.shipping.sheet import Part, read, written
from tools.shipping.strict import strict
from tools.shipping.used import in_page, in_script, together

Users = dict[str, set[str]]


@dataclass
class Shipped:
    """What is to be published: pages, and what they load by itself."""

    pages: Texts
    files: Contents
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Note how long a step took."""
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began


def shipped(pages: Texts, files: Contents, scripts: list[str], root: str = "/") -> Shipped:
    """The site as it is published. `files`: what stands under assets/; `scripts`: the texts of
    what else may add to pages, and is published as it is."""
    site = Shipped(pages, files)
    with site.step("strict"):
        site.pages = {path: strict(html) for path, html in pages.items()}
    with site.step("merge"):
        site.pages, made = merged(site.pages, texts(files), root)
        whole = {path: joined(path, members).encode() for path, members in made.items()}
        site.files = files | whole
    with site.step("purge"):
        users = used_by(site, root)
        site.files = {
            path: each for path, each in site.files.items() if path in users or not coded(path)
        }
        site.files |= purged_sheets(site, users, scripts, made)
    with site.step("minify"):
        site.pages = {path: minify.page(html) for path, html in site.pages.items()}
        site.files = smaller(site.files)
    with site.step("rename"):
        site.pages, site.files = renamed(site.pages, site.files, root)
    return site


def texts(files: Contents) -> Texts:
    """The sheets and the scripts."""
    return {path: content.decode() for path, content in files.items() if coded(path)}


def coded(path: str) -> bool:
    """Whether a file is a sheet or a script."""
    return path.endswith((".css", ".js"))


def smaller(files: Contents) -> Contents:
    """The files in fewer bytes, those of the kinds for which there is a way."""
    code = texts(files)
    made = {path: minify.sheet(css) for path, css in code.items() if path.endswith(".css")}
    made |= minify.scripts({path: js for path, js in code.items() if path.endswith(".js")})
    return files | {path: text.encode() for path, text in made.items()}


def used_by(site: Shipped, root: str) -> Users:
    """The files that pages name, with these pages."""
    users: Users = defaultdict(set)
    for page, html in site.pages.items():
        for path in assets(page, html, root):
            if path not in site.files:
                raise CannotShip(f"{page} asks for {path}, which is not published")
            users[path].add(page)
    return dict(sorted(users.items()))


def purged_sheets(
    site: Shipped, users: Users, scripts: list[str], made: dict[str, Members]
) -> Contents:
    """Each sheet without what none of its pages needs. What several sheets of one page read, such
    as a colour, stays in the one that says it."""
    names = {path: in_page(html) for path, html in site.pages.items()}
    own = [site.files[path].decode() for path in users if path.endswith(".js")]
    scripted = together(in_script(text) for text in [*own, *scripts])
    sheets = {path: parsed(path, site, made) for path in users if path.endswith(".css")}
    used = {path: together([scripted, *(names[page] for page in users[path])]) for path in sheets}
    for path, other in permutations(sheets, 2):
        if not users[path].isdisjoint(users[other]):
            used[path].properties |= reads(sheets[other])
    return {path: written(purged(sheet, used[path])).encode() for path, sheet in sheets.items()}


def parsed(path: str, site: Shipped, made: dict[str, Members]) -> tuple[Part, ...]:
    """The sheet's rules. Those that many sheets are made of are read once."""
    members = made.get(path, (site.files[path].decode(),))
    return tuple(part for member in members for part in read(member))
