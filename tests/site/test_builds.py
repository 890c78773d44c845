"""The site can be built; and if not, whoever broke it reads where, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from tests.building import explained
from tests.telling import expect, notes_beside

LOG = """\
INFO    -  Building documentation to directory: /x
WARNING -  The following pages exist in the docs directory, but are not included in the "nav" configuration:
  - new.md
WARNING -  Doc file 'dns.md' contains a link 'cache.md', but the target is not found among documentation files.
INFO    -  Documentation built in 1.00 seconds
INFO    -  Building en
WARNING -  Doc file 'dns.md' contains a link 'tcp.md#x', but the doc 'tcp.md' does not contain an anchor '#x'.
WARNING -  en/dns.md: diagram not drawn: A way. Run: make diagrams

Aborted with 4 warnings in strict mode!
"""  # noqa: E501


class Build(Protocol):
    """What the fixture of that name gives."""

    log: str


def test_the_site_can_be_built(build: Build) -> None:
    expect(not build.log, explained(build.log))


@pytest.fixture
def told(tmp_path: Path) -> str:
    for name, text in {
        "fr/new.md": "---\nphase: 1\n---\n# Neuve {#new}\n",
        "fr/dns.md": "# Noms {#names}\n\n[le cache](cache.md)\n",
        "en/dns.md": "# Names {#names}\n[there](tcp.md#x)\n\n  accTitle: A way\n",
    }.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")
    return explained(LOG, tmp_path)


@pytest.mark.parametrize(
    ("place", "advice"),
    [
        ("docs/fr/new.md:4: nav", "FR  Aucun menu"),
        ("docs/fr/dns.md:3: cache.md", "FR  Ce lien ne mène nulle part"),
        ("docs/en/dns.md:2: tcp.md#x", "FR  Ce lien ne mène nulle part"),
        ("docs/en/dns.md:4: A way", "FR  Ce diagramme n'est pas encore dessiné"),
    ],
)
def test_place_is_named_with_what_to_do(told: str, place: str, advice: str) -> None:
    lines = told.splitlines()
    after = lines[lines.index(place) :]
    assert next(line for line in after if line.startswith("FR  ")).startswith(advice)
    assert told.count("EN  This link leads nowhere") == 1


def test_what_is_not_known_is_shown_as_it_is() -> None:
    assert explained("Traceback\nBoom") == "Traceback\nBoom"
    assert explained("WARNING -  Strange\n  and long\n\nAborted") == "Strange\n  and long"


def test_findings_are_shown_beside_their_lines(told: str) -> None:
    shown = list(notes_beside(told))
    assert len(shown) == 4
    assert shown[0].startswith("::error file=docs/fr/new.md,line=4::nav%0AFR  Aucun menu")
    assert all("%0AEN  " in line and "\n" not in line for line in shown)


def test_signs_of_commands_are_escaped() -> None:
    assert list(notes_beside("a.md:1: 5 %")) == ["::error file=a.md,line=1::5 %25"]
