"""Ask for what a page needs, in the order in which it is found."""
import re
import time

from dom import Tree
from fetch import URL, text
from match import paths


def needs(html):
    """(link, what it holds up) of each file that the page names."""
    for *_, element in paths(html):
        own = element.attributes
        if own.get("rel") == "stylesheet" and "href" in own:
            yield own["href"], "the display"
        elif element.tag == "script" and "src" in own:
            later = own.keys() & {"defer", "async"}
            yield own["src"], "nothing" if later else "the parser"
        elif "src" in own:
            yield own["src"], "nothing"


def timed(link):
    start = time.perf_counter()
    found = text(link)
    return found, (time.perf_counter() - start) * 1000


page, start = timed(URL)
print(f"{start:6.0f} ms  the page is here")
shown = done = start
for link, held_up in needs(Tree(page).html):
    found, taken = timed(link)
    print(f"{taken:6.0f} ms  {link}, which holds up {held_up}")
    fonts = re.findall(r"@font-face[^}]*url\(([^)]*)\)", found)
    for font in fonts:
        after, more = timed(font)
        print(f"{more:6.0f} ms  {font}, found in {link}")
        done = max(done, start + taken + more)
    done = max(done, start + taken)
    if held_up != "nothing":
        shown = max(shown, start + taken)
print(f"Shown after {shown:.0f} ms, whole after {done:.0f} ms.")
