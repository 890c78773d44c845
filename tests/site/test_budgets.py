"""What is said of a page that costs its readers too much, and of one that does not."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from tests.site.budgets import ADVICE, BUDGETS, UNITS, excesses
from tools.site_bench.first_screen import MARK, first_part, marked, starts
from tools.site_bench.weight import Visit, packed

HERE = "http://127.0.0.1:1"
PAGE = f"{HERE}/url.html"
HTML = '<!doctype html><p>a<br/>\n<a href=x/>é</a> <script>"<p>"</script><svg><g/></svg><b\n>c'


def visit(total: int = 1000, **changed: Any) -> Visit:
    """One that costs so much, else little."""
    made = Visit(PAGE, {PAGE: total}, {PAGE: "document"}, [], 900)
    vars(made).update(changed)
    return made


def asking(*urls: str, kind: str = "script") -> Visit:
    """One that asks for this too, 10 bytes each."""
    return visit(bytes={PAGE: 1000} | dict.fromkeys(urls, 10), kinds=dict.fromkeys(urls, kind))


def test_light_page_is_not_mentioned() -> None:
    assert excesses([visit()] * 3) == []


@pytest.mark.parametrize("what", BUDGETS["page"])
def test_excess_is_told(what: str) -> None:
    """With the page, the figure, the limit, and what to do."""
    over = {
        "total": visit(35_001),
        "first": visit(shown=14_000, blocking=[f"{HERE}/a.css"], bytes={f"{HERE}/a.css": 601}),
        "requests": asking(*(f"{HERE}/{n}.js" for n in range(3))),
        "foreign": asking("https://cdn.example/a.js"),
        "fonts": asking(f"{HERE}/a.woff2", kind="font"),
    }[what]
    figure = {"total": "35,001", "first": "14,601", "requests": "4"}.get(what, "1")
    [told] = excesses([visit(), over, visit()])
    limit = f"{BUDGETS['page'][what]:,} (tests/site/budgets.toml)"
    assert told.startswith(f"docs/fr/url.md:1: url.html: {figure} {UNITS[what]} > {limit}\n")
    assert ADVICE[what] in told


def test_foreign_request_is_named() -> None:
    [told] = excesses([asking("https://cdn.example/a.js")])
    assert "https://cdn.example/a.js" in told


def test_median_is_held() -> None:
    [told] = excesses([visit(22_001), visit(22_001), visit()])
    assert "22,001 octets en tout · bytes in all > 22,000" in told


def test_marks_say_where_tags_begin() -> None:
    """And change nothing else: neither text that looks like a tag, nor how a tag ends."""
    page = marked(HTML)
    assert all(f"{HTML[start : start + 2]}" in page for start in starts(HTML))
    assert [HTML[start + 1] for start in starts(HTML)] == list("pbassgb")
    unmarked = page
    for start in starts(HTML):
        assert unmarked.count(f' {MARK}="{start}"') == 1
        unmarked = unmarked.replace(f' {MARK}="{start}"', "")
    assert unmarked == HTML


def test_first_part_ends_at_the_next_tag() -> None:
    assert first_part(HTML, HTML.index("<a")).endswith("é</a> ")
    assert first_part(HTML, HTML.index("<b\n")) == HTML


def test_a_file_that_does_not_shrink_counts_as_it_is() -> None:
    assert packed(sha256(b"").digest()) == 32
    assert packed(b"a" * 1000) < 30
