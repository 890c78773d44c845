"""Draw the pages' diagrams with the real Mermaid, in Chromium: `make diagrams`.

    python -m tools.draw_diagrams            draw what is missing, remove what no page shows
    python -m tools.draw_diagrams --check    only say what should be drawn or removed

A drawing is as wide as this machine's fonts make it; a reader's narrower font only leaves room.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Error, Page, sync_playwright

from hooks.diagrams import DRAWN, MERMAID, ROOT, SCRIPTS, clean, drawing
from tools.mermaid import library

FENCE = re.compile(r"^```mermaid[^\n]*\n(?P<source>.*?)^```[ ]*$", re.M | re.S)
INCLUDE = re.compile(r'^--8<-- "(?P<path>[^":]+)"[ ]*$', re.M)
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


class Diagram(NamedTuple):
    """A fence of a page: where it is, and its source once the includes are in."""

    place: str
    source: str


def diagrams(root: Path) -> list[Diagram]:
    """Every diagram of every page, in order."""
    return [d for page in sorted(root.glob("docs/*/*.md")) for d in on_page(page, root)]


def on_page(page: Path, root: Path) -> list[Diagram]:
    """The diagrams of one page."""
    text = page.read_text("utf8")
    return [
        Diagram(
            f"{page.relative_to(root).as_posix()}:{text.count(chr(10), 0, fence.start()) + 1}",
            clean(INCLUDE.sub(lambda i: (root / i["path"]).read_text("utf8"), fence["source"])),
        )
        for fence in FENCE.finditer(text)
    ]


def faults(found: list[Diagram]) -> list[str]:
    """What a reader who cannot see the drawings would lack, with its place."""
    return [
        f"{place}: the diagram has no {word}: line (in the page's language)"
        for place, source in found
        for word in ("accTitle", "accDescr")
        if not re.search(rf"^\s*{word}\s*:\s*\S", source, re.M)
    ]


def browser_path() -> str | None:
    """The system's Chromium; None leaves Playwright its own."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def draw(wanted: list[Diagram]) -> list[str]:
    """Draw each into its file; return what Mermaid refused, with its place."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = browser.new_context(offline=True).new_page()
        page.set_content("<!doctype html><div id=host></div>")
        page.add_script_tag(path=str(library()))
        for script in SCRIPTS:
            page.add_script_tag(path=str(script))
        page.evaluate("settings => mermaid.initialize(settings)", MERMAID["settings"])
        refused = [fault for diagram in wanted if (fault := draw_one(page, diagram))]
        browser.close()
    return refused


def draw_one(page: Page, diagram: Diagram) -> str:
    """Draw one diagram into its file; return what Mermaid says against it, or nothing."""
    path = drawing(diagram.source)
    try:
        svg = page.evaluate("source => drawing(source)", diagram.source)
    except Error as error:
        return f"{diagram.place}: {error.message.splitlines()[0]}"
    path.write_text(svg + "\n", "utf8")
    print(f"{diagram.place}: {path.relative_to(ROOT)} ({len(svg)} bytes)")
    return ""


def main(check: bool) -> int:
    """Draw, or only check; 0 when all is well."""
    found = diagrams(ROOT)
    wrong = faults(found)
    missing = [d for d in found if not drawing(d.source).exists()]
    unused = sorted(set(DRAWN.glob("*.svg")) - {drawing(d.source) for d in found})
    if check:
        wrong += [f"{d.place}: not drawn. Run: make diagrams" for d in missing]
        wrong += [f"{p.relative_to(ROOT)}: on no page. Run: make diagrams" for p in unused]
    elif not wrong:
        DRAWN.mkdir(exist_ok=True)
        for path in unused:
            path.unlink()
        once = {d.source: d for d in missing}  # a diagram may be on several pages
        wrong = draw([*once.values()]) if missing else []
    print(*wrong, sep="\n", file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main("--check" in sys.argv[1:]))
