"""Turn the characters of a page into a tree of elements."""
from html.parser import HTMLParser

from fetch import URL, text

VOID = {"br", "hr", "img", "input", "link", "meta", "source"}
HEAD = {"base", "link", "meta", "script", "style", "title"}
ENDS_P = {"div", "footer", "form", "h1", "header", "main", "nav", "p",
          "section", "ul"}
DEEPEST = 200


class Element:
    def __init__(self, tag, attributes=()):
        self.tag, self.attributes = tag, dict(attributes)
        self.children, self.style = [], {}


class Tree(HTMLParser):
    """`open` holds the elements not ended yet, outermost first."""

    def __init__(self, characters):
        super().__init__()
        self.html, self.body = Element("html"), Element("body")
        self.head, self.pieces = Element("head"), []
        self.html.children = [self.head, self.body]
        self.open = [self.head]
        self.feed(characters)
        self.close()
        self.add_text()

    def handle_starttag(self, tag, attributes):
        self.add_text(tag in HEAD | {"html", "head"})
        if tag in ("html", "head", "body"):
            return getattr(self, tag).attributes.update(attributes)
        if tag in ENDS_P:
            self.handle_endtag("p")
        if tag == "li" and self.open[-1].tag == "li":
            self.open.pop()
        element = Element(tag, attributes)
        self.open[-1].children.append(element)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(element)

    def handle_endtag(self, tag):
        self.add_text()
        if tag in [element.tag for element in self.open[1:]]:
            while self.open.pop().tag != tag:
                pass

    def parse_marked_section(self, at, report=1):
        return self.parse_bogus_comment(at)  # <![ begins a comment

    def handle_data(self, piece):
        self.pieces.append(piece)

    def add_text(self, head_goes_on=True):
        """Keep the text so far; text outside a title ends the head."""
        text, self.pieces = "".join(self.pieces), []
        head_goes_on = head_goes_on and not text.strip()
        if self.open == [self.head] and not head_goes_on:
            self.open = [self.body]
        if text and self.open != [self.head]:
            self.open[-1].children.append(text)


def show(node, depth=0):
    words = node.split() if isinstance(node, str) else [node.tag]
    if words:
        print("  " * depth + " ".join(words)[:50])
    for child in getattr(node, "children", ()):
        show(child, depth + 1)


if __name__ == "__main__":
    show(Tree(text(URL)).html)
