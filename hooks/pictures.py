"""A picture that a program printed is shown in the page, not as a file beside it: so it takes the
page's colours, and a screen reader hears its title and description in the page's language."""

from __future__ import annotations

import hashlib
import html
import logging
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.hooks.pictures")
SAID = re.compile(r"^\s*(accTitle|accDescr):\s*(.*?)\s*\n", re.M)
COMMAND = re.compile(r"^\s*<\?lab \$ (.*?)\?>\s*")
OPENING = re.compile(r"<svg\b")
FIGURE = """\
<figure class="picture">
<figcaption><code>$ {command}</code></figcaption>
<div class="picture__box" data-search-exclude tabindex="0" role="group" aria-label="{title}">{svg}\
</div>
</figure>"""


def show(
    source: str, language: str, css_class: str, options: object, md: object, **kwargs: object
) -> str:
    """Formatter of the ```svg fence: accTitle, accDescr, then a snippets/**/*.svg included."""
    said = dict(SAID.findall(source))
    command = COMMAND.match(svg := SAID.sub("", source))
    if not command or not said.get("accTitle") or not said.get("accDescr"):
        log.warning("an svg fence needs accTitle, accDescr and an included snippets/**/*.svg")
        return f"<pre><code>{html.escape(source)}</code></pre>"
    title, description = said["accTitle"], said["accDescr"]
    picture = named(svg[command.end() :].strip(), title, description)
    return FIGURE.format(command=html.escape(command[1]), title=html.escape(title), svg=picture)


def named(svg: str, title: str, description: str) -> str:
    """The picture with a title and a description, whose ids no other picture of the page has."""
    unique = "p" + hashlib.sha256(svg.encode()).hexdigest()[:8]
    marks = f'role="img" aria-labelledby="{unique}-title" aria-describedby="{unique}-desc"'
    texts = (
        f'<title id="{unique}-title">{html.escape(title)}</title>'
        f'<desc id="{unique}-desc">{html.escape(description)}</desc>'
    )
    return OPENING.sub(f"<svg {marks}", svg, count=1).replace(">", f">{texts}", 1)


@event_priority(0)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Register the fence, after that of the diagrams."""
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
    others = [fence for fence in fences.get("custom_fences", []) if fence["name"] != "svg"]
    fences["custom_fences"] = [*others, {"name": "svg", "class": "svg", "format": show}]
    return config
