"""From a page's reference to the file that it names, and back. Pages say `../assets/a.css`, so that
they hold on a disk too; 404.html alone, which a host shows anywhere, says `/folder/assets/a.css`.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import urlsplit

FOREIGN = re.compile(r"[a-z][a-z0-9+.-]*:|//|[#?]|$", re.I)
UP_AND_DOWN = re.compile(r"[^/]+/\.\./")
"""What English pages say of a file of both languages: /en/../assets/a.css."""


class CannotShip(Exception):
    """A page cannot be published as it is; the message names it."""


def named(page: str, reference: str, root: str = "/") -> str | None:
    """The file, from the site's root, that `page` names; None if it is none of the site's. `root`
    is where the site stands on its host."""
    if FOREIGN.match(reference):
        return None
    path = urlsplit(reference).path
    if path.startswith("/"):
        path = UP_AND_DOWN.sub("", path)
        return path.removeprefix(root) if path.startswith(root) else None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return None if joined.startswith("..") else joined


def reference(page: str, target: str, old: str, root: str = "/") -> str:
    """How `page` names `target`, in the manner of its `old` reference."""
    if old.startswith("/"):
        return root + target
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
