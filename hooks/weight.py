"""Material ships source maps and the word lists of thirty languages with every site: dropping
what no page asks for takes the bilingual site from 5 MB to 1 MB."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

NEEDED = re.compile(r"lunr\.(stemmer\.support|multi|fr)\.min\.js")


@event_priority(-150)
def on_post_build(config: MkDocsConfig) -> None:
    """Remove the maps and the other languages' stemmers from the built site."""
    site = Path(config.site_dir)
    for path in site.rglob("*.map"):
        path.unlink()
    for path in site.glob("**/javascripts/lunr/**/*.js"):
        if not NEEDED.fullmatch(path.name):
            path.unlink()
