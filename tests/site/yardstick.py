"""How much of the site is proved, counted as for any other site of programs and their outputs.

    python -m tests.site.yardstick

A *program* is a block of Python; it is tested if it runs, here and in CI. An *output* is a block
that shows what something printed; it is proved if it is a transcript, which a test runs again. A
page is *present* if both languages have it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.includes import INCLUDE
from tests.site.sources import LANGUAGES, Fence, Source, pages

OUTPUTS = ("console", "text", "http", "json", "pycon", "output")


class Count(NamedTuple):
    """How many there are, and those among them that are not what they should be."""

    what: str
    total: int
    wanting: list[str]

    def __str__(self) -> str:
        done = self.total - len(self.wanting)
        return f"{self.what:<18} {done:>4} of {self.total:<4} {100 * done // max(self.total, 1)} %"


def is_output(fence: Fence) -> bool:
    """A block that shows more than the commands to type."""
    typed = [line for line in fence.body if line.strip() and not line.startswith(("$ ", "> "))]
    return fence.language in OUTPUTS and bool(typed)


def is_proved(fence: Fence) -> bool:
    """Nothing in the block was typed: it is a transcript, whole or in part."""
    includes = [INCLUDE.match(line) for line in fence.body if line.strip()]
    return all(include and include["path"].endswith(".out") for include in includes)


def counts() -> list[Count]:
    """Programs tested, outputs proved, pages present."""
    both = [page for language in LANGUAGES for page in pages(language)]
    programs = [(page, fence) for page in both for fence in page.programs]
    outputs = [(page, fence) for page in both for fence in page.fences if is_output(fence)]
    names = {language: {page.path.name for page in pages(language)} for language in LANGUAGES}
    every = set.union(*names.values())
    absent = [f"docs/{lang}/{name}" for lang in LANGUAGES for name in every - names[lang]]
    return [
        Count("programs tested", len(programs), _where(programs, lambda f: f.reason is None)),
        Count("outputs proved", len(outputs), _where(outputs, is_proved)),
        Count("pages present", len(every) * len(LANGUAGES), sorted(absent)),
    ]


def _where(found: list[tuple[Source, Fence]], right: Callable[[Fence], bool]) -> list[str]:
    return [f"{page.name}:{fence.line}" for page, fence in found if not right(fence)]


if __name__ == "__main__":
    for count in counts():
        print(count, *count.wanting, sep="\n  ")
