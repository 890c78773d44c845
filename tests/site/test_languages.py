"""French and English change together: same pages, same frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.includes import ROOT
from tests.site.skeleton import KINDS, first_difference, shape_of, skeleton
from tests.site.sources import Source
from tests.telling import expect, in_both

NAMES = sorted({p.name for p in (ROOT / "docs").glob("*/*.md")})
FRENCH = """\
---
description: Une page.
phase: 1
---
# La page {#page}
Voir [ceci](lab.md#why) et [le DNS](dns.md).

```mermaid
sequenceDiagram
  accTitle: Deux messages
  Client->>Serveur: une demande
```
??? question "Combien ?"
    ```python
    print(1)
    ```
"""
ENGLISH = """\
---
description: A page.
phase: 1
---
# The page {#page}
See [the DNS](dns.md) and [this](lab.md#why).

```mermaid
sequenceDiagram
  accTitle: Two messages
  Client->>Serveur: a request
```
??? question "How many?"
    ```python
    print(1)
    ```
"""


@pytest.mark.parametrize("name", NAMES)
def test_same_frame(name: str) -> None:
    french, english = (ROOT / "docs" / language / name for language in ("fr", "en"))
    for path, other in ((french, english), (english, french)):
        expect(path.exists(), lacking(path, other))
    difference = first_difference(Source(french), Source(english))
    if difference:
        pytest.fail(difference, pytrace=False)


def lacking(path: Path, other: Path) -> str:
    """What to say of a page that one language lacks."""
    one, two = (f"docs/{file.parent.name}/{file.name}" for file in (path, other))
    return f"{two}:1: ? {one}\n\n" + in_both(
        f"Cette page n'existe que dans une langue : écrivez aussi {one}, avec les mêmes titres et "
        "les mêmes\n    identifiants. Vous n'écrivez pas cette langue ? Dites-le dans votre "
        "demande : quelqu'un l'écrira.",
        f"This page is in one language only: write {one} too, with the same headings and ids.\n"
        "    You do not write that language? Say so in your pull request: someone will write it.",
    )


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING"])
def test_same_frame_beside(name: str) -> None:
    """These carry no ids, and each links to the other: only headings, code and tables count."""
    french, english = (counted(ROOT / f"{name}{suffix}.md") for suffix in (".fr", ""))
    assert french == english


def counted(path: Path) -> list[str]:
    kinds = ("heading", "block", "line of code", "table")
    return [bone.what for bone in skeleton(Source(path)) if bone.what.startswith(kinds)]


def pair(folder: Path, english: str) -> tuple[Source, Source]:
    texts = {"fr.md": FRENCH, "en.md": english}
    sources = []
    for name, text in texts.items():
        path = folder / name
        path.write_text(text, "utf8")
        sources.append(Source(path, folder))
    return sources[0], sources[1]


def test_prose_may_differ(tmp_path: Path) -> None:
    assert first_difference(*pair(tmp_path, ENGLISH)) == ""


@pytest.mark.parametrize(
    ("here", "there", "line"),
    [
        ("phase: 1", "phase: 2", 1),
        ("{#page}", "{#other}", 5),
        ("# The", "## The", 5),
        ("dns.md", "request.md", 6),
        ("lab.md#why", "lab.md", 6),
        ("Client->>Serveur", "Client-->>Serveur", 11),
        ("???", "???+", 13),
        ("question", "break", 13),
        ("print(1)", "print(2)", 15),
        ("python", 'python title="x"', 14),
    ],
)
def test_frame_may_not_differ(here: str, there: str, line: int, tmp_path: Path) -> None:
    changed = ENGLISH.replace(here, there)
    assert f"en.md:{line}:" in first_difference(*pair(tmp_path, changed))


def test_missing_end(tmp_path: Path) -> None:
    shorter = ENGLISH.partition("???")[0]
    assert "en.md:12: manque ici · missing here" in first_difference(*pair(tmp_path, shorter))


def test_one_more_is_not_taken_for_another(tmp_path: Path) -> None:
    """What is new in one page is named, not what follows it in the other."""
    longer = ENGLISH.replace("```mermaid", "## More {#more}\n\n```mermaid")
    said = first_difference(*pair(tmp_path, longer))
    assert said.startswith(
        "fr.md:8: manque ici · missing here\nen.md:8: titre · heading ## {#more}"
    )


def test_lacking_page_is_asked_for(tmp_path: Path) -> None:
    said = lacking(tmp_path / "docs/en/x.md", tmp_path / "docs/fr/x.md")
    assert said.startswith("docs/fr/x.md:1: ") and said.count("docs/en/x.md") == 3


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_is_named_in_french(name: str) -> None:
    for page in (Source(ROOT / "docs" / language / name) for language in ("fr", "en")):
        assert all(bone.what.startswith(tuple(KINDS)) for bone in skeleton(page))


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("A->>B: demande ; puis", "A->>B: ask; then"),
        ("participant R as le résolveur", "participant R as the resolver"),
        ("Note over A,B: rien", "Note over A,B: nothing at all"),
        ("id1(Client - Navigateur)-->id2(DNS)", "id1(Client - Browser)-->id2(DNS)"),
        ("id2-- adresse IP -->id1", "id2-- IP address -->id1"),
        ("id1-->id3{{l'Internet}}-->id4[(Serveur)]", "id1-->id3{{the Internet}}-->id4[(Server)]"),
        ('a["Du texte (long)"] -->|"oui"| b', 'a["Text"] -->|"yes, sure"| b'),
        ("loop toutes les secondes", "loop each second"),
    ],
)
def test_words_of_a_diagram_may_differ(french: str, english: str) -> None:
    assert shape_of(french) == shape_of(english)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A->>B: x", "B->>A: x"),
        ("A->>B: x", "A-x B: x"),
        ("id1(x)-->id2(y)", "id1(x)-->id2[y]"),
        ("a --> b", "a -.-> b"),
        ("loop x", "opt x"),
    ],
)
def test_shape_of_a_diagram_may_not(one: str, other: str) -> None:
    assert shape_of(one) != shape_of(other)
