"""After a first visit the site is read without a network, thanks to a service worker (page/sw.ts).
The build tells it what the site is made of: each file, and the hash of its content.

What is fetched ahead: every page of both languages, and what they need, about 1 MB compressed, less
than half of one ordinary web page. Python is five times that: it is kept once a program was run.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # the command `mkdocs` does not look for modules here

from hooks.second_language import folder  # noqa: E402
from tools.bundle.inputs import CannotMake  # noqa: E402
from tools.bundle.made import held  # noqa: E402

log = logging.getLogger("mkdocs.hooks.offline")
TEMPLATE = "offline.html"
WORKER, SCRIPT = "sw.js", "assets/javascripts/offline.js"
LAB = "assets/lab/"
AHEAD = {".html", ".css", ".js", ".svg", ".png"}
NEVER = re.compile(r"(^|/)(404\.html|search_index\.js|sitemap\..*|sw\.js)$|\.(ipynb|pyz)$")
SMALL = 20_000  # bytes of a script of the boxes' that is fetched ahead: not the editor
UNNAMED = re.compile(
    r'((?:href|src)="[^"?]*?)(assets/(?:javascripts|stylesheets)/[\w-]+\.(?:js|css))"'
)
state = {"serving": ""}
Hashes = dict[str, str]


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Who edits pages wants no copy of them kept."""
    state["serving"] = command if command == "serve" else ""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the page that says that a page was not kept."""
    config.theme.static_templates.add(TEMPLATE)
    return config


def digest(path: Path) -> str:
    """What page/kept.ts computes of the same content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def published(site: Path) -> Iterator[str]:
    """The files that may be kept, as paths from the site's root."""
    paths = (
        path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.is_file()
    )
    return (path for path in paths if not NEVER.search(path))


def is_ahead(site: Path, path: str) -> bool:
    """Whether a file is fetched before anybody asks for it."""
    if path.startswith(LAB):
        return path.endswith(".js") and (site / path).stat().st_size < SMALL
    return Path(path).suffix in AHEAD or path.endswith("search/search_index.json")


def listed(site: Path, folders: list[str]) -> str:
    """What the service worker knows of the site, as its first line."""
    files = {path: digest(site / path) for path in published(site)}
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    now = {path: name for path, name in files.items() if is_ahead(site, path)}
    later = {path: name for path, name in files.items() if path not in now}
    told = {"version": version, "folders": folders, "now": now, "later": later}
    return f"const SITE = {json.dumps(told, separators=(',', ':'))};\n"


def hashed(html: str, here: Path) -> str:
    """Styles and scripts whose names carry no hash get one behind, so that a page and its style
    sheet are always of one version; `here` is the folder of the page's language."""

    def add(found: re.Match[str]) -> str:
        file = here / found[2]
        return f'{found[1]}{found[2]}?{digest(file)}"' if file.exists() else found[0]

    return UNNAMED.sub(add, html)


def started(html: str, here: str, script: str) -> str:
    """The page with the script that starts the service worker; `here` as in `folder`."""
    up = "../" if here else ""
    data = f'data-worker="{up}{WORKER}" data-folder="{here}"'
    return html.replace("</body>", f'<script src="{up}{script}" {data} defer></script></body>')


@event_priority(-300)
def on_post_build(config: MkDocsConfig) -> None:
    """Once all languages are there: hashes in the pages, then the list of all that is."""
    if folder(config, config.theme["language"]) or state["serving"]:
        return
    site = Path(config.site_dir)
    if not placed(site):
        return
    folders = [folder(config, language) for language in config.extra["languages"]]
    script = f"{SCRIPT}?{digest(site / SCRIPT)}"
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        here = next((each for each in folders if each and name.startswith(each)), "")
        html = path.read_text("utf8")
        if path.name != "404.html":
            html = started(html, here, script)
        path.write_text(hashed(html, site / here), "utf8")
    worker = (site / WORKER).read_text("utf8")
    (site / WORKER).write_text(listed(site, folders) + worker, "utf8")


def placed(site: Path) -> bool:
    """Put the two scripts where the pages and their scope want them; False if they are not made."""
    try:
        made = held() / "root"
    except CannotMake as error:
        log.warning("The site will not work offline: %s", error)
        return False
    for path, name in ((SCRIPT, "offline.js"), (WORKER, "sw.js")):
        (site / path).write_text((made / name).read_text("utf8"), "utf8")
    return True
