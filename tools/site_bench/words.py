"""The pages' Markdown as another generator reads it: the same words, without what only ours adds.

What the hooks write from data (the glossary's entries, the table of failures, the wire view) is not
there: compare pages that have none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from hooks.plain_markdown import PICTURE, quoted
from tools.bundle.inputs import ROOT

INCLUDE = re.compile(r'^( *)(?:-|;)-8<-- "([^":]+)(?::(\w+))?"$', re.M)
SECTION = re.compile(r"^.*--8<-- \[(?:start|end):.*\n", re.M)
COMMENT = re.compile(r"<!--.*?-->\n?", re.S)
CELL = re.compile(r"[ ]*\{ *[#.][^}\n]*\}")
UNTITLED = re.compile(r"^( *(?:!!!|\?\?\?\+?) *(\w+))$", re.M)
FENCE = re.compile(r"^([ >]*```.*?^[ >]*```[ ]*$)", re.M | re.S)
LINK = re.compile(r"\]\(([\w-]+)\.md(#[\w-]+)?\)")
FRONT = re.compile(r"\A---\n(.*?)---\n", re.S)
HEADING = re.compile(r"^# (.*)\n", re.M)
LANGUAGES = ("fr", "en")


def pages(language: str) -> list[str]:
    """The names of the pages, in the order of the journey."""
    text = (ROOT / "mkdocs.yml").read_text("utf8")
    nav = text[text.index("\nnav:") : text.index("\ntheme:")]
    return re.findall(r"- ([\w-]+)\.md", nav)


def read(language: str, name: str) -> tuple[dict[str, str], str]:
    """Front matter, and Markdown in which files are included."""
    text = (ROOT / "docs" / language / f"{name}.md").read_text("utf8")
    front = FRONT.match(text)
    facts = yaml.safe_load(front[1]) if front else {}
    text = INCLUDE.sub(_included, text[front.end() :] if front else text)
    return facts, PICTURE.sub(r"*\1. \2*", COMMENT.sub("", text))


def _included(found: re.Match[str]) -> str:
    text = (ROOT / found[2]).read_text("utf8")
    if section := found[3]:
        text = text.partition(f"--8<-- [start:{section}]")[2].partition("\n")[2]
        text = text.partition(f"--8<-- [end:{section}]")[0].rpartition("\n")[0]
    lines = SECTION.sub("", text).rstrip("\n").splitlines()
    return "\n".join(found[1] + line for line in lines)


def prose(text: str, change: re.Pattern[str], by: str) -> str:
    """The text with what is outside blocks of code changed."""
    parts = FENCE.split(text)
    parts[::2] = [change.sub(by, part) for part in parts[::2]]
    return "".join(parts)


def for_material(folder: Path) -> None:
    """docs/: Material knows every form that the pages use."""
    for language, name, facts, text in _all():
        path = folder / ("" if language == "fr" else "en") / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{_front(facts)}{text}", "utf8")


def for_starlight(folder: Path) -> None:
    """src/content/docs: admonitions become quotations or boxes that open; a title is a fact."""
    for language, name, facts, text in _all():
        text = "\n".join(quoted(UNTITLED.sub(r'\1 "\2"', text).splitlines()))
        text = prose(prose(text, CELL, ""), LINK, r"](../\1/\2)")
        title = HEADING.search(text)
        assert title, name
        path = folder / ("" if language == "fr" else "en") / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        front = _front({"title": title[1].strip(), **facts})
        path.write_text(front + text.replace(title[0], "", 1), "utf8")


def _all() -> Iterator[tuple[str, str, dict[str, str], str]]:
    for language in LANGUAGES:
        for name in pages(language):
            facts, text = read(language, name)
            yield language, name, {k: v for k, v in facts.items() if k == "description"}, text


def _front(facts: dict[str, str]) -> str:
    return f"---\n{yaml.safe_dump(facts, allow_unicode=True)}---\n" if facts else ""
