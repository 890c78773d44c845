"""What Material leaves out, found with axe and the Nu validator: regions that scroll must take the
keyboard's focus, a dialog must have a name, and some attributes are not allowed where it puts
them. Done in the built HTML, since overriding whole templates would break at the next version."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

TABLE = re.compile(r"<table\b.*?</table>", re.S)
PRE = re.compile(r"<pre(?=[ >])(?![^>]*tabindex)")
BUTTON = '<label class="md-header__button md-icon"'
TOGGLE = re.compile(r'(<input class="md-toggle[^>]*?) autocomplete="off"')


@event_priority(-50)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let code and tables scroll under the keyboard; site.css does the rest."""
    name = config.extra["words"]["table"]
    box = f'<div class="table" tabindex="0" role="group" aria-label="{name}">'
    return TABLE.sub(lambda table: f"{box}{table[0]}</div>", PRE.sub('<pre tabindex="0"', html))


def mend(html: str, words: dict[str, str]) -> str:
    """Name the search dialog and the two buttons, drop attributes that HTML does not allow."""
    html = html.replace('role="dialog"', f'role="dialog" aria-label="{words["search"]}"')
    for target in ("drawer", "search"):
        html = html.replace(
            f'{BUTTON} for="__{target}"', f'{BUTTON} title="{words[target]}" for="__{target}"'
        )
    return TOGGLE.sub(r"\1", html).replace(' tabindex=""', "")


@event_priority(-100)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Mend what the templates make."""
    return mend(output, config.extra["words"])


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Mend 404.html too."""
    if not template_name.endswith(".html"):
        return output_content
    return mend(output_content, config.extra["words"])
