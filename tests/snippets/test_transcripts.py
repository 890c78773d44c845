"""A transcript is what its command prints now, and readers of both languages see it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.includes import ROOT, included
from tests.telling import expect, in_both
from tools import transcripts

SNIPPETS = sorted((ROOT / "snippets").glob("*/*.py"))
TRANSCRIPTS = transcripts.transcripts()
LANGUAGES = ("fr", "en")
OUT_OF_DATE = in_both(
    "Le programme n'affiche plus ce que montre ce fichier. Voulu ? Lancez `make update`, relisez, "
    "envoyez ;\n    ou, dans votre navigateur, ôtez de ce fichier les lignes - et mettez-y les "
    "lignes +, que voici.",
    "The program does not print any more what this file shows. On purpose? Run `make update`, read "
    "it, send it;\n    or, in your browser, take the - lines out of this file and put in the + "
    "lines below.",
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=name)
def test_transcript_is_what_its_command_prints(path: Path) -> None:
    changed = transcripts.difference(path, transcripts.rewritten(path))
    expect(not changed, told(name(path), changed))


def told(path: str, changed: str) -> str:
    """Where a transcript is not what its command prints, and what to do."""
    hunk = re.search(r"^@@ -(\d+).*\n((?: .*\n)*)(.*)", changed, re.M)
    line = int(hunk[1]) + hunk[2].count("\n") if hunk else 1
    return f"{path}:{line}: {hunk[3] if hunk else '…'}\n\n{OUT_OF_DATE}\n\n{changed}"


def test_out_of_date_is_told_with_its_line() -> None:
    said = told("a.out", transcripts.compared("a.out", "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n"))
    assert said.startswith("a.out:6: -6\n\nFR  ") and said.endswith("\n 5\n-6")


@pytest.mark.parametrize("snippet", SNIPPETS, ids=name)
def test_snippet_has_a_transcript(snippet: Path) -> None:
    expect(
        snippet.with_suffix(".out").exists() or snippet.with_suffix(".svg").exists(),
        f"{name(snippet)} has no transcript: write its first line, `$ python -m lab run "
        f"{name(snippet)}`, in {name(snippet.with_suffix('.out'))}, and run `make update`",
    )


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=name)
def test_transcript_runs_a_snippet_of_its_own_folder(path: Path) -> None:
    """`resolve.nxdomain.out` comes from `resolve.py`, run with `--break nxdomain`.

    Without `--break`, `split.mistakes.out` comes from `split.py`, run with arguments.
    """
    for command in transcripts.commands(path):
        words = command.split()
        programs = [ROOT / word for word in words if word.endswith(".py")]
        own = all(program.exists() and program.parent == path.parent for program in programs)
        expect(programs and own, f"{name(path)}: `{command}` runs no program of this folder")
        if path.suffix == ".out":
            stem, *broken = path.stem.split(".")
            expect(programs[0].stem == stem, f"{name(path)} is not the transcript of {stem}.py")
            otherwise = "--break" in words or not words[-1].endswith(".py")
            expect(not broken or otherwise, f"{name(path)}: nothing is broken, nothing is asked")
            same = "--break" not in words or set(broken) <= set(words)
            expect(same, f"{name(path)}: broken otherwise: {command}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*SNIPPETS, *TRANSCRIPTS], ids=name)
def test_shown(path: Path, language: str) -> None:
    expect(
        name(path) in included(language),
        f'no page of docs/{language} shows {name(path)}: include it, `--8<-- "{name(path)}"`, or '
        "delete it",
    )
