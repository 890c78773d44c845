"""The glossary: whole in both languages, right in both, and led to without being a nuisance."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from hooks import glossary
from tests.includes import ROOT
from tests.site.sources import LANGUAGES
from tests.site.spelling import suggestion, unknown
from tests.site.test_built import HOME
from tests.site.test_prose import forbidden
from tests.telling import expect_none

TERMS: dict[str, dict[str, Any]] = tomllib.loads(glossary.DATA.read_text("utf8"))
KEYS = {"fr", "en", "french", "english"}
OPTIONAL = {"at", "fr_forms", "en_forms", "quiet", "borrowed"}
every_term = pytest.mark.parametrize("name", TERMS)


@pytest.fixture(autouse=True)
def terms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary, "terms", TERMS)


def test_it_is_a_glossary() -> None:
    assert len(TERMS) >= 84
    for language in LANGUAGES:
        said = Counter(term[language].casefold() for term in TERMS.values())
        assert not [term for term, times in said.items() if times > 1]


@every_term
def test_a_term_is_whole_in_both_languages(name: str) -> None:
    term = TERMS[name]
    missing, unexpected = KEYS - term.keys(), term.keys() - KEYS - OPTIONAL
    expect_none(
        (f"{place(name)} {key}" for key in sorted(missing | unexpected)),
        f"Un terme a {', '.join(sorted(KEYS))}, et parfois {', '.join(sorted(OPTIONAL))}.",
        f"A term has {', '.join(sorted(KEYS))}, and sometimes {', '.join(sorted(OPTIONAL))}.",
    )
    keys = [key for key in ("french", "english") if not is_definition(term[key])]
    expect_none(
        (f"{place(name, key)} {key}: {len(term[key])}" for key in keys),
        "Une définition : une ou deux phrases, de 40 à 180 signes, avec un point à la fin.",
        "A definition: one or two sentences, of 40 to 180 signs, with a dot at the end.",
    )


def is_definition(text: str) -> bool:
    return 40 <= len(text) <= 180 and text.endswith(".")


def place(name: str, key: str = "") -> str:
    """Where a term is in the data file, or one of its keys."""
    lines = glossary.DATA.read_text("utf8").splitlines()
    start = lines.index(f"[{name}]")
    found = (n for n, line in enumerate(lines[start:], start + 1) if line.startswith(f"{key} ="))
    return f"docs/glossary.toml:{next(found, start + 1) if key else start + 1}: [{name}]"


@every_term
def test_a_term_is_well_written(name: str) -> None:
    term = TERMS[name]
    wrong = []
    for key, lang in (("french", "fr"), ("english", "en")):
        text = re.sub("`.*?`", "", term[key])
        wrong += [(key, suggestion(word, lang)) for word in unknown(text, lang)]
        wrong += [(key, said) for said in forbidden(f"{term['fr']}, {text}") if lang == "fr"]
    expect_none(
        (f"{place(name, key)} {said}" for key, said in wrong),
        "Corrigez ce mot ; s'il est juste, ajoutez-le à tests/site/words.txt, à sa place.",
        "Mend this word; if it is right, add it to tests/site/words.txt, in its place.",
    )


@pytest.mark.parametrize("name", [name for name, term in TERMS.items() if "at" in term])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_is_explained_where_it_says(name: str, language: str) -> None:
    page, _, anchor = TERMS[name]["at"].partition("#")
    source = ROOT / "docs" / language / page
    there = not anchor or f"{{#{anchor}}}" in source.read_text("utf8")
    expect_none(
        [] if there else [f"{place(name, 'at')} at = {page}#{anchor}"],
        f"docs/{language}/{page} n'a plus de titre {{#{anchor}}} : donnez ici l'identifiant du "
        "titre qui explique ce terme.",
        f"docs/{language}/{page} has no heading {{#{anchor}}} any more: give here the id of the "
        "heading that explains this term.",
    )


def links(html: str) -> list[str]:
    return re.findall(r'<a class="term" href="[^"]*#([\w-]+)"', html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_leads_once_to_each_term_it_uses(site: Path, language: str) -> None:
    home = site / HOME[language]
    entries = re.findall(r'<strong id="([\w-]+)">', (home / "glossary.html").read_text("utf8"))
    assert sorted(entries) == sorted(TERMS)
    for path in home.glob("*.html"):
        html = path.read_text("utf8")
        twice = [name for name, times in Counter(links(html)).items() if times > 1]
        assert not twice, f"{path.name} leads twice to {twice}"
        for name in links(html):
            quiet, at = TERMS[name].get("quiet"), TERMS[name].get("at", "").partition("#")[0]
            assert not quiet or at == f"{path.stem}.md", f"{path.name} leads to {name}, too common"
    assert {"ip-address", "resolver", "zone"} <= set(links((home / "dns.html").read_text("utf8")))


@pytest.mark.parametrize(
    ("html", "built"),
    [
        ("<p>un résolveur, le résolveur</p>", "<p>un [resolver:résolveur], le résolveur</p>"),
        ("deux résolveurs\nrécursifs", "deux [recursive-resolver:résolveurs\nrécursifs]"),
        ("<em>Durée de vie</em> (TTL)", "<em>[ttl:Durée de vie]</em> (TTL)"),
        ("<h2>Le résolveur</h2>", "<h2>Le résolveur</h2>"),
        ("<p><code>TTL</code> <a>TTL</a> <i lang='en'>TTL</i></p>",) * 2,
        ('<p class="admonition-title">Un résolveur</p>',) * 2,
        ('<p><span class="filename">snippets/tcp/segment.py</span></p>',) * 2,
        ("<summary>Un résolveur</summary><svg><text>TTL</text></svg>",) * 2,
        ("<p>un client, un serveur, une zone, Dnssec</p>",) * 2,
    ],
)  # fmt: skip
def test_links_are_put_in_the_text_alone(html: str, built: str) -> None:
    linked = glossary.linked(html, "fr", "tcp.md", "glossary.html")
    shown = re.sub(r'<a class="term" href="glossary.html#([\w-]+)" title="[^"]+">(.*?)</a>',
                   r"[\1:\2]", linked, flags=re.S)  # fmt: skip
    assert shown == built


def test_a_quiet_term_is_linked_on_its_own_page() -> None:
    html = glossary.linked("<p>une zone</p>", "fr", "dns.md", "glossary.html")
    assert links(html) == ["zone"]


def test_terms_are_in_the_order_of_each_language() -> None:
    assert sorted(["étiquette", "fin", "en-tête", "Écart"], key=glossary.folded) == [
        "Écart", "en-tête", "étiquette", "fin",
    ]  # fmt: skip
    text = glossary.glossary("fr", Files([]))
    assert (
        text.index("## E {#letter-e}") < text.index("{ #label }") < text.index("## F {#letter-f}")
    )
    assert '**durée de vie (TTL)**{ #ttl } · <i lang="en">time to live (TTL)</i>' in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[ttl]\nfr = "x"\nfrench = "y"\n', r"\[ttl\]: write `en`, `english` too"),
        ("[ttl\n", "glossary.toml: .*line 1"),
    ],
)
def test_a_bad_entry_is_named(text: str, said: str) -> None:
    with pytest.raises(PluginError, match=said):
        glossary.whole(text)
