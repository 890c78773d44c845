"""A bet shows its question and its choices at once, and keeps its answer closed: one cannot bet on
what one has not read. Writers give a closed box, `??? question "…"`: choices first, if any."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

CHOICE = r"    (?:\d\.|  ) .*\n"
BET = re.compile(rf'^\?\?\? (question ".*")\n((?:{CHOICE})*)((?:(?:    .*)?\n)+)', re.M)
LINE = re.compile(r"^(?=.)", re.M)


def asked(markdown: str, answer: str) -> str:
    """Each closed question becomes an open one, with its answer closed inside."""

    def open_but_for_the_answer(bet: re.Match[str]) -> str:
        inside = LINE.sub("    ", bet[3])
        return f'!!! {bet[1]}\n{bet[2]}\n    ??? answer "{answer}"\n{inside}'

    return BET.sub(open_but_for_the_answer, markdown + "\n")


@event_priority(-10)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Once the boxes have their titles (hooks/words.py)."""
    return asked(markdown, config.extra["words"]["answer"])
