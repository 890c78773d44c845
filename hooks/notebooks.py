"""A notebook is one program cut into cells, kept as Markdown that one can edit in a browser. Its
kernel could not live in the lab, which takes over a process's sockets, so the cells run here, in
the lab, in order, in one child; mkdocs-jupyter then shows what they printed.

Its pages also lose 570 kB of styles and a script from a CDN, which mkdocs-jupyter puts there.
"""

from __future__ import annotations

import hashlib
import logging
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jupytext  # type: ignore[import-untyped]
import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.notebooks")
END_OF_CELL = "\x1e"
PROGRAM = """\
names = {{"__name__": "__main__"}}
for number, source in enumerate({cells!r}, 1):
    exec(compile(source, f"cell {{number}}", "exec"), names)
    print({end!r}, end="", flush=True)
"""
FRONT_MATTER = re.compile(r"---\n(?:(?!---).*\n)*? *kernelspec:")
LINK = re.compile(r"\]\(([\w-]+)\.md(#[\w-]+)?\)")
MATHJAX = re.compile(r"<script data-mkdocs-jupyter-mathjax=.*?</script>", re.S)
LIGHTER = [
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"<(style|script)\b[^>]*>.*?</\1>", re.S), ""),
    (re.compile(r'<div class="zeroclipboard-container">.*?</clipboard-copy>\s*</div>', re.S), ""),
    (re.compile(r'<div class="clipboard-copy-txt".*?</div>', re.S), ""),
    (re.compile(r'<a class="anchor-link".*?</a>', re.S), ""),
    (re.compile(r' (?:id="cell-id=[^"]*"|tabindex="0")'), ""),
    (
        re.compile(r'<div class="highlight-ipynb hl-(\w+)"><pre><span></span>(.*?)</pre>', re.S),
        r'<div class="language-\1 highlight"><pre><span></span><code>\2</code></pre>',
    ),
    (
        re.compile(r'(<div class="jp-RenderedText[^>]*>\s*)<pre>(.*?)</pre>', re.S),
        r'\1<div class="language-console highlight"><pre><code>\2</code></pre></div>',
    ),
]


DIV = re.compile(r"<(/?)div\b([^>]*)>")
CELL = '<div class="jp-CodeCell">'


def unwrapped(html: str) -> str:
    """The page without JupyterLab's boxes in boxes, which nothing here styles; a cell of code keeps
    one, which holds its output too."""
    parts, place, opened = [], 0, [""]  # how each box that is open began: "" if it went
    for tag in DIV.finditer(html):
        made = opened.pop() if tag[1] else box(tag, CELL in opened)
        parts += [html[place : tag.start()], "</div>" if tag[1] and made else made]
        place = tag.end()
        if not tag[1]:
            opened.append(made)
    return "".join(parts) + html[place:]


def box(tag: re.Match[str], in_cell: bool) -> str:
    """What becomes of the opening of a box."""
    if not re.search(r'class="(?:jp-|CodeMirror)', tag[2]):
        return tag[0]
    return CELL if "jp-CodeCell" in tag[2] and not in_cell else ""


def is_notebook(file: File) -> bool:
    """Whether the page's front matter names a kernel."""
    return FRONT_MATTER.match(file.content_string) is not None


def run_in_lab(cells: list[str], root: Path) -> list[str]:
    """What each cell printed. PluginError names the cell that failed."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "notebook.py"
        program.write_text(PROGRAM.format(cells=cells, end=END_OF_CELL), "utf8")
        command = [sys.executable, "-m", "lab", "run", str(program)]
        run = subprocess.run(
            command, cwd=root, stdout=-1, stderr=subprocess.STDOUT, encoding="utf8", timeout=120
        )
    *outputs, rest = run.stdout.split(END_OF_CELL)
    if run.returncode or len(outputs) != len(cells):
        raise PluginError(f"cell {len(outputs) + 1} of the notebook failed:\n{rest}")
    return outputs


def executed(text: str, site_url: str, root: Path) -> str:
    """The notebook (.ipynb, as text) made of this Markdown, with what its cells print."""
    book = jupytext.reads(text, fmt="md")
    book.cells = [cell for cell in book.cells if cell.cell_type != "raw"]  # the page's front matter
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    for cell, output in zip(code, run_in_lab([c.source for c in code], root), strict=True):
        stream = nbformat.v4.new_output("stream", name="stdout", text=output)  # type: ignore[no-untyped-call]
        cell.outputs = [stream] if output else []
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(rf"]({site_url}\1.html\2)", cell.source)
    return str(nbformat.writes(book))  # type: ignore[no-untyped-call]


def fingerprint(text: str, site_url: str, root: Path) -> str:
    """Changes when the notebook, the lab or this hook does."""
    lab = sorted(p for p in (root / "lab").rglob("*") if p.is_file() and p.suffix != ".pyc")
    parts = [text.encode(), site_url.encode(), *(p.read_bytes() for p in [Path(__file__), *lab])]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """mkdocs-jupyter reads a page six times to see that it is no notebook: say which are none."""
    docs = Path(config.docs_dir)
    pages = (path for path in docs.rglob("*.md") if not FRONT_MATTER.match(path.read_text("utf8")))
    names = [f"{docs.name}/{path.relative_to(docs).as_posix()}" for path in pages]
    config.plugins["mkdocs-jupyter"].config["ignore"] = names
    return config


@event_priority(-50)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the executed notebook in the place of its Markdown, in the files of mkdocs-jupyter."""
    root = Path(config.config_file_path).parent
    site_url = config.site_url or ""
    for file in filter(is_notebook, files.documentation_pages()):
        text = file.content_string
        folder = root / ".cache" / "notebooks" / fingerprint(text, site_url, root)
        made = folder / Path(file.src_uri).with_suffix(".ipynb").name
        if not made.exists():
            log.info("Running %s in the lab", file.src_uri)
            folder.mkdir(parents=True, exist_ok=True)
            made.write_text(executed(text, site_url, root), "utf8")
        file.abs_src_path = str(made)
    return files


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Give MkDocs the front matter of a notebook, from its Markdown."""
    if not (page.file.abs_src_path or "").endswith(".ipynb"):
        return None
    return (Path(config.docs_dir) / page.file.src_uri).read_text("utf8")


@event_priority(-30)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lighten a notebook's page; links to the site become relative again."""
    if 'class="jupyter-wrapper"' not in html:
        return html
    for pattern, by in LIGHTER:
        html = pattern.sub(by, html)
    return unwrapped(html).replace(f'href="{config.site_url}', 'href="')


@event_priority(-100)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Drop the loader of MathJax that mkdocs-jupyter puts on every page."""
    return MATHJAX.sub("", output)
