"""Let the script of a page change the page."""
import copy
import json
import sys

from dom import Tree
from fetch import URL, text
from image import moved
from layout import laid_out
from match import matches, paths

try:
    import _quickjs as quickjs  # the engine alone, without its threads
except ImportError:
    sys.exit("This program needs the package quickjs-ng.")

BROWSER = """
class Element {
  constructor(number) { this.number = number; }
  getAttribute(name) { return read(this.number, name); }
  set textContent(text) { write(this.number, String(text)); }
}
const document = {
  querySelectorAll(selector) {
    return JSON.parse(find(selector)).map((n) => new Element(n));
  },
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  },
};
"""


def find(selector):
    """The numbers of the elements that a selector describes."""
    parts = [part.split() for part in selector.split(",")]
    return json.dumps([number for number, path in enumerate(known)
                       if any(matches(part, path) for part in parts)])


def read(number, name):
    return known[int(number)][-1].attributes.get(name)


def write(number, words):
    known[int(number)][-1].children = [words]


html = Tree(text(URL)).html
before, known = laid_out(copy.deepcopy(html)), list(paths(html))
engine = quickjs.Context()
for function in find, read, write:
    engine.add_callable(function.__name__, function)
engine.eval(BROWSER)
for *_, element in known:
    if element.tag == "script":
        link = element.attributes.get("src")
        code = text(link) if link else "".join(element.children)
        try:
            engine.eval(code)
        except quickjs.JSException as error:
            print(f"The script stops here: {error}")
after = laid_out(html)
for *_, element in known:
    if "id" in element.attributes:
        print(*element.children)
moved(before, after)
