"""What is published looks as it was written: no rule that a page needs is purged, no space that a
reader sees is folded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.host import Host

PAGES = ["index", "dns", "failures", "glossary", "notebook", "en/lab"]
WIDE, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=360, height=740)
LOOK = """() => {
    for (const box of document.querySelectorAll("details")) box.open = true;
    const all = [...document.body.querySelectorAll("*")].filter((e) => !e.matches("script, style"));
    const own = (e) => [...e.classList].filter((name) => !/^s[0-9a-f]{7}$/.test(name)).join(".");
    const named = (e) => `${e.localName}.${own(e)}`;
    const key = (e) => `${named(e)} in ${named(e.parentElement)}`;
    const box = (e) => {
        const { x, y, width, height } = e.getBoundingClientRect();
        return `${key(e)}: ${[x, y, width, height].map((n) => n.toFixed(1))}`;
    };
    const kinds = new Map(all.map((e) => [key(e), e]));
    const style = (e, part) => {
        const found = getComputedStyle(e, part);
        if (part && ["none", "normal"].includes(found.content)) return "";
        const seen = [...found].filter((name) => !name.startsWith("--"));
        return seen.map((name) => `${name}: ${found.getPropertyValue(name)}`).join("; ");
    };
    const styles = [...kinds].flatMap(([kind, e]) => ["", "::before", "::after"]
        .map((part) => [kind + part, style(e, part)]));
    return { boxes: all.map(box), styles: Object.fromEntries(styles) };
}"""
"""Where each element is; and the whole style of one of each kind."""


@pytest.fixture(scope="module")
def hosts(site: Path, again: Path) -> Iterator[tuple[str, str]]:
    """Where the pages are as they were written, and as they are published."""
    with Host(again / "written") as written, Host(site) as published:
        yield written.url, published.url


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all pages."""
    context = browser.new_context(service_workers="block", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def look(page: Page, url: str) -> Any:
    """How the page looks once all is there."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return page.evaluate(LOOK)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "screen"), [("light", WIDE), ("dark", PHONE)])
def test_a_page_looks_as_it_was_written(
    window: Page,
    hosts: tuple[str, str],
    name: str,
    scheme: Literal["light", "dark"],
    screen: ViewportSize,
) -> None:
    window.emulate_media(color_scheme=scheme)
    window.set_viewport_size(screen)
    one, two = (look(window, f"{host}{name}.html") for host in hosts)
    assert len(one["boxes"]) > 50 and len(one["styles"]) > 50
    assert one["styles"].keys() == two["styles"].keys()
    for kind, style in one["styles"].items():
        other = set(style.split("; ")) ^ set(two["styles"][kind].split("; "))
        assert not other, f"{name}, {kind}: {sorted(other)[:6]}"
    moved = [f"{a} now {b}" for a, b in zip(one["boxes"], two["boxes"], strict=True) if a != b]
    assert not moved, f"{name}: {len(moved)} elements moved, first {moved[0]}"


def test_a_difference_would_be_seen(window: Page, hosts: tuple[str, str]) -> None:
    one = look(window, f"{hosts[0]}index.html")
    window.evaluate("document.querySelector('h1').classList.remove('none')")
    assert window.evaluate(LOOK) == one
    window.evaluate("document.querySelector('h1').style.color = '#123456'")
    assert window.evaluate(LOOK)["styles"] != one["styles"]
    window.evaluate("document.querySelector('h1').style.paddingTop = '1px'")
    assert window.evaluate(LOOK)["boxes"] != one["boxes"]
