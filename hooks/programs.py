"""A page includes a program and its transcript as two plain fences, which also read well on a
code host; here they become one box with the file's path and a link to download it."""

from __future__ import annotations

import html
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

CONSOLE = r'(?:\s*<div class="language-console highlight">.*?</div>)*'
PROGRAM = re.compile(
    r'(?P<code><div class="language-python highlight">)'
    r'<span class="filename">(?P<path>snippets/[^<]+\.py)</span>'
    rf"(?P<rest>.*?</div>(?:\s*<ol>.*?</ol>)?{CONSOLE})",
    re.S,
)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the programs, for their download links."""
    root = Path(config.config_file_path).parent
    for path in sorted((root / "snippets").rglob("*.py")):
        uri = path.relative_to(root).as_posix()
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def joined(content: str, page_url: str, download: str) -> str:
    """Put each titled program and what follows it in one box."""

    def box(match: re.Match[str]) -> str:
        path = html.unescape(match["path"])
        link = f'<a href="{get_relative_url(path, page_url)}" download>{download}</a>'
        bar = f'<div class="program__bar"><span class="filename">{match["path"]}</span>{link}</div>'
        return f'<div class="program">{bar}{match["code"]}{match["rest"]}</div>'

    return PROGRAM.sub(box, content)


@event_priority(-40)
def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Join the programs of this page to their transcripts."""
    return joined(content, page.url, config.extra["words"]["download"])
