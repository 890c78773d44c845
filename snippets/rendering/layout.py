"""Give each box of a page its place, in pixels."""
import sys

from boxes import Box, edge, flow, joined, margin
from dom import Element, Tree
from fetch import URL, text
from lines import lines, px
from style import style

WIDTH = float((sys.argv[2:] or [640])[0])


def block(element, x, y, room):
    """The box of a block whose top is at y, in a room so wide."""
    left = px(element, "margin-left")
    sides = edge(element, "left") + edge(element, "right")
    width = room - left - px(element, "margin-right") - sides
    for name in "width", "max-width":
        if name in element.style and px(element, name) < width:
            width = px(element, name)
            if element.style.get("margin-left") == "auto":
                left = (room - width - sides) / 2
    box = Box(element, x + left, y, width + sides)
    if element.tag == "img":
        box.width = px(element, "width")
        box.height = px(element, "height")
        return box
    x = box.x + edge(element, "left")
    y, below = y + edge(element, "top"), 0.0
    for number, group in enumerate(flow(element)):
        if isinstance(group, Element):
            if number or not joined(element, "top"):
                y += max(margin(group, "top"), below)
            box.children.append(block(group, x, y, width))
            y += box.children[-1].height
            below = margin(group, "bottom")
        else:
            y, below = inline(box, group, x, y + below, width), 0.0
    y += 0.0 if joined(element, "bottom") else below
    box.height = y + edge(element, "bottom") - box.y
    return box


def inline(box, nodes, x, y, width):
    """Put lines of text in a box; the y below them."""
    height, around, bottom = px(box.element, "line-height"), {}, y
    broken = lines(nodes, box.element, width)
    for line, dx, piece, inside, size in broken:
        top, bottom = y + line * height, y + (line + 1) * height
        box.texts.append((x + dx, top, piece, inside[-1]))
        for element in inside[1:]:
            above = (height - px(element, "font-size")) / 2
            here = x + dx, top + above, x + dx + size, bottom - above
            around.setdefault(element, []).append(here)
    for element, places in around.items():
        lefts, tops, rights, ends = zip(*places, strict=True)
        left, high = min(lefts), min(tops)
        box.children.append(Box(
            element, left, high, max(rights) - left, max(ends) - high))
    return bottom


def laid_out(html):
    return block(style(html), 0.0, 0.0, WIDTH)


if __name__ == "__main__":
    print("element     x     y width height")
    for box in laid_out(Tree(text(URL)).html).walk():
        place = box.x, box.y, box.width, box.height
        print(box.element.tag.ljust(7), *(f"{n:5g}" for n in place))
