"""The headers that a host sends, which reads the site's `_headers`."""

from __future__ import annotations

import re

Header = tuple[str, str]


def rules(text: str) -> list[tuple[str, list[Header]]]:
    """Each pattern of the file, with its headers."""
    found: list[tuple[str, list[Header]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line.strip(), []))
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            found[-1][1].append((name, value))
    return found


def sent(text: str, path: str) -> list[Header]:
    """All that the file says for this path, from its root, in order."""
    return [header for pattern, given in rules(text) if matches(pattern, path) for header in given]


def matches(pattern: str, path: str) -> bool:
    """Whether a rule is for this path: `*` is any part of it."""
    return bool(re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), path))


def policies(text: str, path: str) -> list[str]:
    """The policies for a path, of which a browser obeys each one."""
    return [value for name, value in sent(text, path) if name == "Content-Security-Policy"]
