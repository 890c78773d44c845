"""What pytest does here beyond its habit: pages are tests, docstrings are not, one site is built.

`tests/fences.py` says how a page's programs run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pytest_markdown_docs.plugin import MarkdownDocstringCodeModule

from tests.fences import Pages
from tests.includes import ROOT


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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built once, strictly, in both languages."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, said = shared / "site", shared / "site.log"
    try:
        folder.mkdir()
    except FileExistsError:  # another worker is building it
        _wait_for(said)
    else:
        _build(folder, said)
    if log := said.read_text("utf8"):
        pytest.fail(f"`mkdocs build --strict` fails:\n\n{log}", pytrace=False)
    return folder


def _build(folder: Path, said: Path) -> None:
    """Build the site; then write in `said` what MkDocs said if it failed, or nothing."""
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(build, cwd=ROOT, env=environment, capture_output=True, encoding="utf8")
    draft = said.with_suffix(".draft")
    draft.write_text(f"{built.stdout}{built.stderr}" if built.returncode else "", "utf8")
    draft.rename(said)


def _wait_for(path: Path) -> None:
    for _ in range(1200):
        if path.exists():
            return
        time.sleep(0.1)
    pytest.fail("the worker that builds the site has not done so in two minutes", pytrace=False)
