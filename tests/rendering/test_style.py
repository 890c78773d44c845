"""Which rule wins, and what is inherited."""

from __future__ import annotations

import pytest

from tests.rendering.steps import dom, match, style


def computed(
    css: str, html: str = "<p id=i class='c d'><b>x</b>", tag: str = "p"
) -> dict[str, str]:
    """The style of the first element so named."""
    root = style.style(dom.Tree(f"<style>{css}</style>{html}").html)
    found = (path[-1] for path in match.paths(root) if path[-1].tag == tag)
    own: dict[str, str] = next(found).style
    return own


@pytest.mark.parametrize(
    ("css", "color"),
    [
        ("p { color: red }", "red"),
        ("p { color: red } p { color: blue }", "blue"),
        (".c { color: red } p { color: blue }", "red"),
        ("#i { color: red } .c.d { color: blue } p { color: green }", "red"),
        (".c.d { color: red } .c { color: blue }", "red"),
        ("body p { color: red } p { color: blue }", "red"),
        ("html p { color: red } body p { color: blue }", "blue"),
        ("p, b { color: red }", "red"),
        ("html body p#i.c { color: red }", "red"),
        ("p html { color: red }", "black"),
        ("div p { color: red }", "black"),
        ("p:hover { color: red } p > b { color: red } [id] { color: red }", "black"),
        ("@media print { p { color: red } }", "black"),
        ("p { color red; } p { color: blue }", "blue"),
        ("p { color: red", "red"),
        (", p { color: red }", "red"),
        ("body { color: red }", "red"),
    ],
)
def test_cascade(css: str, color: str) -> None:
    assert computed(css)["color"] == color


def test_inherited_or_not() -> None:
    css = "p { color: red; font-size: 20px; padding: 3px; border: 1px solid blue }"
    inner = computed(css, tag="b")
    assert (inner["color"], inner["font-size"]) == ("red", "20px")
    assert "padding-top" not in inner and "border-top-width" not in inner


@pytest.mark.parametrize(
    ("value", "sides"),
    [
        ("1px", "1px 1px 1px 1px"),
        ("1px 2px", "1px 2px 1px 2px"),
        ("1px 2px 3px", "1px 2px 3px 2px"),
        ("1px 2px 3px 4px", "1px 2px 3px 4px"),
        ("0 auto", "0 auto 0 auto"),
    ],
)
def test_shorthand(value: str, sides: str) -> None:
    own = computed(f"p {{ margin: {value} }}")
    assert " ".join(own[f"margin-{side}"] for side in style.SIDES) == sides


@pytest.mark.parametrize("value", ["1em", "50%", "-3px", "calc(1px)", "x", "1px 1em 1px 1em"])
def test_length_that_we_do_not_know_changes_nothing(value: str) -> None:
    assert computed(f"p {{ margin: 7px; margin: {value} }}")["margin-right"] == "7px"


def test_width_and_height_of_an_image_are_a_weak_style() -> None:
    image = "<img width=30 height=abc>"
    assert computed("", image, "img")["width"] == "30px"
    assert "height" not in computed("", image, "img")
    assert computed("img { width: 10px }", image, "img")["width"] == "10px"


@pytest.mark.parametrize(
    "css", ["a" * 5000 + "!", "{" * 3000, "a " * 2000 + "{color:red}", "}" * 999]
)
def test_hostile_sheets_are_read_to_the_end(css: str) -> None:
    assert computed(css)["color"] == "black"
