"""What a change owes to the other language, tried in repositories made for it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import twins
from tools.mends import is_mend

FRENCH = (
    "# Le nom {#name}\nUn début.\n## La réponse {#answer}\nLe résolveur garde la réponce 60 s.\n"
)
ENGLISH = (
    "# The name {#name}\nA start.\nMore.\n## The answer {#answer}\nThe resolver keeps it 60 s.\n"
)
PATHS = {"docs/fr/dns.md": FRENCH, "docs/en/dns.md": ENGLISH, "README.fr.md": "# A\n\n## B\nun\n",
         "README.md": "# A\n## B\none\n", "docs/glossary.toml": "x = 1\n"}  # fmt: skip


class Repository:
    """One with both languages, on a branch that left `main`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch", "main")
        self.commit("Start", **PATHS)
        self.git("switch", "--quiet", "--create", "change")

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
        subprocess.run(["git", *who, *arguments], cwd=self.folder, check=True)

    def commit(self, message: str, **files: str) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "CHANGE_TEXT"):
        monkeypatch.delenv(name, raising=False)
    return Repository(tmp_path)


def test_forgotten_twin_is_named(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With both files, both lines, what changed, and what to do, in both languages."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    repository.commit("Later", **{"docs/fr/dns.md": FRENCH.replace("60 s", "300 s")})
    assert twins.main("main") == 1
    said = capsys.readouterr().out
    assert said.startswith("docs/fr/dns.md:4 -> docs/en/dns.md:5\n    - Le résolveur")
    assert "    + Le résolveur garde la réponce 300 s.\n" in said
    assert said.index("FR  Les deux langues") < said.index("EN  Both languages")
    assert "\n::error file=docs/fr/dns.md,line=4::FR  " in said


def test_long_paragraph_is_shortened() -> None:
    """To where it changed, with what is around."""
    before, after = f"{'a ' * 50}old{' b' * 50}", f"{'a ' * 50}quite new{' b' * 50}"
    sides = f"…{'a ' * 20}", f"{' b' * 20}…"
    assert twins.shortened(before, after) == ("old".join(sides), "quite new".join(sides))
    assert twins.shortened("", "A sentence.") == ("", "A sentence.")
    assert " […] " in twins.shortened("", "word " * 99)[1]


@pytest.mark.parametrize(
    "files",
    [
        {"docs/fr/dns.md": FRENCH.replace("réponce", "réponse")},
        {"docs/fr/dns.md": FRENCH.replace("60", "9"), "docs/en/dns.md": ENGLISH.replace("60", "9")},
        {"docs/fr/dns.md": FRENCH.replace("Un début.", "Un  début !")},
        {"docs/glossary.toml": "x = 2\n"},
    ],
)
def test_nothing_is_asked_for(repository: Repository, files: dict[str, str]) -> None:
    """Of a mend, of a change of both, of what has no twin."""
    repository.commit("Change", **files)
    assert twins.main("main") == 0


@pytest.mark.parametrize("name", ["docs/fr/tls.md", "docs/en/tls.md"])
def test_new_page_has_no_twin(repository: Repository, name: str) -> None:
    repository.commit("New", **{name: "# Page {#page}\nWords.\n"})
    assert [(one.path, one.twin_line) for one in twins.forgotten("main")] == [(name, 1)]


def test_same_heading_by_its_rank(repository: Repository) -> None:
    """In files whose headings have no ids."""
    repository.commit("Say more", **{"README.fr.md": "# A\n\n## B\nun\nUne phrase de plus.\n"})
    [one] = twins.forgotten("main")
    assert (one.change.line, one.twin) == (5, "README.md")
    assert one.twin_line == 3  # the last of a shorter section


def test_what_main_did_meanwhile_is_not_ours(repository: Repository) -> None:
    repository.git("switch", "--quiet", "main")
    repository.commit("Theirs", **{"docs/en/dns.md": ENGLISH.replace("A start.", "Other words.")})
    repository.git("switch", "--quiet", "change")
    repository.commit("Ours", **{"docs/fr/dns.md": FRENCH.replace("60", "300")})
    assert [one.path for one in twins.forgotten("main")] == ["docs/fr/dns.md"]


@pytest.mark.parametrize(
    ("told", "enough"),
    [
        ("Une seule langue : l'anglais le dit déjà", True),
        ("Words.\n\n- one language: the English page says so already", True),
        ("Une seule langue\u00a0: « dit » se lisait mal", True),
        ("Une seule langue :\n", False),
        ("This is in one language", False),
    ],
)
def test_reason_is_given(
    repository: Repository, told: str, enough: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the pull request's text, or in a commit's message."""
    changed = {"docs/fr/dns.md": FRENCH.replace("Un début.", "Une autre phrase.")}
    repository.commit("Say it otherwise", **changed)
    monkeypatch.setenv("CHANGE_TEXT", told)
    assert (twins.main("main") == 0) is enough
    monkeypatch.delenv("CHANGE_TEXT")
    repository.commit(f"Once more\n\n{told}", **{"docs/glossary.toml": "x = 3\n"})
    assert (twins.main("main") == 0) is enough


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("une réponce courte", "une réponse courte"),
        ("Teh client", "The client"),
        ("le adresse", "la adresse"),
        ("il repond a tous", "il répond à tous"),
        ("chaque messages arrivent", "chaque message arrive"),
        ("un mot,puis un autre", "un mot, puis un autre"),
        ("trop de-mots", "trop de mots"),
    ],
)
def test_mend(before: str, after: str) -> None:
    assert is_mend([before], [after])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("it is now sent", "it is not sent"),
        ("it is sent", "it is not sent"),
        ("over HTTP", "over HTTPS"),
        ("a secure name", "a insecure name"),
        ("in 80 ms", "in 81 ms"),
        ("type `A`", "type `B`"),
        ("[here](dns.md#name)", "[here](dns.md#nama)"),
        ("# Title {#name}", "## Title {#name}"),
        ("", "A new sentence."),
    ],
)
def test_change_of_sense(before: str, after: str) -> None:
    assert not is_mend([before], [after])
