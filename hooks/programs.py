"""A page includes a program and its transcript as two plain fences, which also read well on a
code host; here they become one box with the file's path, a link to download it, and a row where
the script of the page puts what runs it."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # the command `mkdocs` does not look for modules here

from hooks.running import row  # noqa: E402

CONSOLE = r'(?:\s*<div class="language-console highlight">.*?</div>)*'
NOTES = r'<ol(?: class="annotations">.*?</li>|>.*?)</ol>'
PROGRAM = re.compile(
    r'(?P<code><div class="language-python highlight">)'
    r'<span class="filename">(?P<path>snippets/[^<]+\.py)</span>'
    rf"(?P<rest>.*?</div>(?:\s*{NOTES})?{CONSOLE})",
    re.S,
)
PRINTED = re.compile(r'(<div class="language-console highlight">.*?<code>)(.*?)(</code>)', re.S)
TAG = re.compile(r"<[^>]+>")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the programs, for their download links."""
    root = Path(config.config_file_path).parent
    for path in sorted((root / "snippets").rglob("*.py")):
        uri = path.relative_to(root).as_posix()
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def joined(content: str, page_url: str, download: str, under: Callable[[str], str]) -> str:
    """Put each titled program, what follows it and what goes `under` it in one box."""
    seen: dict[str, int] = {}

    def box(match: re.Match[str]) -> str:
        path = html.unescape(match["path"])
        seen[path] = seen.get(path, 0) + 1
        name = "-".join(Path(path).with_suffix("").parts[1:])
        unique = f"program-{name}" + f"-{seen[path]}" * (seen[path] > 1)
        link = f'<a href="{get_relative_url(path, page_url)}" download>{download}</a>'
        bar = f'<div class="program__bar"><span class="filename">{match["path"]}</span>{link}</div>'
        inside = f"{bar}{match['code']}{match['rest']}{under(path)}"
        return f'<div class="program" id="{unique}" data-path="{match["path"]}">{inside}</div>'

    return PROGRAM.sub(box, content)


def exact(content: str, transcripts: Mapping[str, str]) -> str:
    """Give back to the transcripts the spaces that Markdown takes from their blank lines: a run is
    compared with what the page shows."""

    def mended(match: re.Match[str]) -> str:
        shown = html.unescape(TAG.sub("", match[2]))
        lines = transcripts.get(bare(shown), shown).split("\n")
        pairs = zip(match[2].split("\n"), lines, strict=False)
        kept = [code + (text if not text.strip() else "") for code, text in pairs]
        return match[1] + "\n".join(kept) + match[3]

    return PRINTED.sub(mended, content)


def bare(text: str) -> str:
    """The text without what Markdown takes from it."""
    return re.sub(r"^[ \t]+$", "", text, flags=re.M).rstrip("\n")


@cache
def transcripts(root: Path) -> dict[str, str]:
    """The recorded runs, by what Markdown leaves of them."""
    texts = [path.read_text("utf8") for path in sorted((root / "snippets").rglob("*.out"))]
    return {bare(text): text for text in texts}


def on_pre_build(config: MkDocsConfig) -> None:
    """While somebody writes, transcripts change."""
    transcripts.cache_clear()


@event_priority(-40)
def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Join the programs of this page to their transcripts."""
    words, language = config.extra["words"], str(config.theme["language"])
    lab = get_relative_url("lab.html", page.url)

    def under(path: str) -> str:
        return row(path, words["run"], language, lab)

    whole = exact(content, transcripts(Path(config.config_file_path).parent))
    return joined(whole, page.url, words["download"], under)
