"""The notebook's cells are run as one program, in the lab, when the site is built."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from hooks import notebooks

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = """\
---
description: A try.
jupyter:
  kernelspec: {display_name: Python 3, language: python, name: python3}
---
# A try

See [the names](dns.md#answer).

```python
import socket
address = socket.gethostbyname("www.example.com")
```

```python
print(address)
```
"""


def page(text: str) -> File:
    """A page held in memory."""
    file = File("notebook.md", src_dir=None, dest_dir="site", use_directory_urls=False)
    file.content_string = text
    return file


def test_a_page_whose_front_matter_names_a_kernel_is_a_notebook() -> None:
    assert notebooks.is_notebook(page(NOTEBOOK))
    assert not notebooks.is_notebook(page("---\ndescription: x\n---\n# x\n\n    kernelspec:\n"))
    assert not notebooks.is_notebook(page("# x\n"))


def test_the_cells_run_in_the_lab_and_share_their_names() -> None:
    book = json.loads(notebooks.executed(NOTEBOOK, "https://site.example/", ROOT))
    prose, first, second = book["cells"]
    assert "https://site.example/dns.html#answer" in "".join(prose["source"])
    assert first["outputs"] == []
    assert second["outputs"][0]["text"] == ["203.0.113.10\n"]


def test_running_a_notebook_twice_gives_the_same_bytes() -> None:
    once, again = (notebooks.executed(NOTEBOOK, "/", ROOT) for _ in range(2))
    assert once == again


def test_a_cell_that_fails_is_named_and_stops_the_build() -> None:
    with pytest.raises(PluginError, match=r"cell 2 .*\n(.*\n)*ZeroDivisionError"):
        notebooks.run_in_lab(["print('fine')", "1 / 0", "print('never')"], ROOT)


def test_a_notebook_runs_again_when_it_changed_and_only_then() -> None:
    told = notebooks.fingerprint(NOTEBOOK, "/", ROOT)
    assert told == notebooks.fingerprint(NOTEBOOK, "/", ROOT)
    assert told != notebooks.fingerprint(NOTEBOOK + "\nMore.\n", "/", ROOT)


def test_a_notebook_s_page_loses_styles_scripts_and_comments() -> None:
    html = '<div class="jupyter-wrapper"><style>x</style><script src="y"></script><!-- z -->'
    html += '<div class="highlight-ipynb hl-python"><pre><span></span>a</pre></div></div>'
    for pattern, by in notebooks.LIGHTER:
        html = pattern.sub(by, html)
    assert html == (
        '<div class="jupyter-wrapper"><div class="language-python highlight">'
        "<pre><span></span><code>a</code></pre></div></div>"
    )


def test_a_notebook_s_page_loses_boxes_in_boxes() -> None:
    """What a cell printed stays with it; a box that is not JupyterLab's stays too."""
    html = '<div class="jupyter-wrapper"><div class="jp-Notebook"><p>b</p>'
    html += '<div class="jp-Cell jp-CodeCell"><div class="jp-Cell jp-CodeCell">'
    html += '<div class="jp-InputArea"><div class="highlight">a</div></div>'
    html += '<div class="jp-OutputArea"><div class="jp-Collapser"></div>c</div>'
    html += "</div></div></div></div>d"
    assert notebooks.unwrapped(html) == (
        '<div class="jupyter-wrapper"><p>b</p>'
        '<div class="jp-CodeCell"><div class="highlight">a</div>c</div></div>d'
    )
