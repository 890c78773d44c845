"""Lay a page out before its image is here, and after."""
import struct

from dom import Tree
from fetch import URL, fetch, text
from layout import laid_out
from match import paths


def moved(before, after):
    """Say which boxes are elsewhere, or have another height."""
    found = []
    for one, other in zip(before.walk(), after.walk(), strict=True):
        down, taller = other.y - one.y, other.height - one.height
        if down or taller:
            tag = one.element.tag.ljust(7)
            found += [f"{tag}{down:+4g} px down{taller:+4g} px taller"]
    print(*found or ["Nothing moved."], sep="\n")


if __name__ == "__main__":
    html = Tree(text(URL)).html
    before = laid_out(html)
    for *_, element in paths(html):
        if element.tag != "img":
            continue
        data, _ = fetch(element.attributes.get("src") or "")
        if data.startswith(b"\x89PNG"):
            width, height = struct.unpack(">II", data[16:24])  # PNG
            print(f"The image is here: {width} x {height} pixels.")
            element.attributes.setdefault("width", width)
            element.attributes.setdefault("height", height)
    moved(before, laid_out(html))
