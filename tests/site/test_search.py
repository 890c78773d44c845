"""The search finds: the questions of questions.toml, asked of the built site's own script."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hooks.search import NAMED, TEXTS, bare, by_page, script
from tests.includes import ROOT
from tests.site.sources import LANGUAGES, pages
from tests.telling import expect
from tools.bundle import fetched

HERE = Path(__file__).parent
HOME = {"fr": "", "en": "en"}
QUESTIONS = tomllib.loads((HERE / "questions.toml").read_text("utf8"))
SCRIPT_BYTES, TEXTS_BYTES = 6_800, 80_000
"""Compressed with brotli: what the first touch costs."""
Found = list[dict[str, Any]]


def ask(site: Path, language: str, questions: list[str]) -> list[list[Found]]:
    """For each question the pages found: for each page what its link and its sections' say."""
    program = HERE / "in_worker.mjs"
    said = fetched.run_node(program, str(site), HOME[language], given=questions)
    found: list[list[Found]] = json.loads(said)
    return found


def urls(found: list[Found]) -> list[str]:
    return [page[0]["url"] for page in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_find_their_page(site: Path, language: str) -> None:
    wanted = [(*each, 1) for each in QUESTIONS[language]["first"].items()]
    wanted += [(*each, 3) for each in QUESTIONS[language]["near"].items()]
    assert len(wanted) >= 25
    given = ask(site, language, [question for question, _, _ in wanted])
    for (question, page, rank), found in zip(wanted, given, strict=True):
        expect(page in urls(found)[:rank], f"{question!r} gives {urls(found)[:4]}, not {page}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_title_finds_its_page(site: Path, language: str) -> None:
    titles = {page: sections[0][1] for page, sections in texts(site, language)}
    given = ask(site, language, list(titles.values()))
    for (page, title), found in zip(titles.items(), given, strict=True):
        expect(urls(found)[:1] == [page], f"{title!r} gives {urls(found)[:3]}, not {page}")


def texts(site: Path, language: str) -> list[Any]:
    """What the search reads."""
    written = (site / HOME[language] / TEXTS).read_text("utf8")
    read: list[Any] = json.loads(written.removeprefix(NAMED))
    return read


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_with_their_programs_and_transcripts(site: Path, language: str) -> None:
    read = dict(texts(site, language))
    assert set(read) == {f"{page.path.stem}.html" for page in pages(language)}
    whole = " ".join(text for sections in read.values() for _, _, text in sections)
    for page in pages(language):
        for name in re.findall(r'```python title="(snippets/[^"]+)"', page.path.read_text("utf8")):
            line = (ROOT / name).read_text("utf8").splitlines()[-1].strip()
            expect(bare(line) in whole, f"search does not know the last line of {name}: {line}")
    assert "Connection refused" in whole


def test_what_the_plugin_gathers_is_made_bare() -> None:
    gathered = [
        {"location": "a.html", "title": "A <code>b</code>", "text": "<p>x</p> <p>y\n&lt;z&gt;</p>"},
        {
            "location": "a.html#c",
            "title": "C",
            "text": "C<ol> <li>10\u202f%</li></ol> x.pyGet<pre>y</pre>",
        },
    ]
    read = by_page(gathered, "Get")
    assert read == [["a.html", [["", "A b", "x y <z>"], ["c", "C", "10\u202f% x.py y"]]]]
    assert script(read).startswith(f"{NAMED}[[")


def test_a_passage_shows_the_words_that_were_asked_for(site: Path) -> None:
    [found] = ask(site, "fr", ["l'hote"])
    for passage in found[0][1:]:
        marked = {piece for part in ("title", "text") for piece in passage[part][1::2]}
        assert marked and marked <= {"hôte", "hôtes", "Hôte", "host", "Host"}, passage
        assert len("".join(passage["text"])) < 200
    [code] = ask(site, "en", ["sock_str"])
    shown = [piece for each in code[0] for piece in each["text"][1::2]]
    assert "SOCK_STREAM" in shown, shown


@pytest.mark.parametrize("question", ["", "  ", "?!", "zzyzx", "\\", "(((", "'"])
def test_what_is_not_there_gives_nothing(site: Path, question: str) -> None:
    assert ask(site, "fr", [question]) == [[]]


def test_the_first_touch_is_light(site: Path) -> None:
    named = re.search(r'data-search="?([^"\s>]+)', (site / "index.html").read_text("utf8"))
    assert named
    limits = {named[1]: SCRIPT_BYTES, TEXTS: TEXTS_BYTES, f"en/{TEXTS}": TEXTS_BYTES}
    for path, limit in limits.items():
        weight = (site / f"{path}.br").stat().st_size
        expect(weight <= limit, f"{path}: {weight} bytes, more than {limit}")


SAME = {
    "fr": [
        "poignée Poignees POIGNÉE",
        "requête requêtes REQUETE",
        "fermer fermé fermées",
        "réseau réseaux",
        "journal journaux",
        "adresse adresses",
        "clé clés",
        "cœur coeur",
    ],
    "en": [
        "cache caches cached caching",
        "request requests requested",
        "query queries",
        "close closed closing closes",
        "address addresses",
        "running run runs",
        "résumé resume",
    ],
}
OTHERS = {"fr": ["http https", "hôte host", "header head"], "en": ["http https", "string str"]}
PARTS = {
    "socket.SOCK_STREAM": "socket.sock_stream socket sock_stream sock stream",
    "l’hôte, d'abord": "l hot d abord",
    "Cache-Control: max-age=60": "cache-control cach control max-age max age 60",
    "HTTPServer URLs": "httpserver http server url",
    "203.0.113.10:443": "203.0.113.10 203 0 113 10 443",
    "__init__ sha256 IPv4": "init sha256 ipv4",
}


def cut(language: str, texts: list[str]) -> list[list[tuple[str, str]]]:
    """The terms of each text, and what each covers."""
    given = {"language": language, "texts": texts}
    read: list[list[tuple[str, str]]] = json.loads(
        fetched.run_node(HERE / "in_words.mjs", given=given)
    )
    return read


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_of_one_word_are_one_term(language: str) -> None:
    for text, found in zip(SAME[language], cut(language, SAME[language]), strict=True):
        expect(len({term for term, _ in found}) == 1, f"{text}: {found}")
    for text, found in zip(OTHERS[language], cut(language, OTHERS[language]), strict=True):
        expect(len({term for term, _ in found}) == 2, f"{text}: {found}")


def test_a_name_is_known_whole_and_in_parts() -> None:
    for (text, terms), found in zip(PARTS.items(), cut("en", list(PARTS)), strict=True):
        assert " ".join(term for term, _ in found) == terms
        assert all(covered in text for _, covered in found)
