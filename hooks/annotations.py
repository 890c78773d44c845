"""Notes on a line of code, as Material writes them: a comment `# (1)` in a block, and the list that
follows the block. Material's script makes the marks in the page; here they are made at build, so
they need none: each mark is a button that opens its note, a popover, which Escape closes.

The number is drawn by the style sheet, so that nobody copies it with the program. With `# (1)!` the
rest of the comment goes. On paper, and in a browser without popovers, the notes are a list.
"""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

BLOCK = re.compile(
    r'(?P<code><div class="[^"]*\bhighlight\b[^"]*">(?:(?!</?div\b).)*</div>)\s*<ol>', re.S
)
SPACE = r'(?:[ \t]|<span class="w">\s*</span>)*'
COMMENT = re.compile(rf'(?P<space>{SPACE})<span class="c[1m]?">(?P<text>[^<]*\(\d+\)[^<]*)</span>')
MARK = re.compile(r"[ \t]*\((\d+)\)(!?)")
LISTS = re.compile(r"<(/?)(ol|ul|li)\b")


def annotated(html: str, label: str) -> str:
    """The page with its marks and notes; `label` is the name of a mark, its {} the number."""
    made, place, number = "", 0, 1
    while block := BLOCK.search(html, place):
        items, end = notes(html, block.end())
        code = marked(block["code"], f"note-{number}", len(items), label)
        if code == block["code"]:  # an ordinary list
            made, place = made + html[place : block.end()], block.end()
            continue
        made += html[place : block.start()] + code + listed(items, f"note-{number}")
        place, number = end, number + 1
    return made + html[place:]


def notes(html: str, start: int) -> tuple[list[str], int]:
    """What each item of the list that opened before `start` holds, and where the list ends."""
    items, depth, opened = [], 1, start
    for tag in LISTS.finditer(html, start):
        closes, name = tag[1] == "/", tag[2]
        if name != "li":
            depth += -1 if closes else 1
        elif depth == 1 and closes:
            items.append(html[opened : tag.start()])
        elif depth == 1:
            opened = html.index(">", tag.end()) + 1
        if not depth:
            return items, html.index(">", tag.end()) + 1
    return items, len(html)


def marked(code: str, name: str, known: int, label: str) -> str:
    """The block with a button in the place of each mark that has a note."""

    def button(number: str) -> str:
        said = label.format(number)
        return (
            f'<button type="button" class="annotation" popovertarget="{name}-{number}"'
            f' data-n="{number}" aria-label="{said}"></button>'
        )

    def comment(found: re.Match[str]) -> str:
        marks = [mark for mark in MARK.finditer(found["text"]) if 0 < int(mark[1]) <= known]
        alone = next((mark for mark in marks if mark[2]), None)
        if alone:
            return button(alone[1])
        kept = {mark.start() for mark in marks}
        text = MARK.sub(lambda m: button(m[1]) if m.start() in kept else m[0], found["text"])
        return found[0].replace(found["text"], text)

    return COMMENT.sub(comment, code)


def listed(items: list[str], name: str) -> str:
    """The notes, each with the name that its mark calls."""
    lines = (f'\n<li id="{name}-{n}" popover>{item}</li>' for n, item in enumerate(items, 1))
    return f'<ol class="annotations">{"".join(lines)}</ol>'


@event_priority(-35)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Before a program and its notes become one box."""
    return annotated(html, config.extra["words"]["note"])
