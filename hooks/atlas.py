"""The atlas of failures is generated, so that no page forgets a break or says of it something else
than the lab does. A card for each failure replaces `<!-- atlas N -->`, N being its phase; the table
of all breaks replaces `<!-- breaks -->`. Each card has the name of its failure as its id.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # the command `mkdocs` does not look for modules here

from hooks.failures import Table, load  # noqa: E402
from lab.world.breaks import BREAKS  # noqa: E402

DATA = ROOT / "docs" / "failures.toml"
ATLAS = re.compile(r"^<!-- atlas (\d) -->$", re.M)
TABLE = re.compile(r"^<!-- breaks -->$", re.M)


def card(entry: Table, browsers: Table, words: Mapping[str, str], language: str) -> str:
    """One failure: its name and cause, then all that is seen of it, as a list of definitions."""
    said = browsers.get(entry.get("browser", ""), {})
    phases = re.findall(r"\d", entry["verdict"])
    verdict = entry["verdict"].strip(" 01234567") or "fails"
    rows = {words["symptom"]: entry["symptom"][language]}
    for browser in ("firefox", "chrome"):
        if browser in said:
            quoted = words["quotation"].format(said[browser][language])
            code = f" `{said[browser]['code']}`" if "code" in said[browser] else ""
            rows[browser.title()] = quoted + code
    if "seen" in said:
        rows[words["browser"]] = said["seen"][language]
    if "exception" in entry:
        rows["Python"] = f"`{entry['exception']}`"
    rows["`why.py`"] = words[verdict].format(", ".join(phases))
    if "note" in entry:
        rows[words["note"]] = entry["note"][language]
    rows[words["command"]] = f"`{entry['command']}`"
    title = f"**`{entry['id']}`** {entry['cause'][language]}"
    body = "\n\n".join(f"{term}\n:   {text}" for term, text in rows.items())
    return f'<div class="failure" id="{entry["id"]}" markdown>\n\n{title}\n\n{body}\n\n</div>'


def table(words: Mapping[str, str], language: str) -> str:
    """Every break: its phase, its name, which leads to its card, and what it does."""
    rows = [f"| {words['phase']} | {words['break']} | {words['wrong']} |", "| --- | --- | --- |"]
    for each in BREAKS:
        name = f"[`{each.name}{'[=N]' * bool(each.number)}`](failures.md#{each.name})"
        does = each.french if language == "fr" else each.english
        rows.append(f"| {each.phase} | {name} | {does} |")
    return "\n".join(['<div class="breaks" markdown>', "", *rows, "", "</div>"])


def filled(markdown: str, data: str, words: Mapping[str, str], language: str) -> str:
    """The page with the cards and the table in the place of their marks."""
    entries, browsers = load(data)

    def cards(mark: re.Match[str]) -> str:
        found = [entry for entry in entries if entry["phase"] == int(mark[1])]
        return "\n\n".join(card(entry, browsers, words, language) for entry in found)

    return TABLE.sub(lambda _: table(words, language), ATLAS.sub(cards, markdown))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the pages that have one of the marks."""
    if not ATLAS.search(markdown) and not TABLE.search(markdown):
        return markdown
    words = config.extra["words"]["atlas"]
    return filled(markdown, DATA.read_text("utf8"), words, config.theme["language"])
