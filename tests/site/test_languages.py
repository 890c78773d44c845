"""French and English change together: same pages, same frame."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.includes import ROOT
from tests.site.skeleton import first_difference, shape_of, skeleton
from tests.site.sources import Source

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
        assert path.exists(), f"docs/{path.parent.name} lacks {name}: write it, as {other} is"
    difference = first_difference(Source(french), Source(english))
    if difference:
        pytest.fail(difference, pytrace=False)


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
    assert "ends without it" in first_difference(*pair(tmp_path, shorter))


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
