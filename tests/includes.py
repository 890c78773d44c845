"""What pymdownx.snippets includes, so that a test reads a page as its reader does.

Only the forms that the pages may use: a whole file, or a section of it by name.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = re.compile(
    r'^(?P<indent>[ \t]*)--8<-- "(?P<path>[^":]+)(?::(?P<section>[\w-]+))?"[ \t]*$', re.M
)


def expand(text: str) -> str:
    """`text`, each `--8<--` line replaced by what it names, indented as it was."""
    return INCLUDE.sub(_included, text)


def _included(include: re.Match[str]) -> str:
    lines = (ROOT / include["path"]).read_text("utf8").splitlines()
    if include["section"]:
        lines = _section(lines, include["section"])
    return "\n".join(include["indent"] + line for line in lines if "--8<-- [" not in line)


def _section(lines: list[str], name: str) -> list[str]:
    start = next(n for n, line in enumerate(lines) if f"--8<-- [start:{name}]" in line)
    end = next(n for n, line in enumerate(lines) if f"--8<-- [end:{name}]" in line)
    return lines[start + 1 : end]


def included(language: str) -> set[str]:
    """The files that the pages of a language include."""
    pages = (ROOT / "docs" / language).glob("**/*.md")
    return {
        include["path"] for page in pages for include in INCLUDE.finditer(page.read_text("utf8"))
    }
