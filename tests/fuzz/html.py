"""Any characters, as a page: a tree, a style for each of its elements, a place for each box."""

from __future__ import annotations

from unittest.mock import patch

from tests.rendering.steps import dom, layout, match

SEEDS = [
    b"<!doctype html><title>t</title><p class=c>a <b>b</b><p id=d>c &amp; d<img width=3 height=4>",
    b"<style>p.c, #d { margin: 1px 2px; color: red } body { width: 90px }</style><ul><li>a<li>b",
    b"<style>div { border: 1px solid blue; padding: 3px; float: left }</style><div><div>a</div>",
    b"<link rel=stylesheet href=a><script>a</script><!-- b --><h1>c</h1>",
]


def one(data: bytes) -> None:
    """Read, style and lay out; what a link leads to is empty."""
    with patch.object(match, "text", lambda url: ""):
        box = layout.laid_out(dom.Tree(data.decode("utf-8", "replace")).html)
    assert all(each.height == each.height for each in box.walk())  # a height that is a number
