"""A kind maintainer asks nobody for a second language when a letter was wrong: which changes of a
text are mends, that change what is written and not what is said.

It is guessed without a dictionary, and on the safe side where letters weigh: acronyms (HTTP,
HTTPS), numbers, short words (now, not) and first letters (secure, insecure) are never mended in
silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
WEIGHTY = re.compile(
    r"`[^`]*`|\]\([^)]*\)|\{[^}]*\}|^ *(?:#|!!!|\?\?\?|```|--8<--).*|<[^>]*>", re.M
)
NEAR = 2  # letters: an agreement, an accent, two letters in the wrong order
SHORT = 3
AGREEING = {"le", "la", "les", "un", "une", "de", "des", "du", "ce", "cet", "ces", "son", "sa",
            "ses", "au", "aux"}  # fmt: skip


def is_mend(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether only spelling, spaces or punctuation differ: each word is there, or nearly."""
    old, new = (WORD.findall(" ".join(lines)) for lines in (before, after))
    same = "".join(old) == "".join(new) or (len(old) == len(new) and all(map(near, old, new)))
    return same and code(before) == code(after)


def code(lines: Sequence[str]) -> list[str]:
    """What no letter of may change: code, the marks of headings and blocks, where links lead."""
    return WEIGHTY.findall("\n".join(lines))


def near(one: str, other: str) -> bool:
    """Whether two words may be one, misspelt."""
    if re.search(r"\d|[A-Z]{2}", one + other):
        return one == other
    one, other = one.casefold(), other.casefold()
    if plain(one) == plain(other) or {one, other} <= AGREEING:
        return True
    if min(len(one), len(other)) <= SHORT:
        return sorted(one) == sorted(other)
    return one[0] == other[0] and distance(one, other) <= NEAR


def plain(word: str) -> str:
    """The word without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def distance(one: str, other: str) -> int:
    """How many letters to put in, take out, replace or swap."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 < j and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
