"""A mark in a comment and the list after the block: a button, and the note that it opens."""

from __future__ import annotations

import html
import re

from hooks import programs
from hooks.annotations import annotated

CODE = '<div class="language-python highlight"><pre><span></span><code>{}\n</code></pre></div>\n'
NOTES = "<ol>\n<li>One.</li>\n<li>\n<p>Two.</p>\n<ol>\n<li>a</li>\n</ol>\n</li>\n</ol>"
ONE = 'x  <span class="c1"># (1)!</span>'


def made(line: str, notes: str = NOTES) -> str:
    return annotated(f"<p>a</p>\n{CODE.format(line)}{notes}<p>b</p>", "Note {}")


def text(page: str) -> str:
    """What is copied of the code."""
    code = re.search(r"<code>(.*?)</code>", page, re.S)
    return html.unescape(re.sub(r"<.*?>", "", code[1])) if code else ""


def test_a_mark_with_a_note_becomes_its_button() -> None:
    page = made(ONE)
    assert 'popovertarget="note-1-1" data-n="1" aria-label="Note 1"></button>' in page
    assert '<li id="note-1-1" popover>One.</li>' in page
    assert page.startswith("<p>a</p>") and page.endswith("</ol><p>b</p>")
    assert text(page) == "x\n"


def test_an_exclamation_mark_takes_the_comment_away() -> None:
    assert text(made('x <span class="c1"># see (2)</span>')) == "x # see\n"
    assert text(made('x <span class="c1"># see (2)!</span>')) == "x\n"


def test_a_nested_list_is_part_of_its_note() -> None:
    page = made(ONE)
    assert re.findall(r"<li( id=\S+ popover)?>", page) == [
        ' id="note-1-1" popover',
        ' id="note-1-2" popover',
        "",
    ]


def test_a_mark_without_a_note_is_a_comment() -> None:
    line = 'x <span class="c1"># RFC 9110 (3), (0)</span>'
    assert made(line) == f"<p>a</p>\n{CODE.format(line)}{NOTES}<p>b</p>"
    both = made('x <span class="c1"># (3) and (1)</span>')
    assert text(both) == "x # (3) and\n" and both.count("<button") == 1


def test_code_and_lists_without_marks_stay_as_they_are() -> None:
    for line in ("x (1)", '<span class="s2">"# (1)!"</span>'):
        assert made(line) == f"<p>a</p>\n{CODE.format(line)}{NOTES}<p>b</p>"


def test_a_list_further_away_is_not_of_the_block() -> None:
    page = f"{CODE.format(ONE)}<p>then</p>{NOTES}"
    assert annotated(page, "Note {}") == page


def test_each_block_has_its_own_notes() -> None:
    page = annotated((CODE.format(ONE) + NOTES) * 2, "Note {}")
    ids = re.findall(r' id="(.*?)"', page)
    assert ids == ["note-1-1", "note-1-2", "note-2-1", "note-2-2"]
    assert re.findall(r'popovertarget="(.*?)"', page) == ["note-1-1", "note-2-1"]


def test_a_program_keeps_its_notes_in_its_box() -> None:
    name = '<span class="filename">snippets/dns/ask.py</span><pre>'
    page = made(ONE).replace("<pre>", name, 1)
    box = programs.joined(page, "dns.html", "Get it", lambda path: "ROW")
    assert "<li>a</li>\n</ol>\n</li></ol>ROW</div><p>b</p>" in box
