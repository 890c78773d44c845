"""A shared link shows a card: the page's title in the site's ink and paper, drawn from
`hooks/card.svg` when the site is built, without a network or a browser. The letters come from a
package, never from the machine, so that two machines draw the same bytes.

No page loads a card: those that read `og:image` do. The two icons that browsers and telephones ask
for by themselves, whatever a page says, are drawn here too.
"""

from __future__ import annotations

import hashlib
import html
import struct
import textwrap
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distribution, version
from pathlib import Path
from string import Template
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from resvg_py import svg_to_bytes

from hooks.second_language import folder
from hooks.typography import french

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".cache" / "cards"
DRAWING, LOGO = ROOT / "hooks" / "card.svg", ROOT / "theme" / "assets" / "logo.svg"
FOLDER = "assets/cards"
WIDTH, HEIGHT = 1200, 630
LINE = 24  # letters of a title that fit in the width
FONTS = [
    str(distribution("font-caladea").locate_file(f"font_caladea/files/Caladea-{face}.ttf"))
    for face in ("Regular", "Bold")
]


def name(page: Page) -> str:
    """Where a page's card is published, from the root of its language."""
    return f"{FOLDER}/{page.file.src_uri.removesuffix('.md').replace('/', '-')}.png"


def title_lines(title: str) -> str:
    """The title, cut in lines, as SVG."""
    lines = textwrap.wrap(title.replace("\u202f", "\0"), LINE, break_on_hyphens=False)
    first = 358 - 42 * (len(lines) - 1)
    return "".join(
        f'<tspan x="90" y="{first + 84 * n}">{html.escape(line)}</tspan>'.replace("\0", "\u202f")
        for n, line in enumerate(lines)
    )


def phases(here: int, count: int) -> str:
    """The journey as a row of dots, those so far full; nothing if the page is of none."""
    dots = (
        f'<circle cx="{104 + 46 * n}" cy="562" r="11" class="{"past" if n < here else "next"}"/>'
        for n in range(count)
    )
    return "".join(dots) if here else ""


def card(title: str, site: str, here: int, count: int) -> str:
    """The drawing of a page's card."""
    return Template(DRAWING.read_text("utf8")).substitute(
        title=title_lines(title), site=html.escape(site), phases=phases(here, count)
    )


def drawn(svg: str, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """The PNG of a drawing, kept under .cache/ by what it was made from."""
    told = f"{version('resvg_py')} {width}x{height}\n{svg}"
    kept = KEPT / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.png"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(
            svg_to_bytes(
                svg_string=svg, width=width, height=height, skip_system_fonts=True, font_files=FONTS
            )
        )
    return kept.read_bytes()


def icon(png: bytes, size: int) -> bytes:
    """An .ico file that holds one PNG."""
    header = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), 22)
    return header + entry + png


def touch_icon(logo: str) -> str:
    """The logo on paper, with room around it: telephones cut the corners."""
    start, end = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 88 88">', "</svg>"
    return f'{start}<rect x="-12" y="-12" width="88" height="88" fill="#fffefb"/>{logo}{end}'


def icons() -> dict[str, bytes]:
    """What browsers ask for at the root of a site, whatever its pages say."""
    logo = LOGO.read_text("utf8")
    return {
        "favicon.ico": icon(drawn(logo, 32, 32), 32),
        "apple-touch-icon.png": drawn(touch_icon(logo), 180, 180),
    }


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Publish the icons, once for all languages."""
    if not folder(config, config.theme["language"]):
        for path, content in icons().items():
            files.append(File.generated(config, path, content=content))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Publish a card for each page, once their titles are known."""
    pages = [file.page for file in files.documentation_pages() if file.page]
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(lambda page: drawn(of(page, config)), pages))
    for page, content in zip(pages, made, strict=True):
        files.append(File.generated(config, name(page), content=content))
    return env


def of(page: Page, config: MkDocsConfig) -> str:
    """The drawing of a page's card, in its language's typography."""
    title = html.unescape(str(page.title))
    title = french(title) if config.theme["language"] == "fr" else title
    given: dict[str, Any] = dict(page.meta)
    count = len(config.extra["phases"])
    return card(title, config.site_name, int(given.get("phase", 0)), count)
