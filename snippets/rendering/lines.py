"""Break the words of a paragraph into lines."""
import re

from dom import Tree
from fetch import URL, text
from style import paths, style

LETTER = 0.6  # em: in the page's font, every letter is as wide


def px(element, name):
    value = element.style.get(name) or "0"
    return float(value[:-2]) if value.endswith("px") else 0.0


def pieces(nodes, inside):
    """Each word and each space, with the elements it is inside of."""
    for node in nodes:
        if isinstance(node, str):
            for piece in re.findall(r"\s+|\S+", node):
                yield piece, inside
        elif node.style.get("display") != "none":
            yield from pieces(node.children, [*inside, node])


def lines(nodes, block, width):
    """(line, x, text, elements, width) of each piece of a text."""
    line, x, space, word = 0, 0.0, None, []
    for piece, inside in [*pieces(nodes, [block]), (" ", [block])]:
        advance = LETTER * px(inside[-1], "font-size")
        if not piece.isspace():
            word.append((piece, inside, len(piece) * advance))
            continue
        if word:
            length = sum(each[-1] for each in word)
            gap = space[-1] if space else 0.0
            if x and x + gap + length > width:
                line, x, space = line + 1, 0.0, None
            for each in [space, *word] if space else word:
                yield line, x, *each
                x += each[-1]
        if word or x:
            space, word = (" ", inside, advance), []


if __name__ == "__main__":
    for *_, p in paths(style(Tree(text(URL)).html)):
        for width in (520, 280) if p.tag == "p" else ():
            print(f"{width} px wide:")
            shown = {}
            for line, _, piece, *_ in lines(p.children, p, width):
                shown[line] = shown.get(line, "") + piece
            print(*shown.values(), sep="\n")
