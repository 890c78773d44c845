"""A snippet is short enough to be read on the page, and runs anywhere as it is."""

from __future__ import annotations

import ast
import io
import ipaddress
import re
import tokenize
from pathlib import Path

import pytest

from tests.includes import ROOT
from tests.telling import expect

SNIPPETS = sorted((ROOT / "snippets").glob("*/*.py"))
WIDTH = 72
LINES = {
    "load_page.py": 60,  # the whole journey
    "by_hand.py": 45,  # every byte of a message
    "read.py": 42,  # three ways for a body to end, and a bound for each
    "eavesdrop.py": 47,  # each byte between OpenSSL and the wire, and two fields of a message
    "frames.py": 52,  # both ends of a conversation, then each of its frames
    "static_files.py": 43,  # a folder, its server and its visitor
    "waterfall.py": 60,  # a whole load: its connections, its files, its copies
    "draw.py": 36,  # a picture, each of its lines in full
    "overlap.py": 43,  # three ways to send the same three requests
    "why.py": 68,  # a verdict for each phase of the journey
    "application.py": 52,  # an application, its server and its visitor
    "dom.py": 60,  # each rule of a rendering engine, once
    "match.py": 60,
    "style.py": 60,
    "lines.py": 60,
    "boxes.py": 60,
    "layout.py": 60,
    "paint.py": 60,
    "script.py": 60,  # a script, and the document that a browser lends it
    "subresources.py": 36,  # what each kind of file holds up
}
STEPS = {"rendering"}
"""Folders whose programs are steps: each prints, and is also what the next one imports."""
MOST_LINES = 30
FORBIDDEN = {"argparse", "lab"}
ADDRESS = re.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|(?<![\w:])[0-9a-f]*(?::[0-9a-f]*){2,7}"
)
SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}

every_snippet = pytest.mark.parametrize(
    "path", SNIPPETS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf8"), str(path))


@every_snippet
def test_title(path: Path) -> None:
    """The docstring is one sentence: it is the program's title."""
    title = ast.get_docstring(tree(path)) or ""
    one_sentence = re.fullmatch(r"[A-Z].*[^.]\.", title) and not re.search(r"[.!?] [A-Z]", title)
    expect(one_sentence, f"{place(path, 1)}: the docstring must be one sentence: {title!r}")


@every_snippet
def test_width(path: Path) -> None:
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        wide = f"{len(line)} columns; at most {WIDTH}"
        expect(len(line) <= WIDTH, f"{place(path, number)}: {wide}")


@every_snippet
def test_length(path: Path) -> None:
    lines = code_lines(path.read_text("utf8"))
    most = LINES.get(path.name, MOST_LINES)
    expect(lines <= most, f"{place(path, 1)}: {lines} lines of code; at most {most}")


@every_snippet
def test_is_a_plain_program(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
            known = FORBIDDEN & {name.split(".")[0] for name in names}
            expect(not known, f"{place(path, node.lineno)}: a snippet does not import {known}")
        if isinstance(node, ast.FunctionDef):
            expect(node.name != "main", f"{place(path, node.lineno)}: a snippet has no main()")
    module = "if __name__" in path.read_text("utf8") and path.parent.name not in STEPS
    expect(not module, f"{place(path, 1)}: a snippet is a program, not a module")


@every_snippet
def test_no_public_address(path: Path) -> None:
    """A host is found by its name, so that the program runs in the lab and on the Internet."""
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        for literal in ADDRESS.findall(line):
            public = f"{literal} is a public address: find the host by its name"
            expect(not is_public(literal), f"{place(path, number)}: {public}")


def code_lines(source: str) -> int:
    """Lines that hold code: neither blank, nor a comment, nor the docstring."""
    docstring = ast.parse(source).body[0]
    lines = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in SKIPPED and token.string
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(lines - set(range(docstring.lineno, (docstring.end_lineno or 0) + 1)))


def is_public(literal: str) -> bool:
    try:
        return ipaddress.ip_address(literal).is_global
    except ValueError:
        return False


def test_this_file_counts_and_sees() -> None:
    assert code_lines('"""A title."""\n\nimport socket\n\n# why\nprint(\n    1,\n)\n') == 4
    assert is_public("8.8.8.8") and is_public("2606:4700::1111")
    assert not is_public("192.0.2.53") and not is_public("2001:db8::1") and not is_public("::")
    assert ADDRESS.findall('connect(("9.9.9.9", 53))') == ["9.9.9.9"]
    assert "2620:fe::fe" in ADDRESS.findall('"2620:fe::fe"')
