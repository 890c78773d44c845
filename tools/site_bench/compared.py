"""The same page in each site, weighed and driven through Lighthouse."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.engines import CHROMIUM
from tools.bundle.inputs import CannotMake
from tools.draw_diagrams import FLAGS
from tools.lighthouse.run import CATEGORIES, Report, reports
from tools.site_bench.host import rules, serving
from tools.site_bench.weight import Visit, weighed

Row = dict[str, float]
SHORT = {"performance": "perf", "accessibility": "a11y", "best-practices": "BP", "seo": "SEO"}


def url(site: str, page: str) -> str:
    """Where a page of one of the sites is; ours and the floor are files, the others folders."""
    path = f"{page}.html" if site in ("ours", "floor") else f"{page}/".replace("index/", "")
    return f"https://{site.lower()}.test/{path}"


def rows(
    sites: Mapping[str, Path], others: Mapping[str, Path], page: str, times: int
) -> dict[str, Row]:
    """Site -> figures of this page: medians where they move."""
    folders = {f"{name.lower()}.test": folder for name, folder in sites.items()}
    with serving({**folders, **others}) as port:
        urls = [url(name, page) for name in sites]
        visits = _weighed(port, urls)
        rounds = [list(reports(urls, port)) for _ in range(times)]  # each in turn: noise is shared
    found = zip(sites, visits, zip(*rounds, strict=True), strict=True)
    return {name: {**_weight(visit), **_lighthouse(seen)} for name, visit, seen in found}


def _weighed(port: int, urls: Sequence[str]) -> list[Visit]:
    path = CHROMIUM.find()
    if not path:
        raise CannotMake(CHROMIUM.none)
    with sync_playwright() as playwright:
        flags = [*FLAGS, *rules(port)]
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        visits = weighed(browser, urls, f"127.0.0.1:{port}")
        browser.close()
    return visits


def _weight(visit: Visit) -> Row:
    return {
        "bytes": visit.total,
        "first": visit.first,
        "requests": len(visit.bytes),
        "foreign": len(visit.foreign),
    }


def _lighthouse(seen: Sequence[Report]) -> Row:
    wrong = [report.error for report in seen if report.error]
    if wrong:
        raise CannotMake(f"Lighthouse: {seen[0].url}: {wrong[0]}")
    scores = {SHORT[c]: statistics.median(r.scores[c] for r in seen) for c in CATEGORIES}
    metrics = {
        name: statistics.median(report.metrics[name] for report in seen)
        for name in ("fcp", "lcp", "tbt", "cls")
    }
    return {**scores, **metrics}
