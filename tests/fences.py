"""Each Python fence of each page is a program, and runs in the lab, in a process of its own.

pytest-markdown-docs finds the fences; here it learns to see them as MkDocs does: those in an
admonition, a tab or a list too, with what they include. A notebook's cells share their names: they
are one program.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pytest_markdown_docs._runners import _Runner, register_runner
from pytest_markdown_docs.definitions import FenceTestDefinition

from tests.includes import INCLUDE, ROOT, expand
from tools import transcripts

MARKER = re.compile(r"^ *(?:!!!|\?\?\?\+?|===[!+]*) .*$", re.M)  # of an admonition, or of a tab
NOTEBOOK = re.compile(r"\A---\n(?:.*\n)*?jupyter:")


class Pages(MarkdownIt):
    """Markdown whose fences hold what they include, whatever their indentation."""

    def __init__(self) -> None:
        super().__init__("commonmark")
        self.disable("code")

    def parse(self, src: str, env: Any = None) -> list[Token]:
        tokens = super().parse(MARKER.sub("", src), env)
        fences = [token for token in tokens if token.type == "fence"]
        for fence in fences:
            fence.content = expand(fence.content)
        return _one_program(fences) if NOTEBOOK.match(src) else tokens


def _one_program(fences: list[Token]) -> list[Token]:
    cells = [fence for fence in fences if fence.info.split()[:1] == ["python"] and fence.map]
    lines: list[str] = []
    for cell in cells:
        assert cell.map and cells[0].map
        lines += [""] * (cell.map[0] - cells[0].map[0] - len(lines)) + cell.content.splitlines()
    for cell in cells[:1]:
        cell.content = "\n".join(lines) + "\n"
    return cells[:1]


class FenceFailed(Exception):
    """A program of a page ended with an error."""


@register_runner(default=True)
class LabRunner(_Runner):
    """`python -m lab run` for each fence, under the page's own name and line numbers."""

    def runtest(self, test: FenceTestDefinition, args: dict[str, Any], **_: Any) -> None:
        page = test.source_path.relative_to(ROOT)
        with tempfile.TemporaryDirectory() as folder:
            program = _included_file(test) or _written(test, Path(folder, page))
            ran = transcripts.run(["run", str(program)])
        if ran.returncode and not _is_shown(ran.stdout, program):
            said = ran.stdout.replace(f"{folder}{os.sep}", "")
            raise FenceFailed(f"{page}:{test.start_line}: this program fails in the lab\n\n{said}")

    def repr_failure(self, test: FenceTestDefinition, excinfo: Any, style: Any = None) -> str:
        failed = isinstance(excinfo.value, FenceFailed)
        return str(excinfo.value) if failed else str(excinfo.getrepr())


def _is_shown(output: str, program: Path) -> bool:
    """Whether the program's transcript holds this: it is then meant to end so."""
    transcript = ROOT / program.with_suffix(".out")
    return transcript.exists() and output in transcript.read_text("utf8")


def _included_file(test: FenceTestDefinition) -> Path | None:
    """The snippet that the fence is made of, and of nothing else: an error then names its lines."""
    first = test.source_path.read_text("utf8").splitlines()[test.start_line].strip()
    include = INCLUDE.fullmatch(first)
    alone = include and not include["section"] and expand(first).strip() == test.source.strip()
    return Path(include["path"]) if include and alone else None


def _written(test: FenceTestDefinition, path: Path) -> Path:
    """The fence as a file, each of its lines where it is in the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(test.source, "utf8")
    return path
