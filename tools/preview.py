"""Whoever changed a page wants to see it before anybody else does, and without installing anything:
the changed pages, as they will be published, in one file that a browser opens by itself.

    python -m tools.preview BASE SITE FILE      writes FILE; prints, in Markdown, what is in it

Each page is in a frame of its own, with its style and without its scripts: GitHub shows such a file
at one click, where a folder is an archive to download. The frames can do nothing, so a change that
nobody has read yet does no harm.
"""

from __future__ import annotations

import html
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from tools.twins import PAGE, ROOT, git

STYLE = re.compile(r'<link rel="?stylesheet"? href="?(?P<href>[^" >]+)"?[^>]*>')
SCRIPT = re.compile(r"<script\b.*?</script>", re.S)
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
LANGUAGES = {"fr": "", "en": "en/"}
FRAME = """\
<details{open}><summary>{title} <code>{name}</code></summary>
<iframe sandbox title="{title}" srcdoc="{page}"></iframe></details>
"""
WHOLE = """\
<!doctype html><html lang="fr"><meta charset="utf-8"><title>Aperçu · Preview</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui }}
body {{ margin: .5rem }} summary {{ padding: .75rem 0; cursor: pointer }}
iframe {{ width: 100%; height: 85vh; border: 1px solid }}</style>
<h1>Aperçu · <span lang="en">Preview</span></h1>
<p>Sans scripts : ni recherche, ni exécution. <span lang="en">Without scripts: neither search nor
Run.</span></p>
{frames}"""


class Page(NamedTuple):
    """A page of the built site, by its name there."""

    name: str
    title: str
    html: str


def names(base: str) -> list[str]:
    """The pages that a change touches, itself or through a file that they include."""
    changed = git("diff", "--name-only", "--diff-filter=AMR", f"{base}...HEAD").splitlines()
    included = [f'--8<-- "{name}' for name in changed if name.startswith("snippets/")]
    found = []
    for path in sorted(Path("docs").glob("*/*.md")):
        text = path.read_text("utf8")
        if path.as_posix() in changed or any(include in text for include in included):
            found.append(published(path.as_posix()))
    return found


def published(path: str) -> str:
    """The name, in the site, of the page made of this file."""
    page = PAGE.fullmatch(path)
    assert page, path
    return f"{LANGUAGES[page['here']]}{page['page'].removesuffix('.md')}.html"


def alone(site: Path, name: str) -> Page:
    """A page with its style inside, and without scripts."""

    def inside(link: re.Match[str]) -> str:
        path = urljoin(f"/{name}", link["href"]).lstrip("/")
        return f"<style>{(site / path).read_text('utf8')}</style>"

    text = STYLE.sub(inside, SCRIPT.sub("", (site / name).read_text("utf8")))
    title = TITLE.search(text)
    return Page(name, html.unescape(title[1] if title else name), text)


def preview(pages: list[Page]) -> str:
    """One file with all of them, the first one open."""
    frames = [
        FRAME.format(
            open="" if rank else " open",
            name=page.name,
            title=html.escape(page.title),
            page=html.escape(page.html),
        )
        for rank, page in enumerate(pages)
    ]
    return WHOLE.format(frames="".join(frames))


def summary(pages: list[Page]) -> str:
    """What the preview shows, for the summary of the run."""
    listed = [f"- {page.title} (`{page.name}`)" for page in pages]
    none = "Aucune page n'a changé. · *No page has changed.*"
    return "\n".join(["### Aperçu · *Preview*", "", *(listed or [none]), ""])


def main(base: str, site: str, file: str) -> int:
    """Nothing is written if no page has changed."""
    pages = [alone(Path(site), name) for name in names(base)]
    if pages:
        Path(file).write_text(preview(pages), "utf8")
    print(summary(pages))
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 4 else __doc__)
