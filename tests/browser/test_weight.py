"""No page costs its readers more than tests/site/budgets.toml allows, in either language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.host import Host
from tests.browser.test_reading import URLS
from tests.site.budgets import excesses
from tests.telling import expect
from tools.site_bench.weight import weighed

FOLD = """<!doctype html><title>x</title><meta name=viewport content=width=device-width>
<link rel=stylesheet href=a.css>
<link rel=stylesheet href=print.css media=print><script defer src=a.js></script>
<h1>Seen</h1><p hidden>Not seen</p><p class=low>Below {below}</p>{last}"""
STYLE = "h1 { height: 900px } .fixed { position: fixed; top: 0 } .low { color: red }"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder with what a page loads, served, and its URL."""
    (tmp_path / "a.css").write_text(STYLE)
    (tmp_path / "print.css").write_text("p { color: blue }")
    (tmp_path / "a.js").write_text("document.title = 'y'")
    with Host(tmp_path) as host:
        yield tmp_path, host.url


def test_every_page_is_light(browser: Browser, origin: str) -> None:
    visits = weighed(browser, [f"{origin}/{url}" for url in URLS])
    assert all(visit.shown for visit in visits)
    found = excesses(visits)
    expect(not found, "\n".join(found))


def test_only_what_is_above_the_fold_is_awaited(browser: Browser, small: tuple[Path, str]) -> None:
    """More below it weighs more in all, and not before the first paint; print waits for nobody."""
    folder, url = small
    (folder / "short.html").write_text(FOLD.format(below="", last=""))
    (folder / "long.html").write_text(FOLD.format(below="the fold" * 9, last=""))
    fixed = "<p class=fixed>But this is seen</p>"
    (folder / "fixed.html").write_text(FOLD.format(below="the fold" * 9, last=fixed))
    short, long, whole = weighed(browser, [f"{url}{n}.html" for n in ("short", "long", "fixed")])
    assert len(short.bytes) == 4 and short.blocking == [f"{url}a.css"]
    assert short.first == long.first < whole.first
    assert short.total < long.total
