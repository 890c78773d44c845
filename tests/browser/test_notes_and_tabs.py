"""Notes on a line of code, and tabs: Markdown that pages may hold, made by the site's own settings
and styled by its sheets. No page has any yet: the page of these tests has both."""

from __future__ import annotations

from collections.abc import Iterator

import markdown
import pytest
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, expect

from hooks.annotations import annotated
from tests.browser.host import Host
from tests.includes import ROOT

ASSETS = ROOT / "theme" / "assets"
SHEETS = ["colours", "text", "frame", "code", "notes", "tabs", "print"]
SOURCE = """
# A page

```python
import socket  # (1)!
name = "a"  # the name (2)
```

1.  Before the system's own [module](#after).
2.  Any name.

    1. even this one

## After

=== "Linux"

    The penguin.

=== "Windows"

    The panes.

Between.

=== "Linux"

    Again.

=== "Windows"

    The other panes.
"""
PAGE = """<!doctype html>
<html lang="en" data-copy="Copy" data-copied="Copied">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Both</title>
{sheets}{scripts}</head>
<body><main id="content"><article>{article}</article></main></body></html>
"""
CODE = 'import socket\nname = "a"  # the name'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the page, on a host of its own."""
    folder = tmp_path_factory.mktemp("both")
    names = [f"stylesheets/{name}.css" for name in SHEETS]
    names += ["javascripts/page.js", "javascripts/tabs.js"]
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((ASSETS / name).read_bytes())
    (folder / "index.html").write_text(written(SOURCE), "utf8")
    with Host(folder) as host:
        yield host.url


def converted(text: str) -> str:
    """The Markdown, as the site's settings read it."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    extensions, options = config.markdown_extensions, config.mdx_configs or {}
    return markdown.markdown(text, extensions=extensions, extension_configs=options)


def written(text: str) -> str:
    """The page with this content."""
    return PAGE.format(
        sheets="".join(f'<link rel="stylesheet" href="stylesheets/{n}.css">' for n in SHEETS),
        scripts="".join(
            f'<script defer src="javascripts/{n}.js"></script>' for n in ("page", "tabs")
        ),
        article=annotated(converted(text), "Note {}"),
    )


# -- notes ----------------------------------------------------------------------------------------


def test_a_mark_opens_its_note_beside_it(page: Page, home: str) -> None:
    page.goto(home)
    mark, note = page.get_by_role("button", name="Note 1"), page.locator("#note-1-1")
    expect(note).to_be_hidden()
    mark.click()
    expect(note).to_be_visible()
    there, here = note.bounding_box(), mark.bounding_box()
    assert there and here and 0 <= there["y"] - here["y"] - here["height"] < 12
    page.get_by_role("button", name="Note 2").press("Enter")
    expect(note).to_be_hidden()
    expect(page.get_by_text("even this one")).to_be_visible()
    page.mouse.click(5, 5)
    expect(page.get_by_text("even this one")).to_be_hidden()


def test_a_note_opens_and_closes_without_script(browser_without_script: Page, home: str) -> None:
    page = browser_without_script
    page.goto(home)
    mark, note = page.get_by_role("button", name="Note 1"), page.locator("#note-1-1")
    mark.focus()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Tab")
    expect(note.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(mark).to_be_focused()


def test_a_mark_is_not_copied(page: Page, home: str) -> None:
    page.goto(home)
    page.locator("button.copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == CODE
    selected = (
        "getSelection().selectAllChildren(document.querySelector('pre')); String(getSelection())"
    )
    assert page.evaluate(selected).strip() == CODE


def test_on_paper_the_notes_are_a_list(page: Page, home: str) -> None:
    page.goto(home)
    page.emulate_media(media="print")
    first, second = page.locator("#note-1-1"), page.locator("#note-1-2")
    expect(first).to_be_visible()
    one, two = first.bounding_box(), second.bounding_box()
    assert one and two and one["y"] + one["height"] <= two["y"]
    assert first.evaluate("note => getComputedStyle(note).display") == "list-item"
    number = "mark => getComputedStyle(mark, '::before').content"
    assert page.locator(".annotation").last.evaluate(number).startswith('"2"')


def test_a_note_fits_a_small_window(page: Page, home: str) -> None:
    page.set_viewport_size({"width": 320, "height": 480})
    page.goto(home)
    for name in ("Note 1", "Note 2"):
        page.get_by_role("button", name=name).click()
        box = page.locator(":popover-open").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320
        page.keyboard.press("Escape")


# -- tabs -----------------------------------------------------------------------------------------


def test_a_tab_is_chosen_without_script(browser_without_script: Page, home: str) -> None:
    page = browser_without_script
    page.goto(home)
    expect(page.get_by_text("The penguin.")).to_be_visible()
    expect(page.get_by_text("The panes.")).to_be_hidden()
    page.get_by_text("Windows").first.click()
    expect(page.get_by_text("The panes.")).to_be_visible()
    expect(page.get_by_text("The penguin.")).to_be_hidden()
    expect(page.get_by_text("Again.")).to_be_visible()


def test_tabs_of_a_name_go_together_and_are_remembered(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("radio", name="Linux").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("The panes.")).to_be_visible()
    expect(page.get_by_text("The other panes.")).to_be_visible()
    page.goto(f"{home}index.html")
    expect(page.get_by_text("The other panes.")).to_be_visible()
    page.get_by_text("Linux").last.click()
    page.reload()
    expect(page.get_by_text("The penguin.")).to_be_visible()


def test_a_tab_under_the_keyboard_is_seen(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("radio", name="Linux").first.focus()
    page.keyboard.press("ArrowRight")
    outline = "label => getComputedStyle(label).outlineStyle"
    assert page.get_by_text("Windows").first.evaluate(outline) == "solid"
    assert page.get_by_text("Windows").last.evaluate(outline) == "none"


def test_on_paper_each_tab_is_under_its_name(page: Page, home: str) -> None:
    page.goto(home)
    page.emulate_media(media="print")
    tops = [
        page.get_by_text(text, exact=True).first.bounding_box()
        for text in ("Linux", "The penguin.", "Windows", "The panes.")
    ]
    heights = [box["y"] for box in tops if box]
    assert len(heights) == 4 and heights == sorted(heights)


def test_both_browsers(either: Browser, home: str) -> None:
    """Where a browser cannot place a note beside its mark, it is at the foot of the window."""
    context = either.new_context()
    page = context.new_page()
    page.goto(home)
    page.get_by_role("button", name="Note 1").click()
    expect(page.locator("#note-1-1")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#note-1-1")).to_be_hidden()
    page.get_by_text("Windows").first.click()
    expect(page.get_by_text("The other panes.")).to_be_visible()
    context.close()
