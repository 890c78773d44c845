"""What is published differs from what is served while writing: `mkdocs build` merges, purges,
shortens, renames and compresses (tools/shipping says why), and says to the host which headers to
send. `make serve` does none of it: a source that can be read in the browser helps who writes."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # the command `mkdocs` does not look for modules here

from hooks.second_language import folder  # noqa: E402
from tools.bundle.inputs import CannotMake  # noqa: E402
from tools.shipping.addresses import CannotShip  # noqa: E402
from tools.shipping.compress import Ahead, compress  # noqa: E402
from tools.shipping.headers import headers  # noqa: E402
from tools.shipping.rename import ASSET  # noqa: E402
from tools.shipping.site import Shipped, shipped  # noqa: E402

log = logging.getLogger("mkdocs.hooks.shipping")
PROGRAMS = "data-lab="
"""What pages with programs have, and no others."""
LAB = "assets/lab"
VIEW = ROOT / "lab" / "trace" / "as_html.py"
KEPT = ["/assets/*.css", "/assets/*.js", "/assets/lab/*"]
CACHE = ROOT / ".cache" / "compressed"
state = {"serving": False}
ahead = Ahead(CACHE)


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Who edits pages wants to see them as they are written."""
    state["serving"] = command == "serve"


def last(config: MkDocsConfig) -> bool:
    """Whether all languages are there, and are to be published."""
    return not folder(config, config.theme["language"]) and not state["serving"]


@event_priority(-2000)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """What programs run with is the longest to compress: begin while pages are made, once the other
    languages have their processes."""
    if last(config):
        ahead.begin([f.abs_src_path for f in files if f.abs_src_path and f.src_uri.startswith(LAB)])
    return files


@event_priority(-250)
def ship(config: MkDocsConfig) -> None:
    """Put the pages as they are published in the place of those that were built."""
    if not last(config):
        return
    site = Path(config.site_dir)
    try:
        new = shipped(*built(site), urlsplit(config.site_url or "/").path)
        (site / "_headers").write_text(headers(new.pages, PROGRAMS, KEPT), "utf8")
    except (CannotShip, CannotMake) as error:
        raise PluginError(f"The site cannot be published: {error}") from None
    publish(new, site)
    log.info("Shipped: %s", ", ".join(f"{k} {v:.2f} s" for k, v in new.seconds.items()))


@event_priority(-400)
def pack(config: MkDocsConfig) -> None:
    """At the very end, compress what will not change any more."""
    if last(config):
        ahead.wait()
        compress(Path(config.site_dir), CACHE)


on_post_build = CombinedEvent(ship, pack)


def on_build_error(error: Exception) -> None:
    """Nothing is to be published."""
    ahead.wait(give_up=True)


def built(site: Path) -> tuple[dict[str, str], dict[str, bytes], list[str]]:
    """The pages, what they load, and what else adds to pages: scripts that stay as they are, and
    the lab, whose view of a run has elements that most pages have not before."""
    pages = {name: path.read_text("utf8") for name, path in under(site, "*.html")}
    files = {name: path.read_bytes() for name, path in under(site, "*.*") if ASSET.match(name)}
    lab = [path.read_text("utf8") for path in sorted((site / LAB).glob("*.js"))]
    return pages, files, [*lab, VIEW.read_text("utf8")]


def under(site: Path, pattern: str) -> list[tuple[str, Path]]:
    """The files of the site, with their names from its root."""
    return [(path.relative_to(site).as_posix(), path) for path in sorted(site.rglob(pattern))]


def publish(new: Shipped, site: Path) -> None:
    """Write the pages and the files; those that none of them names any more go."""
    for name, html in new.pages.items():
        (site / name).write_text(html, "utf8")
    text = "\n".join(new.pages.values())
    for name, path in under(site, "*.*"):
        if ASSET.match(name) and (path.suffix in (".css", ".js") or name not in text):
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
    for name, content in new.files.items():
        (site / name).write_bytes(content)
