"""A test that anybody may meet says what is wrong and what to do, in both languages, and nothing
else. A finding is `file:line: what`; GitHub then shows it beside that line too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest

PLACE = re.compile(r"^(?P<file>[\w./-]+\.\w+):(?P<line>\d+): (?P<what>.+)$", re.M)
ADVICE = re.compile(r"^FR  .*(?:\n.+)*", re.M)
ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def expect(right: object, message: str) -> None:
    """Fail with these words alone, without a traceback, unless `right`."""
    if not right:
        pytest.fail(message, pytrace=False)


def expect_none(findings: Iterable[str], french: str, english: str) -> None:
    """Fail if there is a finding: each of them once, then what to do, in French and in English."""
    found = list(dict.fromkeys(findings))
    expect(not found, "\n".join([*found, "", in_both(french, english)]))


def in_both(french: str, english: str) -> str:
    """The same, for readers of either language."""
    return f"FR  {french}\nEN  {english}"


def notes_beside(message: str) -> Iterator[str]:
    """What makes GitHub show each finding of a message, and its advice, beside its line."""
    advice = ADVICE.search(message)
    for place in PLACE.finditer(message):
        said = escaped("\n".join([place["what"], advice[0] if advice else ""]).strip())
        yield f"::error file={place['file']},line={place['line']}::{said}"


def escaped(text: str) -> str:
    """The text, on the one line that a command to GitHub takes."""
    return re.sub("[%\r\n]", lambda sign: ESCAPED[sign[0]], text)
