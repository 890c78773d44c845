"""Boxes: the cases that a browser's test (tests/browser/test_rendering.py) does not name."""

from __future__ import annotations

import pytest

from tests.rendering.steps import dom, layout

FONT = "body { margin: 0; font-size: 10px; line-height: 20px }"  # 6 px a letter


def boxes(css: str, html: str) -> dict[str, tuple[float, float, float, float]]:
    """The place of the first box of each element, by tag, 640 px wide."""
    page = layout.laid_out(dom.Tree(f"<style>{FONT}{css}</style>{html}").html)
    found: dict[str, tuple[float, float, float, float]] = {}
    for box in page.walk():
        found.setdefault(box.element.tag, (box.x, box.y, box.width, box.height))
    return found


@pytest.mark.parametrize(
    ("css", "html", "tag", "place"),
    [
        ("", "<div>x</div>", "div", (0, 0, 640, 20)),
        ("div { margin: 5px 6px 7px 8px }", "<div>x</div>", "div", (8, 5, 626, 20)),
        ("div { padding: 5px; border: 1px solid red }", "<div>x</div>", "div", (0, 0, 640, 32)),
        ("div { width: 100px; padding: 5px }", "<div>x</div>", "div", (0, 0, 110, 30)),
        ("div { max-width: 100px; margin: 0 auto }", "<div>x</div>", "div", (270, 0, 100, 20)),
        ("div { max-width: 900px; margin: 0 auto }", "<div>x</div>", "div", (0, 0, 640, 20)),
        ("div { margin: 9px 0 } p { margin: 30px 0 }", "<div>x</div><p>y", "p", (0, 59, 640, 20)),
        ("p { margin: 30px 0 }", "<div><p>y</div>", "div", (0, 30, 640, 20)),
        ("p { margin: 30px 0 } div { padding: 1px }", "<div><p>y</div>", "div", (0, 0, 640, 82)),
        ("", "<div>" + "abc " * 100 + "</div>", "div", (0, 0, 640, 80)),
        ("", "<div>" + "a" * 500 + "</div>", "div", (0, 0, 640, 20)),
        ("", "<div>a <b>bc</b></div>", "b", (12, 5, 12, 10)),
        ("", "<div><img width=30 height=40>x</div>", "div", (0, 0, 640, 60)),
    ],
)
def test_place(css: str, html: str, tag: str, place: tuple[float, ...]) -> None:
    assert boxes(css, html)[tag] == place


@pytest.mark.parametrize("html", ["<div> \n </div>", "<div><b></b></div>", "<div></div>"])
def test_what_holds_no_text_is_flat(html: str) -> None:
    assert boxes("", html)["div"] == (0, 0, 640, 0)


def test_neither_head_nor_what_it_holds_has_a_box() -> None:
    assert set(boxes("", "<title>T</title>x")) == {"html", "body"}


@pytest.mark.parametrize("html", ["<div>" * 10_000, "<b>" * 5_000 + "x", "<p>x" * 2_000])
def test_hostile_pages_are_laid_out(html: str) -> None:
    assert boxes("", html)["html"][2] == 640
