"""A page's Markdown, line by line: what the site's tests say of it, they say with a line number.

This reads only the forms that the pages may use (CONTRIBUTING.md), on purpose without a Markdown
library: it is the second opinion on what such a library sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.includes import ROOT

LANGUAGES = ("fr", "en")
OPENING = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
NOT_PROSE = [
    re.compile(r"<!--.*?-->"),
    re.compile(r"`+[^`]*`+"),
    re.compile(r'<i lang="[a-z]+">.*?</i>'),
    re.compile(r"\]\([^)]*\)"),
    re.compile(r"^\s*\[[^\]]+\]:.*$"),
    re.compile(r"https?://\S+|\S+@\S+|\S+\.(?:md|py|out|toml|txt|yml)\b"),
    re.compile(r"(?:[\w-]+\.)+(?:com|net|org|info|test|arpa)\b|\b(?:com|net|org|arpa)\."),
    re.compile(r"</?[a-z][^>]*>"),
    re.compile(r"\{[^{}]*[.#=:][^{}]*\}"),
    re.compile(r"^\s*(?:!!!|\?\?\?\+?|===)\s*\w*"),
    re.compile(r":[a-z]+-[\w-]+:|\+\+[^+]+\+\+|--8<--.*"),
]
DIAGRAM_WORDS = re.compile(r"(?:accTitle|accDescr)\s*:(.*)|\|([^|]*)\||\"([^\"]*)\"|:\s(.*)$")


@dataclass
class Fence:
    """A block of code: `line` is that of its opening mark; `body`, what is between the marks."""

    line: int
    info: str
    body: list[str] = field(default_factory=list)

    @property
    def language(self) -> str:
        """`python`, `mermaid`… whichever of the two syntaxes was used; empty if none was given."""
        words = self.info.strip("{ }").split() or [""]
        return next((word for word in words if word.startswith(".")), words[0]).lstrip(".")

    @property
    def reason(self) -> str | None:
        """Why it does not run; None if it runs."""
        if not re.search(r"\bnotest\b", self.info):
            return None
        reason = re.search(r'reason="([^"]*)"', self.info)
        return reason[1] if reason else ""


Line = tuple[int, str | Fence]


class Source:
    """A page of the site, or a file beside it such as a README."""

    def __init__(self, path: Path, root: Path = ROOT) -> None:
        self.path = path
        self.name = path.relative_to(root).as_posix()
        lines = path.read_text("utf8").splitlines()
        self.length = len(lines)
        end = lines.index("---", 1) if lines[:1] == ["---"] else -1
        self.front_matter = lines[1 : max(end, 0)]
        self.parts: list[Line] = list(_parts(lines, end + 1))

    def meta(self, key: str) -> str:
        """A value of the front matter; empty if it is not there."""
        start = f"{key}:"
        found = [line[len(start) :] for line in self.front_matter if line.startswith(start)]
        return found[0].strip().strip("\"'") if found else ""

    @property
    def is_notebook(self) -> bool:
        """Its fences are the cells of one program."""
        return "jupyter:" in self.front_matter

    @property
    def fences(self) -> list[Fence]:
        """Every block of code, in order."""
        return [part for _, part in self.parts if isinstance(part, Fence)]

    @property
    def programs(self) -> list[Fence]:
        """The blocks in Python, whether they run or not."""
        return [fence for fence in self.fences if fence.language in ("python", "python3", "py")]

    def prose(self) -> Iterator[tuple[int, str]]:
        """What is written for a reader, in the page's language, without its marks."""
        for number, line in enumerate(self.front_matter, 2):
            if line.startswith(("title:", "description:")):
                yield number, line.partition(":")[2]
        for number, part in self.parts:
            if isinstance(part, str):
                yield number, _bare(part)
            elif part.language in ("mermaid", "svg"):
                yield from enumerate((_bare(_labels(line)) for line in part.body), number + 1)


def _parts(lines: list[str], start: int) -> Iterator[Line]:
    numbered = iter(list(enumerate(lines, 1))[start:])
    for number, line in numbered:
        opening = OPENING.match(line)
        if not opening:
            yield number, line
            continue
        fence = Fence(number, opening["info"].strip())
        for _, inside in numbered:
            if re.fullmatch(rf"\s*{re.escape(opening['mark'])}+\s*", inside):
                break
            fence.body.append(inside.removeprefix(opening["indent"]))
        yield number, fence


def _bare(line: str) -> str:
    for pattern in NOT_PROSE:
        line = pattern.sub(" ", line)
    return line


def _labels(line: str) -> str:
    """The words of a line of Mermaid that a reader of the diagram sees."""
    groups = [] if "--8<--" in line else DIAGRAM_WORDS.findall(line)
    return " ".join(" ".join(group) for group in groups)


def pages(language: str) -> list[Source]:
    """The pages of a language, by name."""
    return [Source(path) for path in sorted((ROOT / "docs" / language).glob("**/*.md"))]


def beside(language: str) -> list[Source]:
    """What the repository says of itself in a language."""
    suffix = "" if language == "en" else f".{language}"
    paths = [ROOT / f"{name}{suffix}.md" for name in ("README", "CONTRIBUTING")]
    return [Source(path) for path in paths if path.exists()]
