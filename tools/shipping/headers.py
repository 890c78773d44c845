"""The headers that a host should send, in the file `_headers` that several hosts read (Netlify,
Cloudflare Pages): a policy that trusts no code but ours, and names to keep for ever.

Where two rules of the file match a path, one host sends both policies and another the last: so the
first rule has the widest one, all pages' hashes in it, and pages without programs, which no rule
allows to compile anything, have one that is whole and narrower. Either way it is theirs that binds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tools.shipping.addresses import CannotShip
from tools.shipping.strict import hashes

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
COMPILES = "'wasm-unsafe-eval'"
ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
FOR_EVER = "public, max-age=31536000, immutable"
RULES, LINE = 100, 2000
"""What Cloudflare Pages reads of the file: so many rules, so many characters in a line."""
CSP = "Content-Security-Policy"


def policy(pages: Iterable[str], compiles: bool) -> str:
    """One policy for all these pages' inline code."""
    found = [hashes(html) for html in pages]
    scripts = sorted({each for script, _ in found for each in script})
    styles = sorted({each for _, style in found for each in style})
    added = {
        "script-src": [*scripts, *[COMPILES] * compiles],
        "style-src": styles,
    }
    parts = (" ".join([name, value, *added.get(name, [])]) for name, value in POLICY.items())
    return "; ".join(parts)


def policies(pages: Mapping[str, str], mark: str) -> dict[str, str]:
    """The policy of each page, by path: pages that hold `mark` run programs."""
    wide = policy(pages.values(), compiles=True)
    narrow = policy((html for html in pages.values() if mark not in html), compiles=False)
    return {path: wide if mark in html else narrow for path, html in pages.items()}


def headers(pages: Mapping[str, str], mark: str, kept: Iterable[str]) -> str:
    """The file. `kept`: the paths whose content never changes, as patterns."""
    wide = policy(pages.values(), compiles=True)
    rules = {"/*": {CSP: wide, **ALWAYS}}
    rules |= {path: {"Cache-Control": FOR_EVER} for path in kept}
    for path, own in policies(pages, mark).items():
        if own != wide:
            rules |= {url: {CSP: own} for url in urls(path)}
    return fitting(rules)


def urls(path: str) -> list[str]:
    """What readers may ask for to get a page: hosts leave out `index.html`, and some `.html`."""
    bare = path.removesuffix(".html")
    folder = bare.removesuffix("index")
    return [f"/{path}", f"/{folder}" if folder != bare else f"/{bare}"]


def fitting(rules: Mapping[str, Mapping[str, str]]) -> str:
    """The file's text, if hosts will read all of it."""
    lines = []
    for path, given in rules.items():
        lines += [path, *(f"  {name}: {value}" for name, value in given.items())]
    if len(rules) > RULES or any(len(line) > LINE for line in lines):
        longest = max(map(len, lines))
        raise CannotShip(
            f"_headers has {len(rules)} rules and a line of {longest} characters; "
            f"hosts read {RULES} and {LINE}. Too many pages have inline code of their own."
        )
    return "\n".join(lines) + "\n"
