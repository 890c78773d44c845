"""List the boxes of a page: blocks, and runs of text."""
from dataclasses import dataclass, field

from dom import Element, Tree
from fetch import URL, text
from lines import px
from style import style


@dataclass
class Box:
    element: Element
    x: float
    y: float
    width: float
    height: float = 0.0
    children: list = field(default_factory=list)
    texts: list = field(default_factory=list)  # (x, y, text, element)

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


def edge(element, side):
    """Border and padding."""
    border = px(element, f"border-{side}-width")
    return border + px(element, f"padding-{side}")


def flow(element):
    """What an element holds: blocks, and runs of inline things."""
    groups = []
    for child in element.children:
        is_text = isinstance(child, str)
        display = "inline" if is_text else child.style.get("display")
        if display == "block":
            groups.append(child)
        elif display != "none":
            if not groups or isinstance(groups[-1], Element):
                groups.append([])
            groups[-1].append(child)
    return [g for g in groups if isinstance(g, Element) or any(
        isinstance(node, Element) or node.strip() for node in g)]


def margin(element, side):
    """Its margin, or its edge child's, if nothing is between them."""
    own, inside = px(element, f"margin-{side}"), flow(element)
    child = inside and inside[0 if side == "top" else -1]
    if isinstance(child, Element) and joined(element, side):
        return max(own, margin(child, side))
    return own


def joined(element, side):
    return element.tag != "html" and not edge(element, side)


def show(element, depth=0):
    print("  " * depth + element.tag)
    for group in flow(element):
        if isinstance(group, Element):
            show(group, depth + 1)
        else:
            print("  " * depth + "  text")


if __name__ == "__main__":
    show(style(Tree(text(URL)).html))
