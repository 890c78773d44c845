"""Find which elements each rule of a style sheet is about."""
import re

import tinycss2
from dom import Element, Tree
from fetch import URL, text

COMPOUND = re.compile(r"[\w-]*(?:[.#][\w-]+)*")  # p, .note, p#count
NAME = re.compile(r"([.#]?)([\w-]+)")


def rules(sheet):
    """(specificity, selector, declarations) of the rules we know."""
    for rule in tinycss2.parse_stylesheet(sheet, True, True):
        if rule.type != "qualified-rule":
            continue
        inside = tinycss2.parse_blocks_contents(rule.content)
        declared = [d for d in inside if d.type == "declaration"]
        for selector in tinycss2.serialize(rule.prelude).split(","):
            parts = selector.split()
            if parts and all(map(COMPOUND.fullmatch, parts)):
                marks = [mark for mark, name in NAME.findall(selector)]
                ids, classes = marks.count("#"), marks.count(".")
                specificity = ids, classes, marks.count("")
                yield specificity, parts, declared


def matches(selector, path):
    """Whether the selector describes the last element of a path."""
    *outer, last = selector
    *above, element = path
    above = reversed(above)  # outwards
    return is_one(element, last) and all(
        any(is_one(holder, part) for holder in above)
        for part in reversed(outer))


def is_one(element, compound):
    own = element.attributes
    classes = (own.get("class") or "").split()
    known = {"": [element.tag], "#": [own.get("id")], ".": classes}
    names = NAME.findall(compound)
    return all(name in known[mark] for mark, name in names)


def paths(element, above=()):
    """Each element, after those that hold it."""
    yield (*above, element)
    for child in element.children:
        if isinstance(child, Element):
            yield from paths(child, (*above, element))


def sheets(html):
    """The style sheets of a page, in its order."""
    for element in [path[-1] for path in paths(html)]:
        if element.tag == "style":
            yield "".join(element.children)
        elif element.attributes.get("rel") == "stylesheet":
            yield text(element.attributes.get("href") or "")


if __name__ == "__main__":
    html = Tree(text(URL)).html
    for sheet in sheets(html):
        for specificity, selector, _ in rules(sheet):
            found = [p for p in paths(html) if matches(selector, p)]
            print(*specificity, " ".join(selector).ljust(7), "->",
                  *[element.tag for *above, element in found])
