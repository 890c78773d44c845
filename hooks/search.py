"""What the search reads: the texts of the pages, section by section, as the theme's plugin gathers
them, without what nobody sees in a result (tags, settings). Served or on a disk it is one script: a
page on a disk may read nothing else, and a worker reads it as well.

The index itself is made by page/search-index.ts, in the reader's browser.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # the command `mkdocs` does not look for modules here

from hooks.second_language import folder  # noqa: E402
from tools.bundle.inputs import CannotMake  # noqa: E402
from tools.bundle.made import ROOT_FILES, held  # noqa: E402

SCRIPT = "assets/javascripts/search.js"
GATHERED, TEXTS = "search/search_index.json", "search/search_index.js"
NAMED = "var __index="
BLOCK = re.compile(r"</?(?:p|pre|li|ol|ul)>")
INLINE = re.compile(r"</?(?:code|sub|sup)>")
SPACES = re.compile(r"[ \t\n\r]+")
Page = list[Any]
"""A page's URL and its sections, each [anchor, title, text]."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the script, once for both languages. in_page.py tells why it lacks."""
    if folder(config, config.theme["language"]):
        return files
    with contextlib.suppress(CannotMake):
        made = held() / ROOT_FILES / Path(SCRIPT).name
        files.append(File.generated(config, SCRIPT, abs_src_path=str(made)))
    return files


def bare(text: str) -> str:
    """A text as it is read, in one line; its no-break spaces stay."""
    words = INLINE.sub("", BLOCK.sub(" ", text))
    return SPACES.sub(" ", html.unescape(words)).strip()


def by_page(sections: list[dict[str, str]], download: str) -> list[Page]:
    """The plugin's sections, under the page that they are of, without the link of each program."""
    pages: dict[str, Page] = {}
    for section in sections:
        url, _, anchor = section["location"].partition("#")
        page = pages.setdefault(url, [url, []])
        text = bare(section["text"].replace(f".py{download}", ".py "))
        title = bare(section["title"])
        page[1].append([anchor, title, text.removeprefix(title).lstrip()])  # a box's own title
    return list(pages.values())


def script(pages: list[Page]) -> str:
    """The texts as JavaScript."""
    return NAMED + json.dumps(pages, ensure_ascii=False, separators=(",", ":"))


@event_priority(-150)
def on_post_build(config: MkDocsConfig) -> None:
    """In the place of what the plugins `search` and `offline` wrote."""
    site = Path(config.site_dir)
    gathered = json.loads((site / GATHERED).read_text("utf8"))
    pages = by_page(gathered["docs"], config.extra["words"]["download"])
    (site / TEXTS).write_text(script(pages), "utf8")
    (site / GATHERED).unlink()
