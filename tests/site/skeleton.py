"""What two pages share when they say the same thing in two languages.

Prose differs; its frame does not: headings and their ids, blocks of code and what they include, the
shape of diagrams, the kinds of admonitions, tables, the targets of links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from tests.includes import INCLUDE
from tests.site.sources import Fence, Source
from tests.telling import in_both

HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<text>.*?)\s*(?P<id>\{[^{}]*#[^{}]*\})?\s*$")
ADMONITION = re.compile(r"^\s*(?P<kind>(?:!!!|\?\?\?\+?) \w+(?: inline)?(?: end)?)")
TAB = re.compile(r"^\s*===[!+]* ")
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s[^)]*)?\)|<(https?://[^>]+)>")
IN_A_LANGUAGE = re.compile(r"(?<=//)(?:fr|en|www)\.|(?<=/)(?:fr|en|fr-FR|en-US|en-GB)(?=/)")
SAME_IN_BOTH = ("python", "console", "http", "json", "dns-zone")


class Bone(NamedTuple):
    """One thing that both pages must have, at this place."""

    line: int
    what: str


def skeleton(page: Source) -> list[Bone]:
    """The page without its prose, in order; links are sorted within each section."""
    bones = [Bone(1, f"front matter: {line}") for line in _meta(page)]
    links: list[Bone] = []
    for line, part in page.parts:
        found = list(_fence(part) if isinstance(part, Fence) else _line(line, part))
        if found:
            bones += sorted(links, key=lambda bone: bone.what)
            links = []
        bones += found
        if isinstance(part, str):
            links += [Bone(line, f"link to {_target(*link)}") for link in LINK.findall(part)]
    return bones + sorted(links, key=lambda bone: bone.what)


def _meta(page: Source) -> Iterator[str]:
    for line in page.front_matter:
        key = line.partition(":")[0]
        yield key if key in ("title", "description") else line


def _line(number: int, line: str) -> Iterator[Bone]:
    if heading := HEADING.match(line):
        yield Bone(number, f"heading {heading['level']} {heading['id'] or '(without an id)'}")
    elif admonition := ADMONITION.match(line):
        yield Bone(number, f"admonition {admonition['kind']}")
    elif TAB.match(line):
        yield Bone(number, "tab")
    elif line.lstrip().startswith("|"):
        yield Bone(number, f"table row of {line.count('|') - 1} cells")


def _fence(fence: Fence) -> Iterator[Bone]:
    info = re.sub(r'reason="[^"]*"', "reason", fence.info)
    yield Bone(fence.line, f"block of code {info or '(without a language)'}")
    for number, line in enumerate(fence.body, fence.line + 1):
        if include := INCLUDE.match(line):
            yield Bone(number, f"include of {include['path']} {include['section'] or ''}".rstrip())
        elif fence.language in SAME_IN_BOTH:
            yield Bone(number, f"line of code {line!r}")
        elif fence.language == "mermaid" and (shape := shape_of(line)):
            yield Bone(number, f"line of diagram {shape!r}")


def shape_of(line: str) -> str:
    """A line of Mermaid without its words: what is drawn, not what is written on it."""
    line = line.strip()
    if line.startswith("%%"):
        return ""
    if keyword := re.match(r"(accTitle|accDescr|loop|alt|else|opt|par|and|break|critical)\b", line):
        return keyword[1]
    line = re.sub(r'"[^"]*"', '""', line)
    line = re.sub(r"^((?:participant|actor|state) \S+) as .*", r"\1 as", line)
    line = re.sub(r"(->>?|-->>?|-x|--x|-\)|--\)|Note [^:]*)([^:]*):.*$", r"\1\2:", line)
    line = re.sub(r"\|[^|]*\|", "||", line)
    line = re.sub(r"([-=.])\s[^-=>|]+\s([-=.]+>?)", r"\1 \2", line)
    return re.sub(r"([\[({<|/\\]+)[^\[\](){}]*([\])}>|/\\]+)", r"\1\2", line)


def _target(link: str, bare: str) -> str:
    return IN_A_LANGUAGE.sub("…", link or bare)


def first_difference(one: Source, other: Source) -> str:
    """Where two pages part, and what to do; empty if they do not."""
    ones, others = skeleton(one), skeleton(other)
    here, there = ([bone.what for bone in bones] for bones in (ones, others))
    parts = SequenceMatcher(None, here, there, autojunk=False).get_opcodes()
    for kind, start, end, from_, to in parts:
        if kind != "equal":
            places = [_place(one, ones, start, end), _place(other, others, from_, to)]
            return "\n".join([*places, "", ADVICE])
    return ""


def _place(page: Source, bones: list[Bone], start: int, end: int) -> str:
    """What one page has there, or that it has nothing."""
    if start < end:
        return f"{page.name}:{bones[start].line}: {_in_both(bones[start].what)}"
    line = bones[start].line if start < len(bones) else page.length
    return f"{page.name}:{line}: manque ici · missing here"


def _in_both(what: str) -> str:
    """A bone, its kind in French too."""
    kind = next(kind for kind in KINDS if what.startswith(kind))
    return f"{KINDS[kind]} · {what}"


KINDS = {
    "front matter": "en-tête",
    "heading": "titre",
    "admonition": "encadré",
    "tab": "onglet",
    "table row": "ligne de tableau",
    "block of code": "bloc de code",
    "include": "inclusion",
    "line of code": "ligne de code",
    "line of diagram": "ligne de diagramme",
    "link": "lien",
}
ADVICE = in_both(
    "Les deux langues ont la même charpente (titres et identifiants, programmes, diagrammes, "
    "encadrés,\n    tableaux, liens) : faites le même changement dans l'autre page, ou "
    "défaites-le.",
    "Both languages have the same frame (headings and ids, programs, diagrams, boxes, tables, "
    "links):\n    make the same change in the other page, or undo it.",
)
