"""What the build tells the service worker is true; and first visits are light."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from hooks.offline import started
from tests.site.built import Built, Place, read
from tools.shipping.rename import digest

BUDGET = 1_300_000  # bytes, compressed: half of what an ordinary web page weighs


@pytest.fixture(scope="module")
def told(site: Path) -> dict[str, Any]:
    """The first line of the service worker."""
    line = (site / "sw.js").read_text("utf8").partition("\n")[0]
    found: dict[str, Any] = json.loads(line.removeprefix("const SITE = ").removesuffix(";"))
    return found


def asked_for(page: Built) -> list[Place]:
    """What a page asks its host for, with the line."""
    return [(line, link) for line, link in page.loaded if not link.startswith("data:")]


def test_every_hash_is_true(site: Path, told: dict[str, Any]) -> None:
    files = told["now"] | told["later"]
    assert {path: digest((site / path).read_bytes()) for path in files} == files


def test_every_page_is_kept_with_all_that_it_loads(site: Path, told: dict[str, Any]) -> None:
    for page in read(site):
        if page.path.name == "404.html":
            continue
        assert page.name in told["now"]
        for line, link in asked_for(page):
            path = (page.path.parent / link.partition("?")[0]).resolve().relative_to(site.resolve())
            assert path.as_posix() in told["now"], f"{page.name}:{line}"


def test_python_is_not_fetched_ahead(told: dict[str, Any]) -> None:
    heavy = re.compile(r"\.(wasm|zip|whl|gz|pyz|ipynb)$")
    assert not [path for path in told["now"] if heavy.search(path)]
    assert [path for path in told["later"] if path.endswith(".asm.wasm")]


def test_what_is_fetched_ahead_is_light(site: Path, told: dict[str, Any]) -> None:
    """Compressed as a host does, each content once."""
    contents = {name: path for path, name in told["now"].items()}
    size = sum(len(gzip.compress((site / path).read_bytes(), 6)) for path in contents.values())
    assert 100_000 < size < BUDGET, f"{size / 1e6:.2f} MB"


def test_what_a_page_loads_carries_its_hash(site: Path) -> None:
    """So that a page never meets the style sheet of another version."""
    for page in read(site):
        for line, link in asked_for(page):
            named = re.search(r"assets/[\w-]+\.([0-9a-f]{16})\.\w+$", link)
            assert named, f"{page.name}:{line}: {link} has no hash in its name"
            path = site / named[0]
            assert digest(path.read_bytes()) == named[1], f"{page.name}:{line}: {link} lies"


def test_what_hosts_read_is_not_kept(told: dict[str, Any]) -> None:
    files = told["now"] | told["later"]
    assert not [path for path in files if re.search(r"404\.html|_headers|\.br$", path)]
    assert all(path.startswith("assets/lab/") for path in files if path.endswith(".gz"))


def test_script_is_found_from_each_language() -> None:
    script = '<script defer src="{}assets/javascripts/offline.js"></script></head>'
    assert started("<head></head>", "") == f"<head>{script.format('')}"
    assert started("<head></head>", "en/") == f"<head>{script.format('../')}"
