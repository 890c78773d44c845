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
from tests.site.spelling import unknown
from tests.site.test_built import HOME
from tests.site.test_prose import forbidden
from tests.telling import expect

TERMS: dict[str, dict[str, Any]] = tomllib.loads(glossary.DATA.read_text("utf8"))
KEYS = {"fr", "en", "french", "english"}
OPTIONAL = {"at", "fr_forms", "en_forms", "quiet"}
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
    expect(not missing and not unexpected, f"glossary.toml, [{name}]: {missing or unexpected}")
    for key in ("french", "english"):
        said = (
            f"glossary.toml, [{name}], {key}: one or two sentences of 40 to 180 signs, with a dot"
        )
        expect(40 <= len(term[key]) <= 180 and term[key].endswith("."), said)


@every_term
def test_a_term_is_well_written(name: str) -> None:
    term = TERMS[name]
    english, said = (re.sub("`.*?`", "", term[key]) for key in ("english", "french"))
    wrong = [*unknown(english, "en"), *unknown(said, "fr"), *forbidden(f"{term['fr']}, {said}")]
    expect(not wrong, f"glossary.toml, [{name}]: {wrong}")


@pytest.mark.parametrize("name", [name for name, term in TERMS.items() if "at" in term])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_is_explained_where_it_says(name: str, language: str) -> None:
    page, _, anchor = TERMS[name]["at"].partition("#")
    source = ROOT / "docs" / language / page
    said = f"glossary.toml, [{name}]: docs/{language}/{page} has no #{anchor}"
    expect(not anchor or f"{{#{anchor}}}" in source.read_text("utf8"), said)


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
