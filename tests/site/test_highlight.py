"""Code with fewer elements: what is left is coloured, and the text is the same."""

from __future__ import annotations

import html
import re

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import BashSessionLexer, PythonLexer
from pygments.token import STANDARD_TYPES

from hooks.highlight import ALIKE, KIND, on_page_content, plainer
from tests.includes import ROOT

PROGRAMS = sorted((ROOT / "snippets").rglob("*.py"))


def text(code: str) -> str:
    """What a reader copies."""
    return html.unescape(re.sub(r"<[^>]+>", "", code))


def coloured(source: str) -> str:
    """As the pages get it from Pygments."""
    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))


def letters(code: str, kinds: dict[str, str]) -> list[tuple[str, str]]:
    """Each letter with the class that colours it; a blank has no colour."""
    found, name = [], ""
    for piece in re.split(r"(<[^>]+>)", code):
        if piece.startswith("<"):
            opened = re.fullmatch(r'<span class="(\w+)">', piece)
            name = kinds.get(opened[1], opened[1]) if opened else ""
        else:
            found += [(name, letter) for letter in html.unescape(piece) if letter.strip()]
    return found


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_letter_keeps_its_colour(path: str) -> None:
    before = coloured((ROOT / path).read_text("utf8"))
    after = plainer(before)
    assert text(after) == text(before)
    assert letters(after, {}) == letters(before, KIND)
    assert after.count("<span") < before.count("<span") * 0.6
    assert not re.search(r'<span class="(\w+)">[^<]*</span>\s*<span class="\1">[^<]*</span>', after)


def test_every_class_is_one_of_pygments() -> None:
    """A name with a typing error would colour nothing."""
    known = {*STANDARD_TYPES.values(), "s", "esc"}
    assert not {*KIND, *ALIKE} - {""} - known
    assert not {*KIND} & {*ALIKE}


def test_a_prompt_stays_and_what_a_command_prints_is_plain() -> None:
    shown = highlight("$ ls -l\na b\n", BashSessionLexer(), HtmlFormatter(nowrap=True))
    assert plainer(shown) == '<span class="gp">$ </span>ls -l\na b\n'


def test_a_note_in_a_comment_is_left_alone() -> None:
    code = '<span class="c1"># a <button data-n="1"></button></span> <span class="c1">b</span>'
    assert plainer(code) == code.replace("c1", "c")


def test_only_code_is_touched() -> None:
    page = '<p><span class="n">a</span></p><pre><span></span><code><span class="n">a</span></code>'
    made = on_page_content(page, None, None, None)  # type: ignore[arg-type]
    assert made == '<p><span class="n">a</span></p><pre><code>a</code>'
