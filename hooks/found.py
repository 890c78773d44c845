"""What a search engine, a shared link, a lost reader find of a page: all of it is said by the page
itself (its title, its front matter, its box "for whom"), so that nothing here can say otherwise.

The build writes one sitemap and one robots.txt, at the root, for all languages.
"""

from __future__ import annotations

import html
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from hooks.cards import HEIGHT, WIDTH, name
from hooks.second_language import folder
from hooks.typography import french

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ONCE = ("sitemap.xml", "robots.txt")
BOX = re.compile(r'^!!! note ".*"\n((?:    .*\n|\n)+)', re.M)
ROW = re.compile(r"\*\*[^*]+\*\*\s*:?\s*(.+?)\s*(?=\n\n|\n *- \*\*|\Z)", re.S)
MARKS = [
    (re.compile(r"\[([^]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"</?i\b[^>]*>|[`*]"), ""),
    (re.compile(r"\s+"), " "),
]
ROWS = ("educationalLevel", "competencyRequired", "teaches")
HEADING = re.compile(r"^# (.+?)(?: *\{.*)?$", re.M)
Data = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What partials/found.html says of a page."""

    title: str
    description: str
    url: str
    card: str
    languages: dict[str, str]
    locale: str
    data: Markup
    width: int = WIDTH
    height: int = HEIGHT


def plain(text: str) -> str:
    """Markdown as bare words, without a full stop."""
    for pattern, by in MARKS:
        text = pattern.sub(by, text)
    return text.strip().rstrip(".")


def told(markdown: str) -> dict[str, str]:
    """For whom a page is, what to know before, what one can do after, if its box says so."""
    box = BOX.search(markdown)
    rows = [plain(row) for row in ROW.findall(box[1])] if box else []
    return dict(zip(ROWS, rows, strict=True)) if len(rows) == len(ROWS) else {}


def resource(page: Page, config: MkDocsConfig, words: dict[str, str], others: Data) -> Data:
    """The page as schema.org's LearningResource."""
    language, meta = config.theme["language"], page.meta
    kind = "lesson" if "phase" in meta else "reference"
    site = {"@type": "WebSite", "name": config.site_name, "url": config.site_url}
    return {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": html.unescape(str(page.title)),
        "description": meta.get("description", ""),
        "url": page.canonical_url,
        "inLanguage": language,
        "learningResourceType": words[kind],
        **told(page.markdown or ""),
        "isPartOf": site,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "workTranslation": [
            {"@type": "LearningResource", "url": url, "inLanguage": each}
            for each, url in others.items()
        ],
    }


def written(data: Data, language: str) -> Markup:
    """JSON that a script element can hold, in the language's typography."""

    def typeset(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: typeset(each) for key, each in value.items()}
        is_text = isinstance(value, str) and not value.startswith("http")
        return french(value) if is_text else value

    data = typeset(data) if language == "fr" else data
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """One sitemap for the site; what 404.html needs of each language."""
    language = config.theme["language"]
    if folder(config, language):
        config.theme.static_templates.discard(ONCE[0])
    else:
        config.theme.static_templates.update(ONCE)
    config.extra["lost"] = [lost(config, each) for each in spoken(config)]
    return config


def spoken(config: MkDocsConfig) -> list[str]:
    """The languages, that of the page first."""
    here = config.theme["language"]
    return [here, *(each for each in config.extra["languages"] if each != here)]


def lost(config: MkDocsConfig, language: str) -> Data:
    """What a reader of a language is told on 404.html: words and pages, in order.
    A host shows that page at any address, so its links start from the root."""
    root = urlsplit(config.extra["root_url"]).path or "/"
    here = root + folder(config, language)
    docs = Path(config.docs_dir).parent / language
    sources = [source for source in sources_of(config.nav) if (docs / source).exists()]
    pages = [(here + url(source), title(docs / source)) for source in sources]
    return {
        "language": language,
        "home": here + "index.html",
        "pages": pages,
        "words": words()[language],
    }


def words() -> Data:
    """What the theme says, in each language."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf8"))


def sources_of(nav: Any) -> list[str]:
    """The pages that the navigation of mkdocs.yml names, in order."""
    if isinstance(nav, str):
        return [nav]
    inside = nav.values() if isinstance(nav, dict) else nav or []
    return [source for each in inside for source in sources_of(each)]


def url(source: str) -> str:
    """Where a page is published."""
    return source.removesuffix(".md") + ".html"


def title(path: Path) -> str:
    """The first heading of a page."""
    found = HEADING.search(path.read_text("utf8"))
    return plain(found[1]) if found else path.stem


def on_page_context(context: Data, page: Page, config: MkDocsConfig, nav: Navigation) -> Data:
    """Give the page `found`."""
    said, language = config.extra["words"]["found"], config.theme["language"]
    where = {each["lang"]: each["link"] for each in config.extra["alternate"]}
    others = {each: url for each, url in where.items() if each != language}
    spaced = french if language == "fr" else str
    context["found"] = Found(
        spaced(html.unescape(str(page.title))),
        spaced(page.meta.get("description", config.site_description or "")),
        page.canonical_url or "",
        f"{config.site_url}{name(page)}",
        {**where, "x-default": next(iter(where.values()))},
        said["locale"],
        written(resource(page, config, said, others), language),
    )
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """MkDocs also writes a compressed sitemap, dated: `make site` compresses what it publishes."""
    Path(config.site_dir, "sitemap.xml.gz").unlink(missing_ok=True)
    if folder(config, config.theme["language"]):
        for once in ONCE:
            Path(config.site_dir, once).unlink(missing_ok=True)
