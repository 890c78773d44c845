"""A page must work under a policy that trusts no inline script or style, the one defence a static
host can give: `POLICY`. The theme and the diagrams write both; here they move to published files.

The policy is for the host's header. A <meta> would hold it on any host, but on a disk too, where
the search lives in an inline frame (iframe-worker.js): reading from a disk would lose its search.
"""

from __future__ import annotations

import hashlib
import html as markup
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "connect-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "base-uri 'self'; form-action 'self'; manifest-src 'self'"
)
FOLDER = "assets/inline"
ONE_SCRIPT = r"<script>(?:(?!</script>).)*</script>"
SCRIPTS = re.compile(rf"{ONE_SCRIPT}(?:\s*{ONE_SCRIPT})*", re.S)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>\n?", re.S)
TAG = re.compile(
    r"""<(script|textarea)\b.*?</\1\s*>|<[a-z](?:[^"'>]|"[^"]*"|'[^']*')*>""", re.S | re.I
)
STYLED = re.compile(r"""\sstyle=("[^"]*"|'[^']*')""")
CLASS = re.compile(r"""(\sclass=["'])""")
ROOT = re.compile(r'<script src="([^"]*)assets/javascripts/bundle\.')
PALETTE = re.compile(r'<script>var palette=__md_get\("__palette"\);.*?</script>', re.S)
Published = dict[str, str]


def digest(text: str) -> str:
    """A name for this content."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Strict:
    """One page without inline code: `html`; `published` has what it asks for, name to content."""

    def __init__(self, html: str) -> None:
        found = ROOT.search(html)
        self.root = f"{found[1] if found else ''}{FOLDER}/"
        self.published: Published = {}
        html = SCRIPTS.sub(self._script, PALETTE.sub("", html))
        head, body, rest = html.partition("</head>")
        self._rules: dict[str, str] = {}
        head = STYLE.sub(lambda style: self._sheet(style[1]), head)
        rest = TAG.sub(self._class, STYLE.sub(self._keep, rest))
        if self._rules:
            head += self._sheet("\n".join(self._rules.values()))
        self.html = head + body + rest

    def _publish(self, text: str, kind: str) -> str:
        name = f"{digest(text)}.{kind}"
        self.published[name] = text
        return self.root + name

    def _script(self, found: re.Match[str]) -> str:
        source = ";\n".join(text.strip() for text in SCRIPT.findall(found[0]))
        return f'<script src="{self._publish(source, "js")}"></script>'

    def _sheet(self, rules: str) -> str:
        return f'<link rel="stylesheet" href="{self._publish(rules, "css")}">\n'

    def _keep(self, found: re.Match[str]) -> str:
        self._rules[found[1]] = found[1]
        return ""

    def _class(self, tag: re.Match[str]) -> str:
        """The tag with a class in the place of its style, which no rule of a sheet may override."""
        if tag[1] or not (style := STYLED.search(tag[0])):
            return tag[0]
        bare = tag[0].replace(style[0], "", 1)
        given = markup.unescape(style[1][1:-1])
        parts = [part.strip() for part in given.split(";") if part.strip()]
        if not parts:
            return bare
        name = f"s{digest(given)[:7]}"
        self._rules[name] = f".{name}{{{';'.join(f'{part}!important' for part in parts)}}}"
        if CLASS.search(bare):
            return CLASS.sub(rf"\g<1>{name} ", bare, count=1)
        return re.sub(r"^<[\w:-]+", lambda start: f'{start[0]} class="{name}"', bare)


@event_priority(-170)
def on_post_build(config: MkDocsConfig) -> None:
    """Make every page of this language strict, once its HTML is final."""
    site = Path(config.site_dir)
    others = {site / language for language in config.extra["languages"]}
    for path in sorted(site.rglob("*.html")):
        if others.isdisjoint(path.parents):
            page = Strict(path.read_text("utf8"))
            path.write_text(page.html, "utf8")
            publish(page.published, site / FOLDER)


def publish(files: Published, folder: Path) -> None:
    """Write what a page asks for, unless another page did."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, "utf8")
