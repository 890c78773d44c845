"""No page holds code of its own: nothing for a strict policy to forbid."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from hooks.csp import Strict


class Inline(HTMLParser):
    """Notes in `found` what the policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        code = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if code or tag == "style":
            self.found.append(tag)
        self.found += [
            f"{tag} {name}" for name in given if name == "style" or name.startswith("on")
        ]
        self.found += [f"{tag} javascript:" for value in given.values() if is_code(value)]


def is_code(value: str | None) -> bool:
    return bool(value and value.strip().lower().startswith("javascript:"))


def inline(html: str) -> list[str]:
    """What a page has of its own code."""
    parser = Inline()
    parser.feed(html)
    return parser.found


def test_no_page_holds_code(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert not inline(path.read_text("utf8")), path.relative_to(site)


def test_it_would_be_seen() -> None:
    html = '<p style="color: red" onclick="f()"><script>f()</script><style></style>'
    assert len(inline(html + '<a href=" javascript:f()">')) == 5
    assert not inline('<script type="application/json">{}</script>')


HEAD = '<head><style>a{b:c}</style></head><script src="../assets/javascripts/bundle.1.js"></script>'


def test_code_moves_to_files_in_its_order() -> None:
    page = Strict(f"{HEAD}<script>one()</script> <script>two()</script><p><script>three()</script>")
    names = re.findall(r'<script src="\.\./assets/inline/(\w+\.js)"></script>', page.html)
    assert [page.published[name] for name in names] == ["one();\ntwo()", "three()"]
    assert not inline(page.html)


def test_styles_keep_their_place_and_their_rank() -> None:
    page = Strict(
        f"{HEAD}<svg class='k' style=\"fill: none; --w:4\"><path style=';'/></svg>"
        "<style>#d{e:f}</style>"
    )
    sheets = [page.published[name] for name in re.findall(r"inline/(\w+\.css)", page.html)]
    assert sheets[0] == "a{b:c}"
    assert "#d{e:f}" in sheets[1] and "{fill: none!important;--w:4!important}" in sheets[1]
    [name] = re.findall(r"\.(s\w+)\{", sheets[1])
    assert f"<svg class='{name} k'><path/></svg>" in page.html


def test_programs_and_data_are_not_markup() -> None:
    data = '<script type="application/json">{"a": "<p style=\'b:c\'>"}</script>'
    code = '<code>&lt;p style="b:c"&gt;</code>'
    assert Strict(HEAD + data + code).html.endswith(data + code)
