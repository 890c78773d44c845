"""The tree that our parser makes: what HTML implies, what it mends, and what would hurt it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rendering.steps import dom


def told(node: Any) -> str:
    """A tree on one line: `p(text b(text))`."""
    if isinstance(node, str):
        return " ".join(node.split())
    inside = " ".join(filter(None, map(told, node.children)))
    return f"{node.tag}({inside})" if inside else str(node.tag)


def body(html: str) -> str:
    return told(dom.Tree(html).body)


@pytest.mark.parametrize(
    ("html", "tree"),
    [
        ("", "body"),
        ("x", "body(x)"),
        ("<p>a<p>b", "body(p(a) p(b))"),
        ("<p>a<div>b</div>c", "body(p(a) div(b) c)"),
        ("<ul><li>a<li>b</ul>c", "body(ul(li(a) li(b)) c)"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "body(ul(li(a ul(li(b))) li(c)))"),
        ("a<br>b<img>c", "body(a br b img c)"),
        ("</p></div></b>x", "body(x)"),
        ("<div><b>a</div>b", "body(div(b(a)) b)"),
        ("<p>a</body></html>b", "body(p(a b))"),
        ("a &lt;b&gt; &amp; c", "body(a <b> & c)"),
        ("<!-- a -->b<!doctype html>c", "body(bc)"),
        ("<body class=a><body id=b>x", "body(x)"),
    ],
)
def test_tree(html: str, tree: str) -> None:
    assert body(html) == tree


def test_head_holds_what_only_a_head_may() -> None:
    tree = dom.Tree("<meta charset=x>\n<title>T</title>\n<link>\n<h1>a</h1><link>")
    assert told(tree.html) == "html(head(meta title(T) link) body(h1(a) link))"


def test_body_tags_give_their_attributes_to_the_one_body() -> None:
    assert dom.Tree("<body class=a><p><body id=b>").body.attributes == {"class": "a", "id": "b"}


def test_ten_thousand_nested_elements_stay_within_reach() -> None:
    tree = dom.Tree("<div>" * 10_000 + "x" + "</div>" * 10_000)
    assert told(tree.html).count("div") == 10_000


@pytest.mark.parametrize(
    "html",
    ["<" * 1_000_000, "<p>a" * 50_000, "<b>" * 50_000, "</b>" * 50_000, "&" * 1_000_000,
     "<a b='", "<!--", "<![CDATA[", "<?", "<script>", "<title>", "\0" * 1000, "<\ud800>"],
)  # fmt: skip
def test_hostile_pages_are_read_to_the_end(html: str) -> None:
    assert told(dom.Tree(html).html).startswith("html(head")
