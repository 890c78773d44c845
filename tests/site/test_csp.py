"""What `_headers` allows is what the pages need, and nothing else of their code runs."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.site.sent import policies, sent
from tools.shipping.strict import hashes

DATA = ("application/json", "application/ld+json")


class Inline(HTMLParser):
    """Notes in `found` what no hash can allow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag} {name}" for name, _ in attrs if name == "style" or name[:2] == "on"]
        self.found += [f"{tag} javascript:" for _, value in attrs if is_code(value)]


def is_code(value: str | None) -> bool:
    return bool(value and value.strip().lower().startswith("javascript:"))


def inline(html: str) -> list[str]:
    """What a page has of code in its attributes."""
    parser = Inline()
    parser.feed(html)
    return parser.found


@pytest.fixture(scope="module")
def text(site: Path) -> str:
    return (site / "_headers").read_text("utf8")


def test_no_attribute_holds_code(site: Path) -> None:
    for path in site.rglob("*.html"):
        found = inline(path.read_text("utf8"))
        assert not found, f"{path.relative_to(site)}: {found[0]} is code that no policy can allow"


def test_it_would_be_seen() -> None:
    assert len(inline('<p style="color: red" onclick="f()"><a href=" javascript:f()">')) == 3


def test_each_policy_allows_what_its_page_holds(site: Path, text: str) -> None:
    """Whether a host sends all policies of a path or the last one."""
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        scripts, styles = hashes(path.read_text("utf8"))
        for policy in policies(text, f"/{name}"):
            given = dict(part.split(" ", 1) for part in policy.split("; "))
            assert set(scripts) <= set(given["script-src"].split()), name
            assert set(styles) <= set(given["style-src"].split()), name


def test_only_pages_with_programs_may_compile(site: Path, text: str) -> None:
    """Under each name that a reader may ask for; any other path is a page that is not there."""
    seen = set()
    for path in site.rglob("*.html"):
        bare = f"/{path.relative_to(site).as_posix()}".removesuffix(".html")
        other = bare.removesuffix("index") if bare.endswith("/index") else bare
        runs = "data-lab=" in path.read_text("utf8")
        for url in (f"{bare}.html", other):
            last = policies(text, url)[-1]
            assert ("wasm" in last) == runs, url
        seen.add(runs)
    assert seen == {True, False}


def test_nothing_is_trusted_but_ours(text: str) -> None:
    [policy] = policies(text, "/none")
    assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-")
    assert "unsafe-inline" not in text and "'unsafe-eval'" not in text and "http" not in text


def test_what_has_its_hash_in_its_name_is_kept_for_ever(site: Path, text: str) -> None:
    found = [*site.glob("assets/*.*"), *site.glob("assets/lab/*"), *site.glob("*.html")]
    for path in (path for path in found if path.suffix not in (".br", ".gz")):
        name = path.relative_to(site).as_posix()
        kept = "immutable" in dict(sent(text, f"/{name}")).get("Cache-Control", "")
        assert kept == name.startswith("assets/"), name
