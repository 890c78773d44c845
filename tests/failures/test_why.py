"""Each failure of the atlas is provoked: why.py names its phase, Python raises what is said."""

from __future__ import annotations

import re
from functools import cache

import pytest

from hooks.atlas import DATA
from hooks.failures import WHY, command, load
from tests.lab.running import lab

ENTRIES, _ = load(DATA.read_text("utf8"))
FAILED = re.compile(r"^Phase (\d) .*(?:failed|leads elsewhere): [^\n]+\.$", re.M)
SLOW = re.compile(r"^(\d) .* <- slow$", re.M)
every_failure = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])


@cache
def printed(line: str) -> str:
    """All that a command of the atlas prints."""
    words = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', line)]
    assert words[:3] == ["python", "-m", "lab"]
    ran = lab(*words[3:])
    assert "Traceback" not in ran.stderr, ran.stderr
    assert "lab: " not in ran.stderr, ran.stderr
    return ran.stdout + ran.stderr


def verdict(output: str) -> str:
    """What why.py found, in the words of the data."""
    if failed := FAILED.search(output):
        return failed[1]
    assert "Nothing failed." in output
    slow = SLOW.findall(output)
    return f"{' '.join(slow)} slow" if slow else "none"


@every_failure
def test_why_names_the_phase(entry: dict[str, str]) -> None:
    assert verdict(printed(command(entry, WHY))) == entry["verdict"]


@every_failure
def test_what_is_raised_is_what_is_said(entry: dict[str, str]) -> None:
    said = printed(entry["command"])
    assert entry.get("exception", "") in said
    if entry["command"] == command(entry, WHY) and "exception" not in entry:
        assert not re.search(r"^\w+Error: ", said, re.M)


@every_failure
def test_what_is_failed_at_is_the_phase_of_the_break(entry: dict[str, str]) -> None:
    """Where why.py sees it elsewhere, the card says why."""
    here = entry["verdict"] == "none" or str(entry["phase"]) in entry["verdict"]
    assert here or "note" in entry, "say in `note` why the phase is not that of the break"


def test_nothing_fails_unbroken() -> None:
    assert verdict(printed(f"python -m lab run {WHY}")) == "none"
    assert verdict(printed(f"python -m lab run {WHY} https://www.example.com/")) == "none"


@pytest.mark.parametrize(
    "entry", [entry for entry in ENTRIES if "program" in entry], ids=lambda entry: entry["id"]
)
def test_a_break_changes_the_program_that_shows_it(entry: dict[str, str]) -> None:
    whole = printed(f"python -m lab run --trace {entry['program']}")
    broken = printed(entry["command"].replace("lab run", "lab run --trace"))
    assert broken != whole
