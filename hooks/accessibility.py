"""What scrolls must take the keyboard's focus, and a region that takes it must have a name."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

TABLE = re.compile(r"<table\b.*?</table>", re.S)
PRE = re.compile(r"<pre(?=[ >])(?![^>]*tabindex)")


@event_priority(-50)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let code and tables scroll under the keyboard; text.css and code.css do the rest."""
    name = config.extra["words"]["table"]
    box = f'<div class="table" tabindex="0" role="group" aria-label="{name}">'
    return TABLE.sub(lambda table: f"{box}{table[0]}</div>", PRE.sub('<pre tabindex="0"', html))
