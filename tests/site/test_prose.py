"""Spelling in both languages, and the French terms that the site has chosen."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.site.sources import LANGUAGES, Source, beside, pages
from tests.site.spelling import HERE, our_words, suggestion, unknown
from tests.telling import expect_none

TEXTS = [(lang, page) for lang in LANGUAGES for page in [*pages(lang), *beside(lang)]]
TERMS = tomllib.loads((HERE / "forbidden.toml").read_text("utf8"))["term"]
QUOTED = re.compile(r"«[^»]{1,40}»")


@pytest.mark.parametrize(("language", "page"), TEXTS, ids=lambda value: getattr(value, "name", ""))
def test_spelling(language: str, page: Source) -> None:
    other = "en" if language == "fr" else "fr"
    foreign = f'<i lang="{other}">…</i>'
    expect_none(
        (
            f"{page.name}:{n}: {suggestion(word, language)}"
            for n, line in page.prose()
            for word in unknown(line, language)
        ),
        "Aucun dictionnaire n'a ce mot : corrigez-le. S'il est juste, écrivez-le en `code`, ou "
        f"{foreign} si c'est\n    l'autre langue ; si c'est un nom ou un mot du métier, ajoutez-le "
        "à tests/site/words.txt, à sa place.",
        "No dictionary has this word: mend it. If it is right, write it as `code`, or as "
        f"{foreign}\n    if it is in the other language; if it is a name or a term of the trade, "
        "add it to tests/site/words.txt,\n    in its place.",
    )


def test_words_are_in_order_and_needed() -> None:
    words = [w for w in (HERE / "words.txt").read_text("utf8").splitlines() if w[:1] != "#"]
    assert words == sorted(set(words), key=lambda word: (word.casefold(), word))
    text = "\n".join(line for _, page in TEXTS for _, line in page.prose())
    unused = [word for word in words if not re.search(rf"\b{re.escape(word)}\b", text, re.I)]
    assert not unused, "in tests/site/words.txt, but in no page"


@pytest.mark.parametrize("page", [p for lang, p in TEXTS if lang == "fr"], ids=lambda p: p.name)
def test_french_terms(page: Source) -> None:
    expect_none(
        (f"{page.name}:{n}: {said}" for n, line in page.prose() for said in forbidden(line)),
        "Une notion, un mot : celui de tests/site/forbidden.toml. Pour citer l'autre mot, "
        "mettez-le « ainsi ».",
        "One notion, one word: that of tests/site/forbidden.toml. To quote the other word, write "
        "it « so ».",
    )


def forbidden(line: str) -> list[str]:
    """What to write instead of the terms of a line that the site does not use, and why."""
    line = QUOTED.sub("", line).lower()
    return [
        f"« {found[0]} » : écrire « {term['instead']} » ({term['why']})"
        for term in TERMS
        if (found := re.search(rf"(?<![\w-])(?:{term['pattern'].lower()})(?![\w-])", line))
    ]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Le résolveur n'a pas trouvé l'adresse : aujourd’hui, c'est fini.", "fr", []),
        ("Le résolveurr demande a l'hotte", "fr", ["résolveurr"]),
        ("The resolver's cache, TCP, 404s, a half-closed URL.", "en", []),
        ("The adress of a teh-server", "en", ["adress", "teh-server"]),
    ],
)
def test_dictionaries(text: str, language: str, words: list[str]) -> None:
    assert list(unknown(text, language)) == words


@pytest.mark.parametrize(
    ("word", "language", "first"),
    [("servuer", "fr", "serveur"), ("adress", "en", "address"), ("resolverr", "en", "resolver")],
)
def test_suggestion(word: str, language: str, first: str) -> None:
    assert first in suggestion(word, language).partition(" → ")[2].removesuffix(" ?").split(", ")


def test_prose_leaves_code_and_english_out(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(
        "---\ndescription: Un titre\nphase: 1\n---\n# Titre {#some-id}\n"
        'Un `gethostbyname`, un [lien](there.md#thing), <i lang="en">stub resolver</i>.\n'
        "```mermaid\nflowchart LR\n  a(Client) -->|oui| b\n  accTitle: Une carte\n```\n",
        "utf8",
    )
    text = " ".join(line for _, line in Source(path, tmp_path).prose())
    assert text.split() == ["Un", "titre", "#", "Titre", "Un", ",", "un", "[lien", ",", ".",
                            "oui", "Une", "carte"]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["Un code de statut", "la poignée de main à trois", "il est CRYPTÉ"]
)
def test_forbidden_term_is_found(line: str) -> None:
    assert forbidden(line)


@pytest.mark.parametrize("line", ["On dit aussi « code de statut ».", "un code d'état", "Ta-tata"])
def test_free_term_is_not(line: str) -> None:
    assert not forbidden(line)


def test_our_words_are_loaded() -> None:
    assert "" not in our_words()
