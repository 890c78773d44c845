"""A notebook of each page that shows programs, made from the page, so that they cannot differ: its
prose, its programs as cells, under each what it printed in the lab. It does without the site."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import nbformat
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from hooks.plain_markdown import INFO, prose

PROGRAM = re.compile(
    r'^```python title="(?P<path>snippets/[^"]+)"\n(?P<source>.*?)^```\n'
    r"(?:\n*^```console\n(?P<run>.*?)^```\n)?", re.M | re.S
)  # fmt: skip
NEW: Any = nbformat.v4  # which has no types
ROOT = Path(__file__).resolve().parent.parent
Words = dict[str, str]


def expanded(markdown: str, config: MkDocsConfig) -> str:
    """The page with what it includes, as the build includes it."""
    name = "pymdownx.snippets"
    reader = Markdown(extensions=[name], extension_configs={name: config.mdx_configs[name]})
    text = "\n".join(reader.preprocessors["snippet"].run(markdown.splitlines())) + "\n"
    return re.sub(r"\n\n+(?= *```\n)", "\n", text)


def program(path: str, source: str, run: str) -> tuple[str, str, str]:
    """A cell that does what the transcript's first command does, what it printed, and the rest."""
    first, *rest = re.split(r"\n(?=\$ python)", run)
    command, _, printed = first.partition("\n")
    given = shlex.split(command)
    plain = given[:6] == ["$", "python", "-m", "lab", "run", path]
    if "sys.argv" in source:
        source = f"import sys; sys.argv[1:] = {given[6:] if plain else []!r}\n{source}"
    return source, printed if plain else "", "\n".join(rest if plain else [first, *rest])


def beside(path: str, source: str) -> list[str]:
    """The programs of the same folder that a program imports."""
    names = re.findall(r"^(?:from|import) (\w+)", source, re.M)
    others = (Path(path).with_name(f"{name}.py") for name in names)
    return [other.as_posix() for other in others if (ROOT / other).exists()]


def cells(markdown: str, url: str, words: Words, language: str) -> list[nbformat.NotebookNode]:
    """The page, cut where its programs are. A program that reads its own file cannot be a cell."""
    made, end = [], 0
    texts = [prose(words["notebook_intro"].format(url=url), url, language)]
    for found in [*PROGRAM.finditer(markdown), None]:
        texts.append(prose(markdown[end : found.start() if found else None], url, language))
        if not found:
            break
        end = found.end()
        texts.append(f"**`{found['path']}`**")
        if "__file__" in found["source"]:
            texts.append(INFO.sub(r"\1\2", found[0]))
            continue
        for other in beside(found["path"], found["source"]):
            link = f"[`{Path(other).name}`]({url.rpartition('/')[0]}/{other})"
            texts.append(words["notebook_beside"].format(link=link))
        source, printed, rest = program(found["path"], found["source"], found["run"] or "")
        made.append(NEW.new_markdown_cell("\n\n".join(filter(None, texts))))
        outputs = [NEW.new_output("stream", name="stdout", text=printed)] if printed else []
        made.append(NEW.new_code_cell(source.rstrip("\n"), outputs=outputs))
        texts = [f"```console\n{rest}```" if rest else ""]
    made.append(NEW.new_markdown_cell("\n\n".join(filter(None, texts))))
    for number, cell in enumerate(made):
        cell.id = f"cell-{number}"
    return made


@event_priority(-50)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Publish the notebook beside the page; the theme offers it."""
    if 'python title="snippets/' not in markdown:
        return
    text, words = expanded(markdown, config), config.extra["words"]
    made = cells(text, page.canonical_url or "", words, config.theme["language"])
    book = NEW.new_notebook(cells=made)
    book.metadata["kernelspec"] = {"display_name": "Python 3", "name": "python3"}
    page.meta["notebook"] = Path(page.file.src_uri).with_suffix(".ipynb").name
    files.append(File.generated(config, page.meta["notebook"], content=NEW.writes(book)))
