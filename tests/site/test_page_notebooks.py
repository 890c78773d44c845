"""Each page's notebook: it says what the page says, and its cells print what is under them."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest

from hooks import page_notebooks
from tests.includes import expand
from tests.site.built import Built
from tests.site.sources import LANGUAGES, Source, pages
from tests.site.test_built import HOME
from tests.telling import expect
from tools import transcripts

URL = "https://site.example/dns.html"
PATH = "snippets/dns/ask.py"
WORDS = {"notebook_intro": "From [the page]({url}).", "notebook_beside": "Get {link}!"}
PAGE = f"""\
# Title {{#title}}

See [that](lab.md#map) and [here](#title), `a ? b`. Qui ? {{ .wide }}

```python title="{PATH}"
import sys
print(sys.argv)
```

```console
$ python -m lab run {PATH} "two words"
['x']

$ python -m lab run --break none {PATH}
['y']
```

??? question "Combien ?"
    **Deux.**

!!! break "Et si…"
    ```console
    $ python -m lab
    ```

```python title="snippets/dns/own.py"
print(__file__)
```
"""


def has_programs(page: Source) -> bool:
    return any('title="snippets/' in fence.info for fence in page.programs)


PAGES = [(lang, page) for lang in LANGUAGES for page in pages(lang) if has_programs(page)]


@pytest.fixture
def made() -> list[nbformat.NotebookNode]:
    return page_notebooks.cells(PAGE, URL, WORDS, "fr")


@cache
def printed_by(source: str, path: str) -> str:
    """What a cell prints in the lab, run as the program that it is."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, path)
        program.parent.mkdir(parents=True)
        for other in (transcripts.ROOT / path).parent.glob("*.py"):  # which it may import
            shutil.copy(other, program.parent)
        program.write_text(source, "utf8")
        said = transcripts.run(["run", str(program)]).stdout.replace(f"{folder}{os.sep}", "")
    added = source.startswith("import sys; sys.argv[1:] = ")  # a line that the snippet has not
    return re.sub(r"(?<=\.py:)\d+|(?<= line )\d+", lambda n: str(int(n[0]) - added), said)


@pytest.mark.parametrize(("language", "page"), PAGES, ids=lambda value: getattr(value, "name", ""))
def test_cells_print_what_is_under_them(site: Path, language: str, page: Source) -> None:
    path = site / HOME[language] / f"{page.path.stem}.ipynb"
    html = Built(path.with_suffix(".html"), site)
    expect(path.name in [link for _, link in html.links], f"{html.name} does not offer {path.name}")
    book: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(book)
    before = ""
    for cell in book.cells:
        if cell.cell_type == "code" and cell.outputs:
            name = re.findall(r"^\*\*`(.*)`\*\*$", before, re.M)[-1]
            said = f"{page.name}, in its notebook: {name} does not print what is under it"
            expect(printed_by(cell.source + "\n", name) == cell.outputs[0].text, said)
        before = cell.source


@pytest.mark.parametrize(("language", "page"), PAGES, ids=lambda value: getattr(value, "name", ""))
def test_a_notebook_is_the_page(site: Path, language: str, page: Source) -> None:
    """Same headings, same transcripts; and nothing that only the site understands."""
    text = (site / HOME[language] / f"{page.path.stem}.ipynb").read_text("utf8")
    book: Any = nbformat.reads(text, 4)  # type: ignore[no-untyped-call]
    prose = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    outputs = "".join(o.text for cell in book.cells for o in cell.get("outputs", []))
    shown = re.sub(r"^(?:> )+", "", f"{prose}\n{outputs}", flags=re.M)
    for fence in page.fences:
        whole = expand("\n".join(fence.body))
        for line in whole.splitlines() if fence.language == "console" else []:
            line = line.removeprefix("> ")
            assert line in shown or line.startswith("$ python -m lab run snippets/"), line
    headings = [p for _, p in page.parts if isinstance(p, str) and p.startswith("#")]
    outside = re.sub(r"^(?:> )*```.*?^(?:> )*```", "", prose, flags=re.M | re.S)
    assert len(re.findall(r"^#+ ", outside, re.M)) == len(headings)
    for only_here in ("--8<--", "{#", "!!! ", "??? ", ".md)", ".md#", 'class="term"', "<!--"):
        assert only_here not in re.sub(r"`[^`]*`", "", outside), only_here


def test_links_ids_and_spaces(made: list[nbformat.NotebookNode]) -> None:
    prose = made[0].source
    assert prose.startswith(f"From [the page]({URL}).\n\n# Title\n")
    assert "[that](https://site.example/lab.html#map)" in prose
    assert f"[here]({URL}#title), `a ? b`. Qui\u202f?\n" in prose
    assert prose.endswith(f"**`{PATH}`**")


def test_a_program_is_a_cell_with_its_arguments_and_its_output(
    made: list[nbformat.NotebookNode],
) -> None:
    code = made[1]
    assert code.source == "import sys; sys.argv[1:] = ['two words']\nimport sys\nprint(sys.argv)"
    assert code.outputs[0].text == "['x']\n"
    assert made[2].source.startswith(
        f"```console\n$ python -m lab run --break none {PATH}\n['y']\n"
    )


def test_bets_stay_closed_and_admonitions_are_quoted(made: list[nbformat.NotebookNode]) -> None:
    prose = made[-1].source
    assert "<details><summary>Combien\u202f?</summary>\n\n**Deux.**\n\n</details>" in prose
    assert "> **Et si…**\n> \n> ```console\n> $ python -m lab\n> ```" in prose
    assert "```python\nprint(__file__)\n```" in prose, "a cell has no file"


def test_the_same_page_gives_the_same_bytes() -> None:
    once, again = (page_notebooks.cells(PAGE, URL, WORDS, "fr") for _ in range(2))
    assert once == again


def test_a_program_that_imports_another_says_so() -> None:
    page = PAGE.replace(PATH, "snippets/dns/stub.py").replace("import sys\n", "import resolve\n")
    title = page_notebooks.cells(page, URL, WORDS, "fr")[0].source
    assert title.endswith("[`resolve.py`](https://site.example/snippets/dns/resolve.py)!")
