"""Which words of a text are in no dictionary: Hunspell's, in French and English, and `words.txt`.

French is that of Dicollecte, kept in `hunspell/` since no small package brings it; English comes
with chunspell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hunspell import Hunspell

HERE = Path(__file__).parent
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
NEVER_CHECKED = re.compile(r"[A-Z0-9]{2,}s?|.*\d.*|[b-zA-Z]")  # acronyms, numbers, single letters


@cache
def dictionary(language: str) -> Hunspell:
    """Hunspell for a language: `fr` or `en`."""
    if language == "fr":
        return Hunspell("fr", hunspell_data_dir=str(HERE / "hunspell"))
    return Hunspell("en_US")


@cache
def our_words() -> frozenset[str]:
    """What `words.txt` adds to the dictionaries."""
    lines = (HERE / "words.txt").read_text("utf8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def unknown(text: str, language: str) -> Iterator[str]:
    """The words of `text` that are in no dictionary, in order."""
    for match in WORD.finditer(text):
        word = match[0].replace("’", "'")
        if not known(word, language):
            yield word


def known(word: str, language: str) -> bool:
    """Whether a word, or each of its parts if it is made of several, is in a dictionary."""
    if NEVER_CHECKED.fullmatch(word) or word in our_words() or word.lower() in our_words():
        return True
    if dictionary(language).spell(word):
        return True
    parts = re.split(r"['.-]", word)
    return len(parts) > 1 and all(known(part, language) for part in parts if part)


def suggestion(word: str, language: str) -> str:
    """The word, and what the dictionary would have written: `servuer → serveur ?`."""
    found = list(dictionary(language).suggest(word))[:3]
    return f"{word} → {', '.join(found)} ?" if found else word
