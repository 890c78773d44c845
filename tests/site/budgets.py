"""What is over budget, in words for whoever made it so."""

from __future__ import annotations

import statistics
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.site_bench.weight import Visit

FILE = "tests/site/budgets.toml"
BUDGETS: dict[str, dict[str, int]] = tomllib.loads(
    Path(__file__).with_name("budgets.toml").read_text("utf8")
)
ADVICE = {
    "total": "shorten or split the page, or fetch what few readers use when they ask for it",
    "first": "the first paint waits for this: load scripts with `defer`, and leave to a sheet "
    "added later what the first screen does not show",
    "requests": "the page, a sheet, a script: join the others to these, or fetch them when asked",
    "foreign": "everything comes from the site itself: keep a copy in theme/assets",
    "fonts": "the reader's own fonts are used: name them in colours.css",
}


def excesses(visits: Sequence[Visit]) -> list[str]:
    """One sentence for each: the page, the figure, the limit, what weighs, what to do."""
    middle = statistics.median_low([visit.total for visit in visits])
    found = [line for visit in visits for line in _of_page(visit)]
    if (limit := BUDGETS["median"]["total"]) < middle:
        visit = next(visit for visit in visits if visit.total == middle)
        found.append(_told(visit, "total", middle, limit, "half of the pages weigh more"))
    return found


def _of_page(visit: Visit) -> Iterator[str]:
    for what, limit in BUDGETS["page"].items():
        figure, parts = _figure(visit, what)
        if figure > limit:
            yield _told(visit, what, figure, limit, _listed(parts))


def _figure(visit: Visit, what: str) -> tuple[int, Mapping[str, Any]]:
    """How much, and of what."""
    if what == "total":
        return visit.total, visit.bytes
    if what == "first":
        waits = {url: visit.bytes[url] for url in visit.blocking}
        return visit.first, {"the HTML of the first screen": visit.shown, **waits}
    urls = {"requests": list(visit.bytes), "foreign": visit.foreign, "fonts": visit.fonts}[what]
    return len(urls), dict.fromkeys(urls, "")


def _listed(parts: Mapping[str, Any]) -> str:
    """The heaviest first."""
    if all(isinstance(part, int) for part in parts.values()):
        ordered = sorted(parts.items(), key=lambda part: -part[1])
        return ", ".join(f"{_short(name)} {size:,}" for name, size in ordered)
    return ", ".join(map(_short, parts))


def _short(url: str) -> str:
    """A URL of the site as its path; another as it is, for it must be known whose it is."""
    return url.split("/", 3)[3] if url.startswith("http://127.0.0.1") else url


def _told(visit: Visit, what: str, figure: int, limit: int, why: str) -> str:
    unit = {"total": "bytes in all", "first": "bytes before the first paint"}.get(what, what)
    where = f"{_short(visit.url)}: {figure:,} {unit}, over the limit of {limit:,} ({FILE})"
    return f"{where}\n    {why}\n    {ADVICE[what]}"
