"""Lighthouse on every page of a built site, in both languages: `make lighthouse`.

    python -m tools.lighthouse SITE [--page NAME …]

Each page must have 100 for accessibility, best practices and SEO, 99 at least for performance, no
shift, and its largest paint within 1.5 times that of the floor: the same words in one file written
as if by hand. Our scripts block nothing; but a long page is parsed and laid out in one task, which
takes the simulated phone up to 130 ms: more than Lighthouse's own 200 is a defect. Slow 4G, over
HTTP/2, TLS and Brotli from this machine. What is over a limit is measured twice more, and the
median counts: a machine that does something else for a moment is no defect.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.bundle.inputs import CannotMake
from tools.lighthouse.run import CATEGORIES, Report, reports
from tools.site_bench import floor
from tools.site_bench.host import serving

AGAIN = 2
SLOWER = 1.5  # times the floor
BLOCKED = 200.0  # milliseconds
LEAST = dict.fromkeys(CATEGORIES, 100) | {"performance": 99}
OURS, FLOOR = "https://ours.test/", "https://floor.test/"


def middle(seen: Sequence[Report]) -> Report:
    """The medians of what was seen; what was lost, as the worst of them lost it."""
    worst = min(seen, key=lambda report: sum(report.scores.values()))
    scores = {c: statistics.median_low(r.scores[c] for r in seen) for c in worst.scores}
    metrics = {m: statistics.median(r.metrics[m] or 0 for r in seen) for m in worst.metrics}
    return Report(worst.url, worst.error, scores, worst.lost, metrics)


def faults(page: str, report: Report, lowest: float) -> Iterator[str]:
    """What is wrong with a page, by category and audit; `lowest` is the paint of its floor."""
    if report.error:
        yield f"{page}: {report.error}"
        return
    for category in CATEGORIES:
        if (score := report.scores[category]) < (least := LEAST[category]):
            why = ", ".join(f"{audit} ({said})" for audit, said in report.lost[category])
            yield f"{page}: {category} {score}, {least} wanted: {why}"
    yield from _limits(page, report, lowest)


def _limits(page: str, report: Report, lowest: float) -> Iterator[str]:
    limits = {"tbt": BLOCKED, "cls": 0.0, "lcp": round(SLOWER * lowest)}
    names = {"tbt": "total-blocking-time", "cls": "cumulative-layout-shift"}
    for metric, limit in limits.items():
        if (figure := report.metrics[metric]) > limit:
            name = names.get(metric, "largest-contentful-paint")
            yield f"{page}: performance, {name} {figure:.4g}, at most {limit:.4g}"


def measured(name: str, port: int) -> tuple[Report, float]:
    """What Lighthouse says of a page, and the largest paint of its floor in milliseconds."""
    seen = list(reports([OURS + name, FLOOR + name], port))
    if any(faults(name, seen[0], seen[1].metrics["lcp"])):
        seen += reports([OURS + name, FLOOR + name] * AGAIN, port)
    return middle(seen[::2]), middle(seen[1::2]).metrics["lcp"]


def told(name: str, report: Report, lowest: float) -> str:
    """One line of the table."""
    scores = " ".join(f"{report.scores.get(category, 0):>4}" for category in CATEGORIES)
    figures = report.metrics
    ratio = figures["lcp"] / lowest
    paints = f"{figures['fcp']:>6.0f}{figures['lcp']:>6.0f}{ratio:>6.2f}"
    return f"{name:<24}{scores}{paints}{figures['tbt']:>6.0f}{figures['cls']:>7.3f}"


def check(site: Path, names: Sequence[str]) -> list[str]:
    """Print what is measured; everything that is wrong."""
    print(f"{'':<24}perf a11y   BP  SEO   FCP   LCP× floor  TBT    CLS", flush=True)
    found: list[str] = []
    with TemporaryDirectory() as held:
        low = floor.write(site, Path(held), names)
        with serving({"ours.test": site, "floor.test": low}) as port:
            for name in names:
                report, lowest = measured(name, port)
                print(told(name, report, lowest), flush=True)
                found += faults(name, report, lowest)
    return found


def main() -> int:
    """Exit status 1 if any page falls short."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--page", nargs="+", help="en/dns.html, for instance; all if none is given")
    asked = parser.parse_args()
    try:
        found = check(asked.site.resolve(), asked.page or floor.pages(asked.site))
    except CannotMake as wrong:
        found = [str(wrong)]
    print(*found, sep="\n", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
