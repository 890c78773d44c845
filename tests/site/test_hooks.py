"""The hooks change pages on their way to the site; each change is small, and must stay so."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from hooks import bets, diagrams, pictures, typography, words

ROOT = Path(__file__).resolve().parents[2]
SEQUENCE = "sequenceDiagram\n  accTitle: Une question\n  accDescr: A demande à B.\n  A->>B: ?\n"


def shown(html: str) -> str:
    """No-break spaces made visible: _ is narrow, ~ is wide."""
    return html.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("typed", "built"),
    [
        ("<p>Qui répond ?</p>", "<p>Qui répond_?</p>"),
        ("<p>Vite ! Oui ; non.</p>", "<p>Vite_! Oui_; non.</p>"),
        ("<p>Voici : un nom</p>", "<p>Voici~: un nom</p>"),
        ("<p>« Moi »</p>", "<p>«_Moi_»</p>"),
        ("<p>« <em>Moi</em> » ?</p>", "<p>«_<em>Moi</em>_»_?</p>"),
        ("<p><code>a ? b</code> : oui</p>", "<p><code>a ? b</code>~: oui</p>"),
        ("<p>l'adresse d'un hôte</p>", "<p>l’adresse d’un hôte</p>"),
        ("<p>l'<b>hôte</b> l&#39;été</p>", "<p>l’<b>hôte</b> l’été</p>"),
        ("<p>après 80 ms, 5 %</p>", "<p>après 80~ms, 5_%</p>"),
        ("<p>1 608 ms, 10 048 576, 2024 100</p>", "<p>1_608~ms, 10_048_576, 2024 100</p>"),
        ("<title>Qui ? · Nous</title>", "<title>Qui_? · Nous</title>"),
    ],
)
def test_french_text_gets_its_spaces_and_apostrophes(typed: str, built: str) -> None:
    assert shown(typography.typeset(typed)) == built


@pytest.mark.parametrize(
    "html",
    [
        "<pre><code>x = a ? b : c  # l'autre</code></pre>",
        "<kbd>a ?</kbd><samp>b !</samp>",
        "<p title=\"Qui ? l'un > l'autre\">x</p>",
        "<p>mot&nbsp;: mot&#8239;?</p>",
        "<!-- Qui ? --><!doctype html>",
        "<script>a ? b : c</script><style>a : b</style>",
        '<i lang="en">who ? <i>what ?</i> !</i>',
        "<p>2001:db8::1 et ::1, 10:30, http://x/?a=b</p>",
        "<p>a ?b :c</p>",
        "<p>HTTP/1.1 200 OK, HTTP/2 404</p>",
        "<p>1 < 2</p>",
    ],
)
def test_what_is_not_french_text_is_left_alone(html: str) -> None:
    assert typography.typeset(html) == html


def test_typography_changes_nothing_the_second_time() -> None:
    once = typography.typeset("<p>« Qui ? » : l'un ; l'autre ! 80 ms</p>")
    assert typography.typeset(once) == once


def test_the_text_after_a_foreign_element_is_french_again() -> None:
    html = '<i lang="en">stub</i> ? <code>x</code> !'
    assert shown(typography.typeset(html)).endswith("</i>_? <code>x</code>_!")


def test_an_admonition_without_a_title_gets_the_one_of_its_kind() -> None:
    titles = {"simplified": "Ce que nous simplifions", "question": "Votre pari"}
    markdown = '!!! simplified\n    x\n\n  ??? question\n\n!!! simplified "À nous"\n\n!!! other\n'
    assert words.titled(markdown, titles) == (
        '!!! simplified "Ce que nous simplifions"\n    x\n\n  ??? question "Votre pari"\n\n'
        '!!! simplified "À nous"\n\n!!! other\n'
    )


def test_a_bet_shows_its_choices_and_hides_its_answer() -> None:
    choices = "    1. two\n       or so\n    2. three\n"
    markdown = f'??? question "How many?"\n{choices}\n    Three.\n\n    See.\n\nAfter.\n'
    assert bets.asked(markdown, "The answer") == (
        f'!!! question "How many?"\n{choices}\n    ??? answer "The answer"\n\n'
        "        Three.\n\n        See.\n\nAfter.\n\n"
    )


DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" aria-labelledby="title" aria-describedby="desc">
<title id="title">Une question</title>
<desc id="desc">A &lt;b&gt;</desc>
</svg>
"""


def test_a_drawing_is_shown_with_a_name_and_under_the_keyboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagrams, "DRAWN", tmp_path)
    monkeypatch.setitem(diagrams.state, "count", 0)
    monkeypatch.setitem(diagrams.state, "in_words", "En mots")
    diagrams.drawing(SEQUENCE).write_text(DRAWING, "utf8")
    one, two = (diagrams.show(SEQUENCE, "mermaid", "mermaid", {}, None) for _ in range(2))
    assert one.startswith('<figure class="diagram" ')
    assert 'tabindex="0" role="group" aria-label="Une question"' in one
    assert '<svg aria-labelledby="drawing-1-title" aria-describedby="drawing-1-desc">' in one
    assert '<desc id="drawing-1-desc">A &lt;b&gt;</desc>' in one
    assert one.endswith(
        "<summary>En mots</summary><p>A &lt;b&gt;</p></details></figcaption></figure>"
    )
    assert not set(re.findall(r'\sid="(.*?)"', one)) & set(re.findall(r'\sid="(.*?)"', two))


def test_a_changed_diagram_is_a_warning_that_says_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(diagrams, "DRAWN", tmp_path)
    monkeypatch.setitem(diagrams.state, "page", "fr/dns.md")
    diagrams.drawing(SEQUENCE).write_text("<svg></svg>\n", "utf8")
    html = diagrams.show(SEQUENCE.replace("B: ?", "B: !"), "mermaid", "mermaid", {}, None)
    assert "<svg" not in html
    assert "A-&gt;&gt;B: !" in html
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert record.name.startswith("mkdocs.")
    message = record.getMessage()
    assert "fr/dns.md" in message and "Une question" in message and "make diagrams" in message


def test_a_drawing_does_not_depend_on_the_fence_s_indent() -> None:
    indented = "".join(f"    {line}\n" for line in SEQUENCE.splitlines())
    assert diagrams.drawing(indented) == diagrams.drawing(SEQUENCE)
    assert diagrams.drawing(SEQUENCE) != diagrams.drawing(SEQUENCE + "  B->>A: !\n")


PICTURE = "<?lab $ python -m lab run --break x snippets/a/b.py?>\n<svg width='1'><g/></svg>\n"


def test_a_picture_is_shown_with_its_command_and_is_described() -> None:
    html = pictures.show(f"accTitle: L'un\naccDescr: L'autre <b>\n{PICTURE}", "svg", "svg", {}, 0)
    assert "<code>$ python -m lab run --break x snippets/a/b.py</code>" in html
    assert "<?lab" not in html
    found = re.search(r'<svg role="img" aria-labelledby="(\w+)-title" aria-desc', html)
    assert found
    assert f"width='1'><title id=\"{found[1]}-title\">L&#x27;un</title>" in html
    assert f'<desc id="{found[1]}-desc">L&#x27;autre &lt;b&gt;</desc><g/>' in html


@pytest.mark.parametrize(
    "source", [PICTURE, "accTitle: a\naccDescr: b\n<svg/>", "accTitle: a\n" + PICTURE]
)
def test_a_picture_that_lacks_something_is_a_warning(
    source: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert "<svg" not in pictures.show(source, "svg", "svg", {}, 0)
    assert caplog.records[0].name.startswith("mkdocs.")
