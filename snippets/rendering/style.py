"""Give each element of a page its style."""
import re

import tinycss2
from dom import Tree
from fetch import URL, text
from match import matches, paths, rules, sheets

DEFAULTS = """
html, body, div, header, main, nav, footer, section { display: block }
form, h1, p, ul, li, img { display: block } head { display: none }
html { font-size: 16px; line-height: 20px; color: black }
body { margin: 8px } p { margin: 16px 0 } a { color: blue }
h1 { font-size: 32px; line-height: 40px; margin: 21px 0 }
"""
INHERITED = "color", "font-size", "line-height"
SIDES = "top", "right", "bottom", "left"
LENGTHS = re.compile("margin|padding|width|size|height")


def style(html):
    """Style each element: what a rule declares, or what it inherits."""
    found = [((0, *rule[0]), *rule[1:]) for rule in rules(DEFAULTS)]
    for sheet in sheets(html):
        found += [((1, *rule[0]), *rule[1:]) for rule in rules(sheet)]
    found.sort(key=lambda rule: rule[0])  # the strongest comes last
    for path in paths(html):
        own = path[-1].style = {}
        for name in INHERITED:
            own[name] = path[-2].style[name] if path[1:] else None
        for name in "width", "height":  # of an image, before any rule
            size = path[-1].attributes.get(name)
            own |= longhands(name, f"{size}px")
        for _, selector, declared in found:
            if matches(selector, path):
                for d in declared:
                    value = tinycss2.serialize(d.value).strip()
                    own |= longhands(d.name, value)
    return html


def longhands(name, value):
    """What a declaration says of each side, if we understand it."""
    parts, said = value.split() or [""], {name: value}
    if name in ("margin", "padding"):
        parts += parts[-2:]  # 10px 20px means 10px 20px 10px 20px
        parts += parts[-2:]
        each = zip(SIDES, parts[:4], strict=True)
        said = {f"{name}-{side}": part for side, part in each}
    elif name.startswith("border"):
        every = [f"border-{s}" for s in SIDES]
        sides = [name] if "-" in name else every
        said = {f"{side}-width": parts[0] for side in sides}
        said |= {f"{side}-color": parts[-1] for side in sides}
    good = re.compile(r"auto|0|\d{1,6}(\.\d+)?px")
    return {n: v for n, v in said.items()
            if not LENGTHS.search(n) or good.fullmatch(v)}


if __name__ == "__main__":
    for *above, element in paths(style(Tree(text(URL)).html)):
        print("  " * len(above) + element.tag, end=" ")
        print(*[element.style[name] for name in INHERITED], sep=", ")
