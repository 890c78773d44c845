"""The site as it is published: whole, in the right language, and sufficient to itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from hooks.search import NAMED, TEXTS
from tests.includes import ROOT
from tests.site.built import FOREIGN, Built, read, style_urls
from tests.site.sources import LANGUAGES, pages
from tests.telling import expect, expect_none

HOME = {"fr": "", "en": "en/"}
BREAKING = r"\w[ \n][;:!?»](?=[\s.,)]|$)|«[ \n]|\w'\w"
MISSING = r"\w[;!?»](?=[\s.,)]|$)|\w:(?=\s)|«(?!\u202f)"


@pytest.fixture(scope="session")
def built(site: Path) -> list[Built]:
    return read(site)


def test_every_page_is_there(site: Path) -> None:
    wanted = [(HOME[lang], page) for lang in LANGUAGES for page in pages(lang)]
    expect_none(
        (
            f"{page.name}:1: ? {home}{page.path.stem}.html"
            for home, page in wanted
            if not (site / home / f"{page.path.stem}.html").exists()
        ),
        "Cette page n'est pas dans le site : est-elle dans mkdocs.yml, sous `nav:` ?",
        "This page is not in the site: is it in mkdocs.yml, under `nav:`?",
    )


def test_language_title_and_description(built: list[Built]) -> None:
    for page in built:
        language = "en" if page.name.startswith("en/") else "fr"
        expect(page.lang == language, f"{page.name} says lang={page.lang!r}")
        expect(page.title.strip(), f"{page.name} has no title")
        assert page.name.endswith("404.html") or page.meta.get("description"), page.name
    titles = [page.title for page in built if not page.name.endswith("404.html")]
    expect(len(titles) == len(set(titles)), f"two pages have one title: {sorted(titles)}")


def test_links_arrive(built: list[Built], site: Path) -> None:
    """Every link inside the site leads to a file that exists, and to an id that exists in it."""
    ids = {page.path: set(page.ids) for page in built}
    base = urlsplit(canonical_root(built)).path
    for page in built:
        for line, link in page.links + page.loaded:
            address, fragment = urldefrag(link)
            if FOREIGN.match(address) or address.startswith(("mailto:", "data:")):
                continue
            target = landing(page.path, unquote(address.partition("?")[0]), site, base)
            expect(target.is_file(), f"{page.name}:{line}: {link} leads nowhere")
            if fragment and target in ids and fragment != "__search":
                expect(unquote(fragment) in ids[target], f"{page.name}:{line}: no id for {link}")


def landing(page: Path, address: str, site: Path, base: str) -> Path:
    """The file that a link leads to; `base` is the path under which the site is published."""
    if not address:
        return page
    if address.startswith("/"):
        target = (site / address.removeprefix(base).lstrip("/")).resolve()
    else:
        target = (page.parent / address).resolve()
    return target / "index.html" if target.is_dir() else target


def canonical_root(built: list[Built]) -> str:
    config = (ROOT / "mkdocs.yml").read_text("utf8")
    found = re.search(r'SITE_URL, *"([^"]+)"', config)
    assert found, "mkdocs.yml gives no SITE_URL"
    return found[1]


def test_nothing_foreign_is_loaded(built: list[Built], site: Path) -> None:
    for page in built:
        for line, address in page.loaded:
            expect(not FOREIGN.match(address), f"{page.name}:{line}: loads {address}")
    for name, address in style_urls(site):
        expect(not FOREIGN.match(address), f"{name} loads {address}")


def test_each_page_leads_to_its_other_language(built: list[Built], site: Path) -> None:
    """By a relative link for readers, which works from a disk too, and by a URL for robots."""
    root = canonical_root(built)
    for page in built:
        other = page.name.removeprefix("en/") if page.lang == "en" else f"en/{page.name}"
        if not page.name.endswith(("404.html", "offline.html")):
            targets = {landing(page.path, link, site, "/") for _, link in page.links}
            expect(site / other in targets, f"{page.name} has no link to {other}")
            names = {
                "fr": page.name.removeprefix("en/"),
                "x-default": page.name.removeprefix("en/"),
                "en": f"en/{page.name.removeprefix('en/')}",
            }
            urls = {lang: url.removeprefix(root) for lang, url in page.alternates.items()}
            expect(urls == names, f"{page.name}: {page.alternates}")


def test_lost_reader_finds_home_in_both_languages(built: list[Built], site: Path) -> None:
    lost = [page for page in built if page.name.endswith("404.html")]
    assert {page.lang for page in lost} == set(LANGUAGES)
    for page in lost:
        targets = {landing(page.path, address, site, "/") for _, address in page.links}
        assert {site / "index.html", site / "en/index.html"} <= targets, page.name


def test_programs_can_be_downloaded(site: Path) -> None:
    for snippet in (ROOT / "snippets").glob("*/*.py"):
        assert (site / snippet.relative_to(ROOT)).read_bytes() == snippet.read_bytes()


def test_french_spaces_and_apostrophes(built: list[Built]) -> None:
    """No-break spaces before ; : ! ? » and after «, curly apostrophes: everywhere but in code."""
    expect_none(
        (
            f"{source_of(page.name, text)}: « {badly_spaced(text)} »"
            for page in built
            if page.lang == "fr"
            for _, text in page.text
            if badly_spaced(text)
        ),
        "En français, une espace précède ; : ! ? » et suit « : tapez une espace ordinaire, elle "
        "sera insécable.",
        "In French, a space comes before ; : ! ? » and after «: type an ordinary one, it will not "
        "break.",
    )


def source_of(page: str, text: str) -> str:
    """The file and the line that a text of a built page comes from; line 1 if it is made."""
    path = ROOT / "docs" / "fr" / f"{page.removesuffix('.html')}.md"
    lines = path.read_text("utf8").splitlines() if path.exists() else []
    words = letters(text)
    line = next((n for n, line in enumerate(lines, 1) if words in letters(line)), 1)
    return f"docs/fr/{path.name}:{line}"


def letters(text: str) -> str:
    """A text as it is both in a source and in a page."""
    return "".join(re.findall(r"\w+", text))


def test_source_of_a_text() -> None:
    page = ROOT / "docs" / "fr" / "dns.md"
    lines = page.read_text("utf8").splitlines()
    line = next(n for n, line in enumerate(lines, 1) if n > 60 and line[:1].isalpha())
    words = re.split(r"[`\[<*]", lines[line - 1])[0].replace(" :", "\u00a0:")
    assert source_of("dns.html", words) == f"docs/fr/dns.md:{line}"
    assert source_of("404.html", "Words") == "docs/fr/404.md:1"


def test_french_spaces_and_apostrophes_in_search(site: Path) -> None:
    """It shows what the pages do; in its texts, words of programs are not told from the others."""
    for page, sections in json.loads((site / TEXTS).read_text("utf8").removeprefix(NAMED)):
        for anchor, title, text in sections:
            expect(not badly_spaced(title), f"search, {page}#{anchor}: {badly_spaced(title)!r}")
            wrong = re.search("«[^\\s\u202f]| »", text)
            expect(not wrong, f"search, {page}#{anchor}: {wrong and wrong[0]!r}")


def badly_spaced(text: str, missing: str = MISSING) -> str:
    """The first place of a French text where a space may break, or an apostrophe is straight."""
    wrong = re.search(f"{BREAKING}|{missing}", text)
    return text[max(wrong.start() - 20, 0) : wrong.end() + 10] if wrong else ""


@pytest.mark.parametrize("text", ["Qui ?", "Qui?", "ainsi :", "ainsi: ", "« mot»", "«mot", "l'eau"])
def test_bad_space_is_seen(text: str) -> None:
    assert badly_spaced(text)


@pytest.mark.parametrize(
    "text", ["Qui\u202f?", "à 12:30", "ainsi\u00a0:", "«\u202fmot\u202f»", "l’eau"]
)
def test_good_space_is_not(text: str) -> None:
    assert not badly_spaced(text)
