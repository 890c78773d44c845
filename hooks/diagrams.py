"""Diagrams are drawn once, by a tool, and committed: the pages need no script (Mermaid weighs
5.5 MB) and the build neither a browser nor a network. A drawing is named after the hash of its
source and settings, so a changed diagram has no drawing, and the strict build says so.

In `mkdocs serve`, mkdocs-mermaid2-plugin shows the diagrams not drawn yet, with the Mermaid that
the tool keeps in .cache/.
"""

from __future__ import annotations

import hashlib
import html
import logging
import re
import textwrap
import tomllib
from pathlib import Path
from typing import Any, Literal

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

log = logging.getLogger("mkdocs.hooks.diagrams")
ROOT = Path(__file__).resolve().parent.parent
DRAWN = ROOT / "theme" / "diagrams"
MERMAID: dict[str, Any] = tomllib.loads(Path(__file__).with_name("mermaid.toml").read_text("utf8"))
SCRIPTS = [
    ROOT / "tools" / f"{name}.js" for name in ("fit_curve", "flat_ends", "flat_svg", "flat_text")
]
FLAT = "".join(script.read_text("utf8") for script in SCRIPTS)
LIBRARY = ROOT / ".cache" / f"mermaid-{MERMAID['version']}.min.js"
SCRIPT = f"assets/javascripts/{LIBRARY.name}"
LIVE = '<div class="mermaid">'
XMLNS = ' xmlns="http://www.w3.org/2000/svg"'
state: dict[str, Any] = {"page": "", "serving": False, "count": 0, "in_words": ""}


def clean(source: str) -> str:
    """The source as it counts: no common indent, no blank around it."""
    return textwrap.dedent(source).strip() + "\n"


def drawing(source: str) -> Path:
    """Where the drawing of this source is, or would be."""
    told = f"{MERMAID['version']}\n{MERMAID['settings']}\n{FLAT}\n{clean(source)}"
    return DRAWN / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.svg"


def figure(svg: str, title: str) -> str:
    """A drawing as the pages hold it: it scrolls in its own box, with the keyboard too, and the
    description that a screen reader gives of it is there for everyone, in words."""
    state["count"] += 1
    unique = f"drawing-{state['count']}"
    svg = re.sub(r'"(title|desc)"', rf'"{unique}-\1"', svg.replace(XMLNS, "").replace("\n", ""))
    words = svg.partition("<desc")[2].partition(">")[2].partition("</desc>")[0]
    return (
        f'<figure class="diagram" data-search-exclude><div class="diagram__box" tabindex="0"'
        f' role="group" aria-label="{html.escape(title)}">{svg}</div><figcaption><details>'
        f"<summary>{state['in_words']}</summary><p>{words}</p></details></figcaption></figure>"
    )


def title_of(source: str) -> str:
    """What the source's accTitle says."""
    lines = (line.strip() for line in source.splitlines())
    return next((line[9:].strip() for line in lines if line.startswith("accTitle:")), "")


def show(
    source: str, language: str, css_class: str, options: object, md: object, **kwargs: object
) -> str:
    """Formatter of the fence: the drawing, or else what can be shown without one."""
    path = drawing(source)
    if path.exists():
        return figure(path.read_text("utf8"), title_of(source))
    title = title_of(source) or "(no accTitle)"
    log.warning("%s: diagram not drawn: %s. Run: make diagrams", state["page"], title)
    if state["serving"] and LIBRARY.exists():
        return f"{LIVE}{html.escape(clean(source))}</div>"
    return f"<pre><code>make diagrams\n\n{html.escape(clean(source))}</code></pre>"


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Only `mkdocs serve` shows a diagram live."""
    state["serving"] = command == "serve"


@event_priority(50)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Register the fence; name a local script, so that mermaid2 never looks for one outside."""
    fence = {"name": "mermaid", "class": "mermaid", "format": show}
    config.mdx_configs.setdefault("pymdownx.superfences", {})["custom_fences"] = [fence]
    config.plugins["mermaid2"].config["arguments"] = {**MERMAID["settings"], "startOnLoad": True}
    config.extra_javascript.append(SCRIPT)
    logging.getLogger("mkdocs.plugins.mermaid2.util").setLevel(logging.WARNING)  # it tells a lot
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The drawings are inlined, not published; Mermaid itself is there only when served."""
    for file in list(files):
        if file.src_uri.startswith("diagrams/"):
            files.remove(file)
    if state["serving"] and LIBRARY.exists():
        files.append(File.generated(config, SCRIPT, abs_src_path=str(LIBRARY)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A page begins: its name, for the warning; its drawings are numbered from 1."""
    state["count"] = 0
    state["in_words"] = config.extra["words"]["in_words"]
    state["page"] = f"{Path(config.docs_dir).name}/{page.file.src_uri}"
    return markdown


def set_script(config: MkDocsConfig, wanted: bool) -> None:
    """Ask the page for Mermaid, or not."""
    others: list[ExtraScriptValue | str] = [s for s in config.extra_javascript if str(s) != SCRIPT]
    config.extra_javascript = [*others, SCRIPT] if wanted else others


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Only a page with a live diagram asks for Mermaid."""
    set_script(config, LIVE in (page.content or ""))


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> None:
    """404.html has no diagram."""
    set_script(config, False)
