"""What the site is measured with and against: the others have its words, and a fault is told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.site.sources import LANGUAGES, pages
from tools.lighthouse.__main__ import LEAST, faults, middle
from tools.lighthouse.run import CATEGORIES, Report
from tools.site_bench import floor, words

PERFECT = dict.fromkeys(CATEGORIES, 100)
GOOD = {"fcp": 800.0, "lcp": 900.0, "tbt": 0.0, "cls": 0.0}


def report(scores: dict[str, int] | None = None, **metrics: Any) -> Report:
    """What Lighthouse says of a page that is perfect but for this."""
    lost = {category: [("an-audit", "12 ms")] for category in scores or {}}
    return Report("", "", PERFECT | (scores or {}), lost, GOOD | metrics)


def test_perfect_page_has_no_fault() -> None:
    assert not [*faults("url.html", report(), 800)]


@pytest.mark.parametrize("category", CATEGORIES)
def test_lost_points_are_told(category: str) -> None:
    """With the page, the category, its score, the audit and its figure."""
    [told] = faults("url.html", report({category: 97}), 800)
    assert told == f"url.html: {category} 97, {LEAST[category]} wanted: an-audit (12 ms)"


@pytest.mark.parametrize(
    "metric, figure, words",
    [
        ("tbt", 201.0, "total-blocking-time 201, at most 200"),
        ("cls", 0.02, "cumulative-layout-shift 0.02, at most 0"),
        ("lcp", 1201.0, "largest-contentful-paint 1201, at most 1200"),
    ],
)
def test_limit_is_held(metric: str, figure: float, words: str) -> None:
    [told] = faults("url.html", report(None, **{metric: figure}), 800)
    assert told == f"url.html: performance, {words}"


def test_page_that_fails_is_told() -> None:
    failed = Report("", "NO_FCP", {}, {}, {})
    assert [*faults("url.html", failed, 800)] == ["url.html: NO_FCP"]


def test_one_bad_moment_does_not_count() -> None:
    """Two of three do; what was lost is then told as the worst of them lost it."""
    bad = report({"performance": 80}, tbt=300)
    assert not [*faults("url.html", middle([bad, report(), report()]), 800)]
    assert len([*faults("url.html", middle([bad, bad, report()]), 800)]) == 2


def test_every_page_is_measured(site: Path) -> None:
    names = {f"{'' if lang == 'fr' else 'en/'}{page.path.stem}.html"
             for lang in LANGUAGES for page in pages(lang)}  # fmt: skip
    assert set(floor.pages(site)) == names


@pytest.mark.parametrize("language", LANGUAGES)
def test_others_have_the_words(language: str) -> None:
    """Files are included, and nothing is left that only this site understands."""
    for name in words.pages(language):
        facts, text = words.read(language, name)
        assert "--8<--" not in text and "<!--" not in text and facts["description"], name
    assert "socket.getaddrinfo" in words.read(language, "dns")[1]


def test_starlight_has_plain_markdown(tmp_path: Path) -> None:
    words.for_starlight(tmp_path)
    for path in tmp_path.rglob("*.md"):
        text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf8"), flags=re.S)
        assert not re.search(r"^ *(!!!|\?\?\?|===)|\{[#.]|\.md[)#]", text, re.M), path


def test_floor_has_the_words_and_no_script(site: Path, tmp_path: Path) -> None:
    names = ["url.html", "en/dns.html"]
    floor.write(site, tmp_path, names)
    for name in names:
        ours, low = (re.sub(r"\s+", "", _text(folder / name)) for folder in (site, tmp_path))
        assert ours == low, name
        assert "<script" not in (tmp_path / name).read_text("utf8")


def _text(path: Path) -> str:
    """The words of the article; of a floor, what is between its header and its footer."""
    page = floor.soup(path)
    found = floor.article(page) if page.find("article") else page.find("main")
    assert found
    return found.get_text()
