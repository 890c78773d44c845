"""Run in a small copy of the project, which test_serve_pages.py makes: does there what a writer
does, and holds what is served against a site that another process builds from nothing."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from pathlib import Path

from tools.serve import Site, built

HERE = Path.cwd()
OF_ALL = [  # a file; what is changed there, by what; where that shows, and what shows there
    ("docs/fr/url.md", "# Une adresse", "# Deux adresses", "en/404.html", "Deux adresses"),
    ("docs/en/url.md", "description: An", "description: The", "en/url.html", "The address"),
    ("docs/glossary.toml", 'french = "Programme', 'french = "Outil', "glossary.html", "Outil qui"),
    ("docs/failures.toml", 'symptom.en = "', 'symptom.en = "Zut ', "en/failures.html", "Zut "),
    ("hooks/words.toml", 'sheet_name = "', 'sheet_name = "Zut ', "index.html", "Zut Nom"),
    ("hooks/running.py", "program__how", "program__zut", "url.html", "program__zut"),
    ("hooks/accessibility.py", 'class="table"', 'class="zut"', "failures.html", 'class="zut"'),
    ("lab/world/breaks/tcp.py", '"Personne', '"Zut, personne', "failures.html", "Zut, personne"),
    ("snippets/url/split.py", "import sys", "import sys, this", "snippets/url/split.py", "this"),
    ("snippets/url/split.out", "host  ", "zut  ", "en/url.html", "zut  "),
    ("theme/main.html", "<body>", '<body class="zut">', "en/index.html", '<body class="zut">'),
    ("theme/assets/stylesheets/text.css", "{", "{/*z*/", "assets/stylesheets/text.css", "/*z*/"),
    ("mkdocs.yml", "site_name: Aller", "site_name: Zut", "index.html", "Zut-retour"),
    ("mkdocs.en.yml", "site_name: Round", "site_name: Zut", "en/index.html", "Zut trip"),
]
OF_A_PAGE = [
    ("docs/fr/url.md", "Un mot", "Un zut", "url.html", "Un zut"),
    ("docs/fr/url.md", "Un zut", "Un zut", "search/search_index.js", "Un zut"),
    ("docs/en/index.md", "A word", "## New {#new}\n\nA zut", "en/index.html", 'id="new"'),
    ("docs/en/url.md", "A word", "A resolver, a zut", "en/url.html", 'class="term"'),
    ("docs/en/url.md", "A resolver", "A resolver", "en/url.ipynb", "a zut"),
    ("docs/fr/failures.md", "Voici :", "Voilà :", "failures.html", "Voilà"),
]
said: list[str] = []


def main() -> None:
    """All of it, in order; or `fresh FOLDER`, a site from nothing."""
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(handler)
    if sys.argv[1:]:
        list(built(HERE, Path(sys.argv[1]), ""))
        return
    site = Site(HERE, "")
    assert not site.update()
    any_input(site)
    same(site, "after each kind of change")
    pages(site)
    errors(site)
    same(site, "after changes in pages")
    shutil.rmtree(site.folder)


def any_input(site: Site) -> None:
    """What may show anywhere asks for everything, and shows."""
    for each in OF_ALL:
        shown(site, *each, pages=False)
    write("docs/fr/more.md", "---\ndescription: x\n---\n# Plus {#more}\n")
    assert not site.update() and "Plus" in text(site, "more.html")
    (HERE / "docs/fr/more.md").unlink()
    assert not site.update() and not (site.folder / "more.html").exists()


def pages(site: Site) -> None:
    """The text of a page asks for that page."""
    for name, old, new, where, what in OF_A_PAGE:
        shown(site, name, old, new, where, what, pages=True)
    del said[:]
    change("docs/fr/url.md", "{#parts}", "{#pieces}")
    assert site.update() and complained("index.md", "#parts"), said
    change("docs/fr/index.md", "#parts", "#pieces")
    change("docs/en/index.md", "A zut", "Two")
    del said[:]
    assert site.update() and not complained("index.md", ""), said
    assert "url.html#pieces" in text(site, "index.html") and "Two" in text(site, "en/index.html")


def errors(site: Site) -> None:
    """What is wrong is said, what was right stays, and comes back once mended."""
    good = text(site, "url.html")
    change("docs/fr/url.md", "url/split.py", "url/no_such.py")
    change("docs/fr/index.md", "Un mot", "Un autre mot")
    assert site.update() and complained("", "no_such.py"), said
    assert text(site, "url.html") == good and "Un autre mot" in text(site, "index.html")
    change("hooks/running.py", "def row", "def row(")
    assert "SyntaxError" in failed(site) and text(site, "url.html") == good
    change("docs/fr/index.md", "Un autre mot", "Un dernier mot")
    assert "SyntaxError" in failed(site)
    change("hooks/running.py", "def row(", "def row")
    change("docs/fr/url.md", "url/no_such.py", "url/split.py")
    assert not site.update() and "Un dernier mot" in text(site, "index.html")
    change("docs/fr/index.md", "Un dernier mot", "[Un mot](no_such.md)")
    assert site.update() and complained("index.md", "no_such.md"), said


def shown(site: Site, name: str, old: str, new: str, where: str, what: str, pages: bool) -> None:
    """A change is served where it shows; `pages` says whether pages were enough."""
    change(name, old, new)
    assert site.update() is pages, name
    assert what in text(site, where), (name, where)


def complained(page: str, of: str) -> bool:
    """Whether something was said of a page."""
    return any(page in each and of in each for each in said)


def failed(site: Site) -> str:
    """What stops the site from being made."""
    try:
        site.update()
    except (Exception, SystemExit) as error:
        return repr(error)
    return "nothing"


def same(site: Site, when: str) -> None:
    """Hold what is served against a site made from nothing."""
    fresh = site.folder.with_name(f"{site.folder.name}-fresh")
    subprocess.run([sys.executable, __file__, str(fresh)], check=True)
    one, two = files(site.folder), files(fresh)
    shutil.rmtree(fresh)
    stale = [name for name in one | two if one.get(name) != two.get(name)]
    assert not stale, (when, stale)


def files(folder: Path) -> dict[str, bytes]:
    """Each file and its content."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def text(site: Site, name: str) -> str:
    """A served file."""
    return (site.folder / name).read_text("utf8")


def write(name: str, content: str) -> None:
    """Write a file of the project."""
    (HERE / name).write_text(content, "utf8")


def change(name: str, old: str, new: str) -> None:
    """Change the first `old` of a file, which must be there."""
    content = (HERE / name).read_text("utf8")
    assert old in content, (name, old)
    write(name, content.replace(old, new, 1))


if __name__ == "__main__":
    main()
