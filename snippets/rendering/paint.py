"""Paint the boxes of a page: a picture, in SVG."""
from base64 import b64encode
from html import escape
from itertools import groupby
from operator import itemgetter

from dom import Tree
from fetch import URL, fetch, text
from layout import WIDTH, laid_out
from lines import LETTER, px


def rectangle(x, y, width, height, color):
    if width and height and color:
        print(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" '
              f'height="{height:g}" fill="{escape(color)}"/>')


def paint(box):
    """Its background, its borders, what it holds: in this order."""
    at, end, own = (box.x, box.y), box.y + box.height, box.element.style
    rectangle(*at, box.width, box.height, own.get("background-color"))
    for side in "top", "right", "bottom", "left":
        color = own.get(f"border-{side}-color")
        thick = px(box.element, f"border-{side}-width")
        flat = side in ("top", "bottom")
        x = box.x + box.width - thick if side == "right" else box.x
        y = end - thick if side == "bottom" else box.y
        size = (box.width, thick) if flat else (thick, box.height)
        rectangle(x, y, *size, color)
    if box.element.tag == "img" and box.height:
        data, _ = fetch(box.element.attributes["src"])
        code = b64encode(data).decode()
        print(f'<image x="{box.x:g}" y="{box.y:g}" '
              f'width="{box.width:g}" height="{box.height:g}" '
              f'href="data:image/png;base64,{code}"/>')
    for (y, element), line in groupby(box.texts, itemgetter(1, 3)):
        write(list(line), y, element)
    for child in box.children:
        paint(child)


def write(line, y, element):
    """One line, or the part of a line that is inside one element."""
    words = "".join(piece for _, _, piece, _ in line)
    size = px(element, "font-size")
    y += (px(element, "line-height") - size) / 2 + 0.8 * size
    under = ' text-decoration="underline"' if element.tag == "a" else ""
    print(f'<text x="{line[0][0]:g}" y="{y:g}" font-size="{size:g}" '
          f'fill="{escape(element.style["color"])}"{under} '
          f'textLength="{len(words) * LETTER * size:g}">'
          f'{escape(words)}</text>')


if __name__ == "__main__":
    page = laid_out(Tree(text(URL)).html)
    size = f"{WIDTH:g} {page.height:g}"
    width, height = size.split()
    print('<svg xmlns="http://www.w3.org/2000/svg" '
          f'width="{width}" height="{height}" viewBox="0 0 {size}" '
          'font-family="monospace">')
    body = page.children[0] if page.children else page
    paper = body.element.style.get("background-color", "#ffffff")
    rectangle(0, 0, WIDTH, page.height, paper)
    paint(page)
    print("</svg>")
