"""A change said in one language alone leaves the other one behind, and no comparison of the two
pages can see it: only the change itself shows it. So this reads the change, not the pages.

    python -m tools.twins BASE      what changed since it left BASE; 1 if a twin was forgotten

A mend of the spelling, or of what is not words, needs no twin. A change that is right in one
language only says so, in the pull request's text (the variable CHANGE_TEXT) or in a commit's
message: a line `Une seule langue : la raison`, or `One language: the reason`. Nothing but Python
and git is needed, so that the answer comes in a few seconds.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

from tools.mends import is_mend

ROOT = Path(__file__).resolve().parent.parent
PAGE = re.compile(r"docs/(?P<here>fr|en)/(?P<page>.+\.md)")
BESIDE = re.compile(r"(?P<name>README|CONTRIBUTING)(?P<french>\.fr)?\.md")
HUNK = re.compile(
    r"^@@ -\d+(?:,\d+)? \+(?P<start>\d+)(?:,\d+)? @@.*\n(?P<lines>(?:[-+\\].*\n)+)", re.M
)
HEADING = re.compile(r"^#+ (?:.*\{ *#([\w-]+))?")
ALONE = re.compile(
    r"^[ \t>*-]*(?:une seule langue|one language)[ \u00a0\u202f]*:[ \t\u00a0\u202f]*[^\s]",
    re.I | re.M,
)
NEAR = 40  # signs
ADVICE = """\
FR  Les deux langues changent ensemble. Ouvrez le fichier nommé après la flèche, à la ligne donnée,
    et dites-y la même chose, à votre façon, dans cette même demande. Vous n'écrivez pas cette
    langue ? Dites-le dans la demande : quelqu'un l'écrira. Si l'autre langue n'a rien à changer,
    ajoutez au texte de la demande (ou d'un commit) : « Une seule langue : la raison ».
EN  Both languages change together. Open the file named after the arrow, at the line given, and say
    the same there, in your own way, in this same pull request. You do not write that language? Say
    so in the pull request: someone will write it. If the other language has nothing to change, add
    to the text of the pull request (or of a commit): “One language: the reason”."""


class Change(NamedTuple):
    """Lines that another version has otherwise; `line` is where, in the file as it is now."""

    line: int
    before: list[str]
    after: list[str]


class Forgotten(NamedTuple):
    """A file that changed, where, and its twin that did not."""

    path: str
    change: Change
    twin: str
    twin_line: int


def twin(path: str) -> str:
    """The same file in the other language; empty if it has none."""
    if page := PAGE.fullmatch(path):
        return f"docs/{'en' if page['here'] == 'fr' else 'fr'}/{page['page']}"
    if beside := BESIDE.fullmatch(path):
        return f"{beside['name']}{'' if beside['french'] else '.fr'}.md"
    return ""


def git(*arguments: str) -> str:
    """What git prints. CalledProcessError if it fails."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf8").stdout


def changes(base: str, path: str) -> list[Change]:
    """What changed in a file."""
    text = git("diff", "--unified=0", "--no-color", "--no-ext-diff", f"{base}...HEAD", "--", path)
    return [_change(hunk) for hunk in HUNK.finditer(text + "\n")]


def _change(hunk: re.Match[str]) -> Change:
    lines = hunk["lines"].splitlines()
    before, after = ([line[1:] for line in lines if line[0] == mark] for mark in "-+")
    return Change(int(hunk["start"]), before, after)


def forgotten(base: str) -> Iterator[Forgotten]:
    """Each page whose words changed in one language alone, at the first such place."""
    names = git("diff", "--name-only", "--diff-filter=AMDR", f"{base}...HEAD").splitlines()
    for path in names:
        other = twin(path)
        if not other or other in names:
            continue
        said = [one for one in changes(base, path) if not is_mend(one.before, one.after)]
        for change in said[:1]:
            yield Forgotten(path, change, other, same_place(path, change.line, other))


def same_place(path: str, line: int, other: str) -> int:
    """Where the twin is likely to say it: as far under the same heading; 1 if it has not that one.

    A paragraph is a line, and both pages have the same frame.
    """
    start, name = max((found for found in headings(path) if found[0] <= line), default=(0, ""))
    places = [*headings(other), (len(lines_of(other)) + 1, "")]
    for (at, found), (after, _) in pairwise(places):
        if found == name:
            return min(at + line - start, after - 1)
    return 1


def lines_of(path: str) -> list[str]:
    """A file's lines; none if it is not there."""
    file = Path(path)
    return file.read_text("utf8").splitlines() if file.exists() else []


def headings(path: str) -> list[tuple[int, str]]:
    """The line of each heading, and its id, or else its rank; none if the file is not there."""
    found = [(at, HEADING.match(line)) for at, line in enumerate(lines_of(path), 1)]
    marks = [(at, heading[1]) for at, heading in found if heading]
    return [(at, name or str(rank)) for rank, (at, name) in enumerate(marks)]


def excused(base: str) -> bool:
    """Whether the change says that one language is enough, and why."""
    told = os.environ.get("CHANGE_TEXT", "") + "\n" + git("log", "--format=%B", f"{base}..HEAD")
    return ALONE.search(told) is not None


def told(one: Forgotten) -> str:
    """What changed, and where to say it too."""
    before, after = shortened(*(" ".join(lines) for lines in one.change[1:]))
    lines = [f"{one.path}:{one.change.line} -> {one.twin}:{one.twin_line}"]
    lines += [f"    {mark} {text}" for mark, text in (("-", before), ("+", after)) if text]
    return "\n".join(lines)


def shortened(before: str, after: str) -> tuple[str, str]:
    """Two versions of a paragraph, each where it is not the other, with a few words around."""
    start = alike(before, after)
    end = alike(before[start:][::-1], after[start:][::-1])
    return around(before, start, len(before) - end), around(after, start, len(after) - end)


def alike(one: str, other: str) -> int:
    """How many signs two texts begin with, the same."""
    return sum(
        1 for _ in takewhile(lambda signs: signs[0] == signs[1], zip(one, other, strict=False))
    )


def around(text: str, start: int, end: int) -> str:
    """A part of a text, and what is near it; the middle of a long one is left out."""
    start, end = max(start - NEAR, 0), min(end + NEAR, len(text))
    part = text[start:end]
    part = part if len(part) <= 4 * NEAR else f"{part[: 2 * NEAR]} […] {part[-2 * NEAR :]}"
    return ("…" if start else "") + part + ("…" if end < len(text) else "")


def annotation(one: Forgotten) -> str:
    """The same, where GitHub shows the change: beside the line."""
    said = f"FR  Dites-le aussi dans {one.twin}, ligne {one.twin_line}."
    also = f"EN  Say it in {one.twin} too, line {one.twin_line}."
    return f"::error file={one.path},line={max(one.change.line, 1)}::{said}%0A{also}"


def main(base: str) -> int:
    """0 if nothing was forgotten, or if the change says why; else 1."""
    found = list(forgotten(base))
    if not found:
        print("FR  Aucune langue n'est oubliée.\nEN  No language is forgotten.")
        return 0
    print("\n".join(map(told, found)), end="\n\n")
    if excused(base):
        print("FR  Une seule langue, et c'est dit.\nEN  One language, and it is said.")
        return 0
    print(ADVICE)
    if "GITHUB_ACTIONS" in os.environ:
        print("\n".join(map(annotation, found)))
    return 1


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(*sys.argv[1:2]) if sys.argv[1:2] else __doc__)
