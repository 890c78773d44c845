"""Pages and style sheets that mean harm, through every step from characters to a picture.

`fetch.py` cuts what is longer than 200,000 bytes: that is the bound on which the others rest, so
each case is cut here as there. What is within it must give a picture that is XML, with finite
numbers; where Python itself gives up (`TOO_DEEP`), its own error is enough.
"""

from __future__ import annotations

import contextlib
import io
import tracemalloc
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rendering.steps import dom, layout, step

fetch, paint = step("fetch"), step("paint")
MEMORY = 1000
"""Bytes of memory for each byte of a page, at most: an element costs a hundred times its tag."""


def picture(html: str, sheet: str = "") -> str:
    """The drawing of a page, as paint.py makes it."""
    styled = f"<style>{sheet[: fetch.MOST]}</style>" if sheet else ""
    box = layout.laid_out(dom.Tree(styled + html[: fetch.MOST]).html)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        paint.paint(box)
    return f'<svg height="{box.height}">{out.getvalue()}</svg>'


def check(drawn: str) -> None:
    """It is XML, without a number that is none."""
    svg = ElementTree.fromstring(drawn)
    for element in svg.iter():
        assert not {"nan", "inf", "-inf"} & set(element.attrib.values())


LONG = "9" * 400
PAGES = {
    "nested blocks": "<div>" * 10_000,
    "nested runs": "<b>" * 5000 + "x",
    "a megabyte of <": "<" * 1_000_000,
    "a megabyte of &": "&" * 1_000_000,
    "an open comment": "<!--" + "x" * 1_000_000,
    "50,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x",
    "siblings": "<i>x</i>" * 5000,
    "paragraphs": "<p>x" * 4000,
    "lists": "<ul><li>" * 1500,
    "end tags": "</p>" * 60_000,
    "one word": "<p>" + "x" * 200_000,
    "crossed": "<b><div>x</b></div>" * 2000,
    "unclosed everything": "<p class='<a href=\"<!-- <style> p { <script> <title>",
    "huge image": f"<img width={LONG} height={LONG}>",
    "image of text": "<img width=1e9 height=nan>x<img width=-1 height=inf>",
    "quotes": "<p class=\"'><a href='\">x</a>",
    "entities": "&#0;&#xD800;&#99999999;&amp;amp;&lt;script&gt;",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_means_harm_is_drawn(name: str) -> None:
    check(picture(PAGES[name]))


SHEETS = {
    ":is of :is": ":is(" * 200 + "p" + ")" * 200 + "{ color: red }",
    ":not of :not": ":not(" * 200 + "p" + ")" * 200 + "{ color: red }",
    "stars": "* " * 7 + "b { color: red }",
    "descendants": ("div " * 60 + "i { color: red }") * 50,
    "infinite": "p { width: 1e999px; height: 1e999px; margin: 1e999px }",
    "huge": f"p {{ width: {LONG}px; margin: {LONG}px; font-size: {LONG}px; padding: {LONG}px }}",
    "negative": "p { width: -5px; margin: -9999px; font-size: -1px }",
    "nothing": "p { width: 0; font-size: 0; line-height: 0 }",
    "braces": "{" * 100_000,
    "at-rules": "@media x {" * 20_000,
    "comment": "/*" + "x" * 200_000,
    "escapes": "\\" * 100_000,
    "strings": "p { color: '" * 10_000,
    "colour of another": 'p { background-color: "/><script/>; color: &quot;< }',
    "shorthand": "p { margin: ; border: ; padding: !important; margin: 1px 2px 3px 4px 5px 6px }",
    "names": "p { : red; color; ;;; --x: y; color: red !important }",
}
DEEP = "<div>" * 150 + "<p>x <b>y</b>"


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_means_harm_is_read(name: str) -> None:
    check(picture(DEEP, SHEETS[name]))


def test_a_megabyte_of_rules_is_cut_and_read() -> None:
    check(picture("<p>x", "p { color: red }" * 62_500))


TOO_DEEP = {"parentheses": "p { color: " + "(" * 90_000, "functions": ":not(" * 30_000 + "p {}"}


@pytest.mark.parametrize("name", TOO_DEEP)
def test_what_is_nested_beyond_reason_is_pythons_own_error(name: str) -> None:
    with contextlib.suppress(RecursionError):
        check(picture("<p>x", TOO_DEEP[name]))


@pytest.mark.parametrize("text", ["x\0y", "\x01\x1b[2J", "\ufffe"])
def test_characters_that_are_not_xml_reach_the_tree(text: str) -> None:
    assert text in dom.Tree(f"<p>{text}").body.children[0].children[0]


def test_memory_grows_as_the_page() -> None:
    tracemalloc.start()
    try:
        dom.Tree("<i>" * 5000)
        assert tracemalloc.get_traced_memory()[1] < 3 * 5000 * MEMORY
    finally:
        tracemalloc.stop()


MARKS = ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<ul>", "<li>", "<img width=9>", "<br>",
         "<style>", "</style>", "<!--", "-->", "<a href='", "'", '"', ">", "&", "&lt;", "x y",
         " "]  # fmt: skip
RULES = ["p", "b", "*", ".c", "#i", ",", ">", ":is(", ")", "{", "}", "color:", "red", ";", "width:",
         "9px", "margin:", "auto", "border:", "1px solid", "/*", "*/", "@media", "'",
         " "]  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(MARKS), max_size=30), st.lists(st.sampled_from(RULES), max_size=30))
def test_any_page_with_any_sheet_is_drawn(marks: list[str], words: list[str]) -> None:
    check(picture("".join(marks), " ".join(words)))
