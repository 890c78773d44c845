"""What every page must have, whoever writes it; and every program of it is run."""

from __future__ import annotations

import re

import pytest
from pytest_markdown_docs.plugin import FenceSyntax, extract_fence_tests

from tests.fences import Pages
from tests.includes import ROOT
from tests.site.sources import LANGUAGES, Source, beside, pages
from tests.telling import expect, expect_none

PAGES = [page for language in LANGUAGES for page in pages(language)]
COLLECTED = PAGES + [page for lang in LANGUAGES for page in beside(lang) if "READ" in page.name]
NOT_RUN: dict[str, int] = {}
"""How many programs of a page do not run: {"docs/fr/lab.md": 1}. Each says why, in its fence."""

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@every_page
def test_description(page: Source) -> None:
    """A search engine shows it under the title: neither empty nor cut."""
    description = page.meta("description")
    good = 50 <= len(description) <= 160
    expect_none(
        [] if good else [f"{page.name}:1: description: {len(description)}"],
        "En haut de la page, entre deux lignes ---, `description:` la résume en 50 à 160 signes.",
        "At the top of the page, between two lines ---, `description:` sums it up in 50 to 160 "
        "signs.",
    )


@every_page
def test_one_title_then_sections_with_ids(page: Source) -> None:
    headings = [(n, part) for n, part in page.parts if isinstance(part, str) and part[:1] == "#"]
    levels = [len(text) - len(text.lstrip("#")) for _, text in headings]
    expect_none(
        [] if levels.count(1) == 1 == levels[0] else [f"{page.name}:1: # …"],
        "Une page a un titre, `# …`, et un seul, avant tous les autres.",
        "A page has one title, `# …`, and only one, before all others.",
    )
    near = list(zip(headings, levels, [0, *levels], strict=False))
    expect_none(
        (f"{page.name}:{n}: {text}" for (n, text), level, above in near if level > above + 1),
        "Ce titre saute un niveau : ôtez-lui un #.",
        "This heading skips a level: take a # off it.",
    )
    has_id = re.compile(r"\{ *#[a-z][a-z0-9-]* *\}$")
    expect_none(
        (f"{page.name}:{n}: {text}" for n, text in headings if not has_id.search(text))
        if not page.is_notebook
        else [],
        "Donnez à ce titre un identifiant, un mot anglais, le même dans les deux langues : "
        "## Titre {#word}",
        "Give this heading an id, an English word, the same in both languages: ## Title {#word}",
    )


@every_page
def test_block_of_code_says_its_language(page: Source) -> None:
    expect_none(
        (f"{page.name}:{fence.line}: ```" for fence in page.fences if not fence.language),
        "Dites en quelle langue est ce bloc : ```python, ```console, ```text…",
        "Say which language this block is in: ```python, ```console, ```text…",
    )


@pytest.mark.parametrize("page", COLLECTED, ids=lambda page: page.name)
def test_every_program_is_a_test(page: Source) -> None:
    """Two readers of Markdown, one count: none is skipped in silence."""
    text = page.path.read_text("utf8")
    syntax = FenceSyntax.superfences
    found = len(list(extract_fence_tests(Pages(), text, 0, page.path, fence_syntax=syntax)))
    run = [fence for fence in page.programs if fence.reason is None]
    expected = min(len(run), 1) if page.is_notebook else len(run)
    expect(found == expected, f"{page.name}: {found} programs are tests, of {expected}")


def test_programs_that_do_not_run() -> None:
    """They are few, counted, and say why."""
    apart = [(page.name, f) for page in COLLECTED for f in page.programs if f.reason is not None]
    for name, fence in apart:
        expect(fence.reason, f'{name}:{fence.line}: say why it does not run: notest reason="…"')
    names = [name for name, _ in apart]
    assert {name: names.count(name) for name in names} == NOT_RUN


def test_files_that_the_readme_names_exist() -> None:
    for page in [page for language in LANGUAGES for page in beside(language)]:
        for link in re.findall(r"\]\(([^)#:\s]+)\)", page.path.read_text("utf8")):
            expect((ROOT / link).exists(), f"{page.name} links to {link}, which does not exist")
