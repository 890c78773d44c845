"""The site keeps its promises (coverage.toml): each thing is said, shown, drawn and sourced."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.skeleton import HEADING, shape_of
from tests.site.sources import LANGUAGES, Fence, Line, Source, pages
from tests.telling import expect

LIST = Path(__file__).with_name("coverage.toml")
PROMISES = tomllib.loads(LIST.read_text("utf8"))
PAGES = {(language, page.path.stem): page for language in LANGUAGES for page in pages(language)}
ADVICE = f"put it back, or say in tests/site/{LIST.name} where it is now"
CITED = re.compile(
    r"/rfc(?P<link>\d+)(?:#section-(?P<part>[\d.]*\d))?|§(?P<section>[\d.]*\d)"
    r"|\b(?P<name>RFC \d+|HTML|CSS 2\.1|CSS Display|WHATWG|W3C|URL Standard|PNG)\b"
)
Row = dict[str, Any]


def sections(page: Source) -> dict[str, list[Line]]:
    """The page's lines and blocks of code by anchor, each up to the next heading."""
    found: dict[str, list[Line]] = {}
    lines: list[Line] = []
    for number, part in page.parts:
        if isinstance(part, str) and (heading := HEADING.match(part)):
            lines = found.setdefault((heading["id"] or "").strip("{}#"), [])
        lines.append((number, part))
    return found


def words(lines: list[Line]) -> str:
    """What these lines and diagrams say, without marks, in small letters."""
    parts = ("\n".join(part.body) if isinstance(part, Fence) else part for _, part in lines)
    return " ".join(re.sub(r"</?i\b[^>]*>|\*", "", "\n".join(parts)).casefold().split())


def cited(page: Source) -> Iterator[str]:
    """Each standard that a line of the page cites, then each section that follows it there."""
    for line in (part for _, part in page.parts if isinstance(part, str)):
        name = ""
        for match in CITED.finditer(line):
            section = match["part"] or match["section"]
            name = f"RFC {match['link']}" if match["link"] else match["name"] or name
            yield name
            yield f"{name} §{section}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", PROMISES["sentence"], ids=lambda row: row["id"])
def test_each_sentence_has_its_program_and_its_diagram(row: Row, language: str) -> None:
    page, name = PAGES[language, row["page"]], f"docs/{language}/{row['page']}.md: {row['id']}"
    parts, program = sections(page), f'--8<-- "{row["program"]}'
    expect(row["at"] in parts, f"{name}: no section {{#{row['at']}}} ({row['about']}): {ADVICE}")
    shown = any(line.startswith(program) for code in page.programs for line in code.body)
    expect(shown, f"{name}: {row['program']} is not shown ({row['about']}): {ADVICE}")
    fences = [part for _, part in parts.get(row["diagram"], []) if isinstance(part, Fence)]
    drawn = [code for code in fences if code.language in ("mermaid", "svg")]
    edges = {shape_of(line) for code in drawn for line in code.body}
    right = drawn and edges.issuperset(row.get("edges", []))
    expect(right, f"{name}: no such diagram in {{#{row['diagram']}}} ({row['about']}): {ADVICE}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", PROMISES["claim"], ids=lambda row: row["id"])
def test_each_claim_is_said_and_sourced(row: Row, language: str) -> None:
    page, name = PAGES[language, row["page"]], f"docs/{language}/{row['page']}.md: {row['id']}"
    lines, said = sections(page).get(row["at"], []), row[language]
    expect(lines, f"{name}: no section {{#{row['at']}}} ({row['about']}): {ADVICE}")
    right = said.casefold() in words(lines)
    expect(right, f"{name}: {{#{row['at']}}} lacks « {said} » ({row['about']}): {ADVICE}")
    missing = ", ".join(sorted(set(row["sources"]) - set(cited(page))))
    expect(not missing, f"{name} ({row['about']}): cite {missing} on this page, or correct the row")
