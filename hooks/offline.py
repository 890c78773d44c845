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
from mkdocs.plugins import CombinedEvent, event_priority

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # the command `mkdocs` does not look for modules here

from hooks.second_language import folder  # noqa: E402
from tools.bundle.inputs import CannotMake  # noqa: E402
from tools.bundle.made import held  # noqa: E402
from tools.shipping.rename import digest  # noqa: E402

log = logging.getLogger("mkdocs.hooks.offline")
TEMPLATE = "offline.html"
WORKER, SCRIPT = "sw.js", "assets/javascripts/offline.js"
LAB = "assets/lab/"
AHEAD = {".html", ".css", ".js", ".svg", ".png"}
NEVER = re.compile(
    r"(^|/)(404\.html|sitemap\..*|robots\.txt|sw\.js|_headers)$|\.(ipynb|pyz|br)$"
    r"|(^|/)assets/cards/|^(favicon\.ico|apple-touch-icon\.png)$"
)
SMALL = 20_000  # bytes of a script of the boxes' that is fetched ahead: not the editor
state = {"serving": ""}
Hashes = dict[str, str]


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Who edits pages wants no copy of them kept."""
    state["serving"] = command if command == "serve" else ""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make the page that says that a page was not kept."""
    config.theme.static_templates.add(TEMPLATE)
    return config


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
    return Path(path).suffix in AHEAD


def listed(site: Path, folders: list[str]) -> str:
    """What the service worker knows of the site, as its first line."""
    files = {path: digest((site / path).read_bytes()) for path in published(site)}
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    now = {path: name for path, name in files.items() if is_ahead(site, path)}
    later = {path: name for path, name in files.items() if path not in now}
    told = {"version": version, "folders": folders, "now": now, "later": later}
    return f"const SITE = {json.dumps(told, separators=(',', ':'))};\n"


def started(html: str, here: str) -> str:
    """The page with the script that starts the service worker; `here` as in `folder`."""
    up = "../" if here else ""
    return html.replace("</head>", f'<script defer src="{up}{SCRIPT}"></script></head>', 1)


@event_priority(-240)
def start(config: MkDocsConfig) -> None:
    """Once all languages are there, before their scripts are merged: have each page start it."""
    if not is_last(config) or not placed(Path(config.site_dir)):
        return
    site = Path(config.site_dir)
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        here = next((each for each in folders(config) if each and name.startswith(each)), "")
        if path.name != "404.html" and SCRIPT not in (html := path.read_text("utf8")):
            path.write_text(started(html, here), "utf8")


@event_priority(-300)
def tell(config: MkDocsConfig) -> None:
    """Once all files have their names: the list of all that is."""
    site = Path(config.site_dir)
    if is_last(config) and (site / WORKER).exists():
        worker = (site / WORKER).read_text("utf8")
        (site / WORKER).write_text(listed(site, folders(config)) + worker, "utf8")


on_post_build = CombinedEvent(start, tell)


def is_last(config: MkDocsConfig) -> bool:
    """Whether all languages are there, and are to be published."""
    return not folder(config, config.theme["language"]) and not state["serving"]


def folders(config: MkDocsConfig) -> list[str]:
    """Where each language lives."""
    return [folder(config, language) for language in config.extra["languages"]]


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
