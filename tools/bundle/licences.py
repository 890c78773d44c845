"""What others wrote is published with their licences, as these ask: one text beside lab.pyz."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tools.bundle import fetched, inputs, parts

NAME = "licences.txt"
HEAD = """\
The programs of this site run in the page thanks to the work of others, published here with it.
Where the text of a licence is not below, its name and its place are.

CPython and its standard library, in Pyodide
Python Software Foundation License Version 2: https://docs.python.org/3/license.html
"""
LICENCE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.I)
RULE = "\n" + "-" * 72 + "\n\n"


def text() -> bytes:
    """All of them, one after the other."""
    return RULE.join([HEAD, *_of_npm(), *_of_wheels()]).encode()


def _of_wheels() -> Iterator[str]:
    for name, wheel in sorted(fetched.wheels().items()):
        files = parts.unzipped(wheel)
        texts = [files[file].decode() for file in sorted(files) if LICENCE.search(file)]
        yield _told(name, inputs.version(name), f"https://pypi.org/project/{name}/", texts)


def _of_npm() -> Iterator[str]:
    """Those of the lock that are published, not those that only make the bundle."""
    lock = json.loads((inputs.PAGE / "package-lock.json").read_text("utf8"))
    for path, each in sorted(lock["packages"].items()):
        if path and not each.get("dev") and not each.get("optional"):
            name, folder = path.removeprefix("node_modules/"), inputs.PAGE / path
            place = f"https://www.npmjs.com/package/{name} ({each.get('license')})"
            yield _told(name, each["version"], place, list(_texts(folder)))


def _texts(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*")):
        if LICENCE.search(file.name):
            yield file.read_text("utf8")


def _told(name: str, version: str, place: str, texts: list[str]) -> str:
    return "\n".join([f"{name} {version}", place, "", *texts])
