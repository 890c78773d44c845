"""Contributors edit docs/failures.toml without running anything: what is wrong with it is said by
the build, with the entry's name and what to do. This is no hook: hooks/atlas.py shows the data."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from mkdocs.exceptions import PluginError

from lab.world.breaks import BREAKS

WHY = "snippets/failures/why.py"
VERDICT = re.compile(r"[0-7]|[0-7]( [0-7])* slow|none")
Table = dict[str, Any]


class BadEntry(Exception):
    """What is wrong with an entry, and what to do."""


def load(text: str) -> tuple[list[Table], Table]:
    """The failures, each with its id, phase, cause and command; and what browsers say.

    PluginError names the entry that is wrong and says what to do.
    """
    name = "the whole file"
    try:
        data = tomllib.loads(text)
        entries: list[Table] = []
        for entry in data.get("failure", []):
            name = entry.get("break") or entry.get("id") or f"entry {len(entries) + 1}"
            entries.append(completed(entry, name, data.get("browser", {})))
        name = "the whole file"
        check_names([entry["id"] for entry in entries])
    except (BadEntry, tomllib.TOMLDecodeError) as error:
        raise PluginError(f"docs/failures.toml: {name}: {error}") from error
    return entries, data.get("browser", {})


def completed(entry: Table, name: str, browsers: Table) -> Table:
    """The entry with what the lab knows of its break. BadEntry if it says too little."""
    if "break" in entry:
        known = next((each for each in BREAKS if each.name == name), None)
        if not known:
            raise BadEntry("no such break in lab/world/breaks/: mend its name, or drop the entry")
        cause = {"fr": known.french, "en": known.english}
        entry = {**entry, "id": name, "phase": known.phase, "cause": cause}
    for key in ("id", "phase", "cause", "symptom", "verdict"):
        if key not in entry:
            raise BadEntry(f"`{key}` is missing: write it")
    for key in ("cause", "symptom", "note"):
        if key in entry and (not isinstance(entry[key], dict) or set(entry[key]) != {"fr", "en"}):
            raise BadEntry(f"write {key}.fr and {key}.en, and nothing else of {key}")
    if entry.get("browser") not in (None, *browsers):
        raise BadEntry(f"there is no [browser.{entry['browser']}]: write it, or mend the name")
    if not VERDICT.fullmatch(str(entry["verdict"])):
        raise BadEntry('verdict is a phase, "0" to "7", or "4 6 slow" if they only are, or "none"')
    return {**entry, "command": command(entry, entry.get("program", WHY))}


def command(entry: Table, program: str) -> str:
    """What provokes the failure in a program."""
    broken = f"--break {entry['break']} " if "break" in entry else ""
    url = entry.get("url", "") if program == WHY else ""
    quoted = f'"{url}"' if " " in url else url
    return f"python -m lab run {broken}{program} {quoted}".rstrip()


def check_names(names: list[str]) -> None:
    """Each break once. BadEntry if not."""
    if missing := [each.name for each in BREAKS if each.name not in names]:
        raise BadEntry(f"nothing about {', '.join(missing)}: write an entry for each")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadEntry(f"two entries for {', '.join(twice)}: keep one")
