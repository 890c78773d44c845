"""The site as some readers set it: a few colours of their own, no movement, no script at all."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe_core import PHONE, WIDE
from tests.browser.test_axe import ALL
from tests.browser.test_reading import HOME
from tests.site.sources import LANGUAGES

SCHEMES = ["light", "dark"]
MOVES = """() => [...document.querySelectorAll("*")].filter((e) => {
    const style = getComputedStyle(e);
    const lasts = [style.transitionDuration, style.animationDuration].join().split(",");
    return style.scrollBehavior === "smooth" || lasts.some((each) => parseFloat(each) > 0.01);
}).map((e) => `${e.tagName.toLowerCase()}.${e.className}`)"""
TONES = """async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    const part = (c) => (c / 255 <= 0.04045 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    const tones = [], shares = [0.2126, 0.7152, 0.0722];
    for (let n = 0; n < data.length; n += 4)
        tones.push(shares.reduce((sum, share, at) => sum + share * part(data[n + at]), 0));
    return [Math.min(...tones), Math.max(...tones)];
}"""
"""The darkest and the lightest luminance in a picture."""


@pytest.fixture(scope="module")
def easel(browser: Browser) -> Iterator[Page]:
    """An empty page, in which pictures are measured."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def contrast(place: Locator, easel: Page) -> float:
    """The ratio of the lightest and the darkest of what a reader sees there."""
    picture = base64.b64encode(place.screenshot()).decode()
    dark, light = easel.evaluate(TONES, f"data:image/png;base64,{picture}")
    ratio: float = (light + 0.05) / (dark + 0.05)
    return ratio


@pytest.fixture
def forced(page: Page) -> Page:
    """A window whose reader has a few colours, and pages have no say."""
    page.emulate_media(forced_colors="active")
    return page


@pytest.fixture(params=SCHEMES)
def each_forced(forced: Page, request: pytest.FixtureRequest) -> Page:
    """The same window by day, then by night."""
    forced.emulate_media(forced_colors="active", color_scheme=request.param)
    return forced


def test_buttons_are_seen_in_forced_colours(each_forced: Page, easel: Page, origin: str) -> None:
    """Also those that are only a picture, which a background that is taken away would hide."""
    each_forced.set_viewport_size(PHONE)
    each_forced.goto(f"{origin}/dns.html")
    buttons = each_forced.locator("header button, header a, .program__go, .program__bar a, .copy")
    shown = [buttons.nth(n) for n in range(buttons.count()) if buttons.nth(n).is_visible()]
    assert len(shown) >= 10
    for button in shown[:14]:
        assert contrast(button, easel) >= 3, button.evaluate("e => e.outerHTML")


def test_drawings_are_seen_in_forced_colours(each_forced: Page, easel: Page, origin: str) -> None:
    """Each word of a drawing stands out from what is around it."""
    each_forced.goto(f"{origin}/dns.html")
    words = each_forced.locator("figure.diagram").nth(1).locator("svg text >> visible=true")
    assert words.count() >= 5
    for n in range(words.count()):
        assert contrast(words.nth(n), easel) >= 3, words.nth(n).text_content()


def test_focus_and_state_are_seen_in_forced_colours(forced: Page, origin: str) -> None:
    """Outlines stay; the page and the section where one is are not told by a background alone."""
    forced.goto(f"{origin}/dns.html")
    forced.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert forced.evaluate(outline) != "none"
    here = forced.locator("#menu [aria-current=page]").first
    look = (
        "e => ((s) => [s.borderLeftWidth, s.fontWeight, s.textDecorationLine])(getComputedStyle(e))"
    )
    other = forced.locator("#menu a:not([aria-current])").first
    assert here.evaluate(look) != other.evaluate(look)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["index.html", "dns.html"])
def test_nothing_moves_for_who_asked(page: Page, origin: str, language: str, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{origin}/{HOME[language]}{name}")
    assert page.evaluate(MOVES) == []
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.fixture(scope="module")
def still(browser: Browser, site: Path) -> Iterator[Page]:
    """A window as narrow as a phone that runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_all_is_there(still: Page, origin: str, language: str) -> None:
    """Text, drawings, transcripts, what was on the wire; and no button that would do nothing."""
    still.set_viewport_size(PHONE)
    still.goto(f"{origin}/{HOME[language]}dns.html")
    for what in (
        "h1",
        "article > p:not(.sheet)",
        "figure.diagram svg",
        ".language-python",
        ".language-console",
    ):
        expect(still.locator(what).first).to_be_visible()
    message = still.locator("section.wire")
    message.locator("summary").first.click()
    message.locator("tr summary").first.click()
    expect(message.locator(".wire-fields").first).to_be_visible()
    for useless in (".header__scheme", ".header__search", ".program__go", ".copy"):
        expect(still.locator(f"{useless} >> visible=true")).to_have_count(0)


def test_without_a_script_the_menu_opens(still: Page, origin: str) -> None:
    """By keyboard as well; it leads to the other pages, and the header to the other language."""
    still.set_viewport_size(PHONE)
    still.goto(f"{origin}/dns.html")
    menu = still.locator("#menu")
    expect(menu).to_be_hidden()
    still.locator(".header__menu").press("Enter")
    expect(menu).to_be_visible()
    still.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    still.locator(".header__menu").click()
    menu.locator("a[href='tcp.html']").click()
    still.wait_for_url("**/tcp.html")
    still.locator("header a[hreflang=en]").click()
    still.wait_for_url("**/en/tcp.html")


@pytest.mark.parametrize("url", ALL)
def test_without_a_script_every_page_is_read(still: Page, origin: str, url: str) -> None:
    still.set_viewport_size(WIDE)
    still.goto(f"{origin}/{url}")
    assert len(still.locator("main").inner_text()) > 40
    assert still.locator("header a[hreflang], header a[lang]").is_visible()
