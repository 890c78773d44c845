"""What is over budget, in words for whoever made it so."""

from __future__ import annotations

import statistics
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.telling import in_both
from tools.site_bench.weight import Visit

FILE = "tests/site/budgets.toml"
BUDGETS: dict[str, dict[str, int]] = tomllib.loads(
    Path(__file__).with_name("budgets.toml").read_text("utf8")
)
ADVICE = {
    "total": in_both(
        "Raccourcissez ou partagez la page ; une image : dessinez-la (Mermaid, SVG) ; ce qui sert "
        "à peu de gens\n    ne vient que quand ils le demandent.",
        "Shorten or split the page; an image: draw it (Mermaid, SVG); what few readers use comes "
        "when they ask for it.",
    ),
    "first": in_both(
        "Le premier affichage attend ceci : un script se charge avec `defer`, et le style de ce "
        "que le premier\n    écran ne montre pas vient dans une feuille ajoutée plus tard.",
        "The first paint waits for this: load scripts with `defer`, and leave to a sheet added "
        "later\n    what the first screen does not show.",
    ),
    "requests": in_both(
        "La page, une feuille de style, un script : joignez-y le reste, ou ne le demandez qu'au "
        "besoin.",
        "The page, a sheet, a script: join the others to these, or fetch them when asked.",
    ),
    "foreign": in_both(
        "Tout vient du site lui-même : gardez une copie dans theme/assets.",
        "Everything comes from the site itself: keep a copy in theme/assets.",
    ),
    "fonts": in_both(
        "Les polices sont celles du lecteur : nommez-les dans colours.css.",
        "The reader's own fonts are used: name them in colours.css.",
    ),
}

UNITS = {
    "total": "octets en tout · bytes in all",
    "first": "octets avant le premier affichage · bytes before the first paint",
    "requests": "requêtes · requests",
    "foreign": "requêtes ailleurs · requests elsewhere",
    "fonts": "polices · fonts",
}


def excesses(visits: Sequence[Visit]) -> list[str]:
    """One sentence for each: the page, the figure, the limit, what weighs, what to do."""
    middle = statistics.median_low([visit.total for visit in visits])
    found = [line for visit in visits for line in _of_page(visit)]
    if (limit := BUDGETS["median"]["total"]) < middle:
        visit = next(visit for visit in visits if visit.total == middle)
        found.append(
            _told(
                visit,
                "total",
                middle,
                limit,
                "la moitié des pages pèse plus · half of the pages weigh more",
            )
        )
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
    unit = UNITS[what]
    name = _short(visit.url)
    where = f"{_source(name)}:1: {name}: {figure:,} {unit} > {limit:,} ({FILE})"
    return f"{where}\n    {why}\n\n{ADVICE[what]}\n"


def _source(name: str) -> str:
    """What a page is made of: `docs/en/url.md`, of `en/url.html`."""
    language = "en" if name.startswith("en/") else "fr"
    return f"docs/{language}/{name.removeprefix('en/').removesuffix('.html') or 'index'}.md"
