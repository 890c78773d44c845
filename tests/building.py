"""MkDocs says what is wrong with a page in English, among other things, and without the line.
Whoever changed one word reads here which line of which file it is, and what to do, in both
languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.includes import ROOT
from tests.telling import in_both

SAID = re.compile(r"^(?:WARNING|ERROR) +-  (?P<what>.*(?:\n(?!\w+ +-  |\n).*)*)", re.M)
SECOND = re.compile(r"^INFO +-  Building en$", re.M)
LINK = re.compile(r"Doc file '(?P<page>[^']+)' contains a.*? link '(?P<link>[^']+)'")
NOT_IN_NAV = re.compile(r"^  - (?P<page>\S+\.md)$", re.M)
NOT_DRAWN = re.compile(r"(?:fr|en)/(?P<page>\S+): diagram not drawn: (?P<title>.*)\. Run")
LEADS_NOWHERE = (
    "Ce lien ne mène nulle part : corrigez le nom du fichier, ou l'identifiant après le #, qui est "
    "celui d'un titre, {#ainsi}.\n    Vous avez renommé un titre ? Changez aussi les liens qui y "
    "mènent.",
    "This link leads nowhere: mend the name of the file, or the id after the #, which is that of a "
    "heading, {#so}.\n    You renamed a heading? Change the links to it too.",
)
IN_NO_NAV = (
    "Aucun menu ne mène à cette page : ajoutez-la dans mkdocs.yml, sous `nav:`, à sa place dans le "
    "voyage.",
    "No menu leads to this page: add it to mkdocs.yml, under `nav:`, at its place in the journey.",
)
TO_DRAW = (
    "Ce diagramme n'est pas encore dessiné : lancez `make diagrams`, puis ajoutez theme/diagrams/ "
    "à votre demande.\n    Vous êtes dans votre navigateur ? Laissez : qui relit le dessinera.",
    "This diagram is not drawn yet: run `make diagrams`, and add theme/diagrams/ to your change.\n"
    "    You are in your browser? Leave it: whoever reviews will draw it.",
)


def explained(log: str, root: Path = ROOT) -> str:
    """What stops the build, page by page; the whole log if nothing in it is known."""
    second = SECOND.search(log)
    found: dict[tuple[str, str], list[str]] = {}
    for said in SAID.finditer(log):
        language = "en" if second and said.start() > second.start() else "fr"
        for place, advice in _read(said["what"], root / "docs" / language, root):
            found.setdefault(advice, []).append(place)
    told = [
        "\n".join([*places, "", in_both(*advice)])
        for advice, places in found.items()
        if any(advice)
    ]
    rest = [place for advice, places in found.items() if not any(advice) for place in places]
    return "\n\n".join([*told, *rest]) or log


def _read(what: str, docs: Path, root: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each place that a warning is about, and what to do there; "" if it says so itself."""
    if link := LINK.search(what):
        place = _at(docs / link["page"], f"]({link['link']}", root)
        yield f"{place}: {link['link']}", LEADS_NOWHERE
    elif "not included in the" in what:
        for page in NOT_IN_NAV.finditer(what):
            yield f"{_at(docs / page['page'], '# ', root)}: nav", IN_NO_NAV
    elif drawn := NOT_DRAWN.search(what):
        yield f"{_at(docs / drawn['page'], drawn['title'], root)}: {drawn['title']}", TO_DRAW
    else:
        yield what, ("", "")


def _at(path: Path, text: str, root: Path) -> str:
    """The file and the first line that holds this text; line 1 if none does."""
    lines = path.read_text("utf8").splitlines() if path.exists() else []
    line = next((n for n, line in enumerate(lines, 1) if text in line), 1)
    return f"{path.relative_to(root).as_posix()}:{line}"
