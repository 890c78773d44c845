"""The printed sheet: what a pupil needs on paper, and no answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.test_reading import HOME
from tests.site.sources import LANGUAGES

SHEET = {"fr": ("Aller-retour", "Nom", "Date"), "en": ("Round trip", "Name", "Date")}
GONE = ["header.header", "footer.footer", ".menu", ".toc", ".phases", ".headerlink", ".md-button",
        ".copy", ".program__bar a", "a.top"]  # fmt: skip
ONE_PIECE = [".program > .highlight", "figure.diagram", ".question"]
ANSWER = ".question > details.answer"


@pytest.fixture
def paper(page: Page) -> Page:
    """A window as wide as a page of A4, in which pages are shown as printed."""
    page.set_viewport_size({"width": 720, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")
    return page


def shown(page: Page, selector: str) -> list[str]:
    found = page.locator(f"{selector} >> visible=true")
    return [found.nth(n).inner_text() for n in range(found.count())]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["index.html", "dns.html"])
def test_sheet_asks_and_does_not_answer(paper: Page, origin: str, language: str, name: str) -> None:
    paper.goto(f"{origin}/{HOME[language]}{name}")
    for word in SHEET[language]:
        assert word in paper.locator("p.sheet").inner_text()
    assert shown(paper, ".question li")[:1] or name != "index.html", "the choices"
    assert all(title.strip() for title in shown(paper, ".question > .admonition-title"))
    assert not shown(paper, ANSWER)
    paper.locator("details.answer").first.evaluate("answer => answer.open = true")
    assert not shown(paper, ANSWER), "an answer read on the screen is not printed either"
    lines = "parseFloat(getComputedStyle(document.querySelector('.question'), '::after').height)"
    assert paper.evaluate(lines) > 100, "room to write the answer"
    for selector in GONE:
        assert not shown(paper, selector), selector


@pytest.mark.parametrize("name", ["index.html", "dns.html"])
def test_nothing_is_cut(paper: Page, origin: str, name: str) -> None:
    """Programs, transcripts, diagrams: whole, on one page, black on white by night too."""
    paper.goto(f"{origin}/{name}")
    assert shown(paper, ".program") and shown(paper, ".language-console")
    for selector in ONE_PIECE:
        style = "all => all.map(one => getComputedStyle(one).breakInside)"
        assert set(paper.eval_on_selector_all(selector, style)) == {"avoid"}, selector
    wide = (
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML)"
    )
    assert paper.eval_on_selector_all("article pre, article figure", wide) == []
    ground = "getComputedStyle(document.querySelector('.language-console code')).backgroundColor"
    assert paper.evaluate(ground) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_addresses_are_printed_for_the_sources_alone(paper: Page, origin: str) -> None:
    paper.goto(f"{origin}/dns.html")
    after = "all => all.map(link => getComputedStyle(link, '::after').content)"
    sources = paper.eval_on_selector_all("#sources ~ ul a[href^=http]", after)
    assert sources and all("rfc-editor.org" in address for address in sources)
    others = paper.eval_on_selector_all("a.term, p > a[href$='.html']", after)
    assert others and set(others) <= {"none", "normal"}


@pytest.mark.parametrize("name", ["index.html", "tcp.html"])
def test_it_really_prints(paper: Page, origin: str, name: str, tmp_path: Path) -> None:
    paper.goto(f"{origin}/{name}")
    paper.pdf(path=str(tmp_path / "page.pdf"), format="A4", prefer_css_page_size=True)
    pages = re.findall(rb"/Type /Page\b", (tmp_path / "page.pdf").read_bytes())
    assert 2 <= len(pages) <= 14
