"""What pytest does here beyond its habit: pages are tests, docstrings are not, one site is built.

`tests/fences.py` says how a page's programs run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Playwright, sync_playwright
from pytest_markdown_docs.plugin import MarkdownDocstringCodeModule

from tests.fences import Pages
from tests.includes import ROOT
from tests.telling import expect, notes_beside


@pytest.hookimpl(tryfirst=True)
def pytest_markdown_docs_markdown_it() -> MarkdownIt:
    return Pages()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    found = yield
    return [c for c in found if not isinstance(c, MarkdownDocstringCodeModule)]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are no name for a test; and all workers must give it the same."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the site or a browser comes last: nobody waits for the site while there is other
    work, and a browser's driver stays to the end."""
    late = {"playwright", "site"}
    items.sort(key=lambda item: bool(late & {*getattr(item, "fixturenames", ())}))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """On GitHub, what failed is shown beside the line that it is about."""
    yield
    if "GITHUB_ACTIONS" in os.environ:
        failed = [*terminalreporter.getreports("failed"), *terminalreporter.getreports("error")]
        for report in failed:
            for line in notes_beside(report.longreprtext):
                terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers: one in a process."""
    with sync_playwright() as playwright:
        yield playwright


class Build(NamedTuple):
    """A folder with the site, and what MkDocs said if it could not be built."""

    folder: Path
    log: str


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The site, built once, strictly, in both languages."""
    return _built(tmp_path_factory, "site", ["-m", "mkdocs", "build", "--strict"])


@pytest.fixture(scope="session")
def site(build: Build) -> Path:
    """The folder of the site; if there is none, one test says why and these are skipped."""
    if build.log:
        pytest.skip("the site cannot be built: tests/site/test_builds.py says why")
    return build.folder


@pytest.fixture(scope="session")
def again(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Path:
    """A folder where it was built once more, on another day: `site`, and `written`, the pages as
    they were before they were made ready to publish."""
    other = _built(tmp_path_factory, "again", ["-m", "tests.site.build_again"])
    expect(not other.log, f"the site cannot be built again:\n\n{other.log}")
    return other.folder.parent


def _built(paths: pytest.TempPathFactory, name: str, command: list[str]) -> Build:
    """The folder `name`/site, in which this command built the site, for all workers."""
    base = paths.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, said = shared / name, shared / f"{name}.log"
    try:
        folder.mkdir()
    except FileExistsError:  # another worker is building it
        _wait_for(said)
    else:
        _build(folder / "site", command, said)
    return Build(folder / "site", said.read_text("utf8"))


def _build(folder: Path, command: list[str], said: Path) -> None:
    """Build the site; then write in `said` what MkDocs said if it failed, or nothing."""
    build = [sys.executable, *command, "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(build, cwd=ROOT, env=environment, capture_output=True, encoding="utf8")
    draft = said.with_suffix(".draft")
    draft.write_text(f"{built.stdout}{built.stderr}" if built.returncode else "", "utf8")
    draft.rename(said)


def _wait_for(path: Path) -> None:
    for _ in range(1800):
        if path.exists():
            return
        time.sleep(0.1)
    pytest.fail("the worker that builds the site has not done so in 3 minutes", pytrace=False)
