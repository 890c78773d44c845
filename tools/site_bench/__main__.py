"""Our site beside the floor, Starlight and plain Material, with the same text: `make bench`.

    python -m tools.site_bench [--times N] [--page NAME …] [--only weigh|time]

Starlight and Material are built here, from the registries, as their guides set them up, in both
languages; the floor has our page's words, written as if by hand. They are served over HTTP/2, TLS
and Brotli. `bytes`, `first`, `requests` are those of a first visit on a phone; the rest is what
Lighthouse says (mobile, simulated slow 4G). Then the seconds of a build from nothing, of all pages
in both languages (ours: with the browser bundle made before), and those from a word's change to the
page that has it. Medians; the ratio is to ours.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.bundle.inputs import CannotMake
from tools.site_bench import floor, latency, peers
from tools.site_bench.compared import Row, rows
from tools.site_bench.peers import Project

RATIOS = ("bytes", "first", "requests", "lcp", "build, s", "edit, s")
PAGES = ("url", "dns", "response")


def projects(folder: Path) -> list[Project]:
    """The three that are built."""
    ours = peers.ours(folder / "ours")
    return [ours, peers.starlight("compared"), peers.material(folder / "material")]


def weigh(found: Sequence[Project], folder: Path, pages: Sequence[str], times: int) -> None:
    """One table for each page."""
    for project in found:
        project.built()
    sites = {project.name: project.site for project in found}
    made = floor.write(sites["ours"], folder / "floor", [f"{page}.html" for page in pages])
    sites = {"ours": sites["ours"], "floor": made, **sites}
    others = peers.third_parties(folder)
    for page in pages:
        table(page, rows(sites, others, page, times))


def time(found: Sequence[Project], times: int) -> None:
    """One table: builds and edits."""
    figures = {
        project.name: {
            "build, s": latency.cold(project, times),
            "edit, s": latency.edits(project, times),
        }
        for project in found
    }
    table("both languages", figures)


def table(title: str, rows: Mapping[str, Row]) -> None:
    """Print one; where smaller is better, the ratio to ours follows."""
    columns = list(rows["ours"])
    heads = [f"{column} | × ours" if column in RATIOS else column for column in columns]
    print(f"\n| {title} | {' | '.join(heads)} |")
    print("|---" + "|---:" * sum(1 + (column in RATIOS) for column in columns) + "|")
    for name, row in rows.items():
        cells = [_cell(column, row[column], rows["ours"][column]) for column in columns]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _cell(column: str, figure: float, ours: float) -> str:
    if column.endswith(", s"):
        shown = f"{figure:.2f}"
    elif column == "cls":
        shown = f"{figure:.3f}"
    else:
        shown = f"{figure:,.0f}"
    return f"{shown} | {figure / ours:.2f}" if column in RATIOS else shown


def main() -> int:
    """Measure, and print the tables."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--page", nargs="+", default=PAGES)
    parser.add_argument("--only", choices=("weigh", "time"))
    asked = parser.parse_args()
    try:
        with TemporaryDirectory() as held:
            found = projects(Path(held))
            if asked.only != "time":
                weigh(found, Path(held), asked.page, asked.times)
            if asked.only != "weigh":
                time(found, asked.times)
    except CannotMake as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
