"""The site in a reader's browser: from a server or a disk, wide or narrow, by day or by night."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Witness
from tests.includes import ROOT
from tests.site.sources import LANGUAGES, pages

HOME = {"fr": "", "en": "en/"}
URLS = [f"{HOME[lang]}{page.path.stem}.html" for lang in LANGUAGES for page in pages(lang)]
COLOURS = """node => {
    const colour = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
    let ground = node;
    const clear = (e) => /rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(e).backgroundColor);
    while (ground.parentElement && clear(ground)) ground = ground.parentElement;
    return [colour(getComputedStyle(node).fill), colour(getComputedStyle(ground).backgroundColor)];
}"""


@pytest.mark.parametrize("name", ["index.html", "dns.html"])
def test_language_switch_keeps_the_page(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/{name}")
    page.click("header a[hreflang=en]")
    page.wait_for_url(f"{origin}/en/{name}")
    assert page.get_attribute("html", "lang") == "en"
    page.click("header a[hreflang=fr]")
    page.wait_for_url(f"{origin}/{name}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_disk(page: Page, witness: Witness, site: Path, language: str) -> None:
    """Without a server: reading, going from page to page, the other language."""
    page.goto((site / HOME[language] / "dns.html").as_uri())
    page.click(f"header a[hreflang={'en' if language == 'fr' else 'fr'}]")
    page.wait_for_url("**/dns.html")
    assert not witness.wrong
    assert not witness.foreign(site.as_uri())


def test_without_a_script(browser_without_script: Page, origin: str) -> None:
    browser_without_script.goto(f"{origin}/dns.html")
    assert browser_without_script.locator("article").inner_text().strip()


def with_(text: str) -> str | None:
    """The first French page whose Markdown holds `text`, as a URL."""
    found = [page for page in pages("fr") if text in page.path.read_text("utf8")]
    return f"{found[0].path.stem}.html" if found else None


def test_copy_button_gives_the_program(page: Page, origin: str) -> None:
    url = with_('```python title="snippets/')
    if not url:
        pytest.skip("no page shows a program yet")
    page.goto(f"{origin}/{url}")
    program = page.locator(".program").first
    program.locator(".copy").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    programs = [path.read_text("utf8").strip() for path in (ROOT / "snippets").glob("*/*.py")]
    assert copied.strip() in programs


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_diagram_can_be_read(page: Page, origin: str, scheme: str) -> None:
    """Its words stand out from what is behind them, by day and by night (WCAG: 4.5 to 1)."""
    url = with_("```mermaid")
    if not url:
        pytest.skip("no page has a diagram yet")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{origin}/{url}")
    words = page.locator("article svg text >> visible=true")
    assert words.count()
    assert page.locator("article svg title").first.text_content()
    for n in range(words.count()):
        text, ground = words.nth(n).evaluate(COLOURS)
        assert contrast(text, ground) >= 4.5, f"{url}: {words.nth(n).text_content()!r}"


def contrast(one: list[float], other: list[float]) -> float:
    """The ratio of two colours' luminances (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[float]) -> float:
    parts = [c / 255 for c in colour]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
