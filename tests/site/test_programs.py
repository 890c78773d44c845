"""The box of a program: its transcript as it was recorded, and a row that can be read without
script, whose buttons say in each language what can be broken."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hooks import programs, running
from lab.errors import ForeignAddress, ForeignName
from lab.world.breaks import BREAKS
from tests.includes import ROOT
from tests.telling import expect
from tools.breaks import FILE
from tools.commands import asked, recorded

SNIPPETS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "snippets").glob("*/*.py"))
CONCERNED = tomllib.loads(FILE.read_text("utf8"))
WORDS = tomllib.loads((ROOT / "hooks" / "words.toml").read_text("utf8"))
PYTHON = (
    '<div class="language-python highlight"><span class="filename">snippets/dns/ask.py</span>'
    "<pre><code>x</code></pre></div>"
)
CONSOLE = '<div class="language-console highlight"><pre><code>$ x</code></pre></div>'


def joined(content: str) -> str:
    return programs.joined(content, "dns.html", "Get it", lambda path: f"<hr title={path}>")


@pytest.mark.parametrize("between", ["\n", "\n<ol>\n<li>one</li>\n</ol>\n"])
def test_a_program_and_its_transcript_become_one_box(between: str) -> None:
    content = joined(f"<p>a</p>{PYTHON}{between}{CONSOLE}<p>b</p>")
    before, box = content.split('<div class="program" id="program-dns-ask" ')
    assert before == "<p>a</p>"
    assert box.startswith('data-path="snippets/dns/ask.py">')
    assert box.endswith(f"{CONSOLE}<hr title=snippets/dns/ask.py></div><p>b</p>")
    assert '<a href="snippets/dns/ask.py" download>Get it</a>' in box
    assert box.count("snippets/dns/ask.py</span>") == 1


def test_the_same_program_twice_has_two_names() -> None:
    assert re.findall(r' id="(.*?)"', joined(PYTHON * 2)) == [
        "program-dns-ask",
        "program-dns-ask-2",
    ]


def test_a_transcript_alone_and_a_program_without_a_path_stay_as_they_are() -> None:
    content = f'{CONSOLE}<div class="language-python highlight"><pre><code>x</code></pre></div>'
    assert joined(content) == content


def test_a_transcript_further_away_is_not_joined() -> None:
    content = joined(f"{PYTHON}<p>then</p>{CONSOLE}")
    assert content.endswith(f"<hr title=snippets/dns/ask.py></div><p>then</p>{CONSOLE}")


def test_a_blank_line_of_a_transcript_gets_its_spaces_back() -> None:
    content = CONSOLE.replace("$ x", '<b class="gp">$ x</b>\n\n&lt;a&gt;\n\n  b\n')
    recorded = "$ x\n   \n<a>\n\n  b\n"
    mended = programs.exact(content, {programs.bare(recorded): recorded})
    assert html.unescape(re.sub(r"<.*?>", "", mended)) == recorded


class Consoles(HTMLParser):
    """What each console block of a page shows, to the byte."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._depth = 0
        self.feed(page.read_text("utf8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag == "div" and "language-console" in classes:
            self.shown.append("")
            self._depth = 1
        elif tag == "div" and self._depth:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "div" and self._depth > 0

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.shown[-1] += data


def test_a_page_shows_each_transcript_to_the_byte(site: Path) -> None:
    """A run in the page is compared with what the page shows."""
    for home in (site, site / "en"):
        shown = {text for page in home.glob("*.html") for text in Consoles(page).shown}
        for path in sorted((ROOT / "snippets").rglob("*.out")):
            name = path.relative_to(ROOT)
            expect(path.read_text("utf8") in shown, f"{name} is not in {home.name} as it is")


# -- the row --------------------------------------------------------------------------------------


def row(path: str, language: str = "en") -> str:
    return running.row(path, WORDS[language]["run"], language, "lab.html")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_break_is_offered_in_the_language_of_the_page(language: str) -> None:
    text = row("snippets/tcp/download.py", language)
    for each in BREAKS:
        said = each.french if language == "fr" else each.english
        offered = f'value="{each.name}"> {html.escape(said, quote=False)}</label>' in text
        assert offered == (each.name in CONCERNED["snippets/tcp/download.py"]), each.name
    assert text.count('type="number"') == sum(
        bool(each.number) for each in BREAKS if each.name in CONCERNED["snippets/tcp/download.py"]
    )


def test_the_arguments_are_those_of_the_plainest_recorded_run() -> None:
    assert '<input type="text" value="/lines.txt"' in row("snippets/tcp/download.py")
    assert "<code>python -m lab run snippets/tcp/download.py /lines.txt</code>" in row(
        "snippets/tcp/download.py"
    )


def test_a_program_that_reads_no_argument_has_no_field_for_one() -> None:
    without = next(path for path in SNIPPETS if "sys.argv" not in (ROOT / path).read_text("utf8"))
    assert 'type="text"' not in row(without)


def test_a_program_that_cannot_run_here_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "snippets/dns/resolve.py"
    why = {"fr": "Il lui faut <X>.", "en": "It needs <X>."}
    monkeypatch.setattr(running, "reasons", lambda: {path: why})
    text = row(path, "fr")
    assert "Il lui faut &lt;X&gt;." in text and "<button" not in text
    assert "<code>python -m lab run snippets/dns/resolve.py</code>" in text


def test_each_reason_is_of_a_program_and_in_both_languages() -> None:
    for path, why in running.reasons().items():
        expect(path in SNIPPETS, f"snippets/not_in_page.toml: there is no {path}")
        expect(set(why) == {"fr", "en"}, f"snippets/not_in_page.toml: {path}: write fr and en")


@pytest.mark.parametrize("path", SNIPPETS)
def test_a_row_says_how_to_run_the_program_where_it_cannot_run(path: str) -> None:
    """Which program.css shows: the controls, or what follows them, also when Python cannot come."""
    controls, how = re.split('<p class="program__failed" hidden>.*?</p>', row(path))
    assert controls.startswith('<div class="program__run"') and "<button" in controls
    assert controls.count("<div") == controls.count("</div>") + 1
    assert how.startswith('<p class="program__how">') and "<button" not in how
    assert f"python -m lab run {path}" in how


def test_the_page_knows_the_two_refusals_of_a_foreign_host() -> None:
    """page/verdict.ts recognises them by these words."""
    script = (ROOT / "page" / "verdict.ts").read_text("utf8")
    known = re.search(r'\["foreign", 2, /(.*)/m\]', script)
    assert known
    for error in (ForeignName, ForeignAddress):
        assert re.search(known[1], f"lab: x.py:1: {error.__doc__}")


# -- which breaks concern which program -----------------------------------------------------------


def test_the_list_of_breaks_names_each_program_and_known_breaks() -> None:
    names = [each.name for each in BREAKS]
    expect(list(CONCERNED) == SNIPPETS, "snippets/breaks.toml is out of date: run `make update`")
    for path, breaks in CONCERNED.items():
        assert breaks == sorted(breaks, key=names.index), path


@pytest.mark.parametrize("path", SNIPPETS)
def test_a_break_that_a_transcript_shows_is_offered(path: str) -> None:
    for each in recorded(ROOT / path):
        broken = [name.partition("=")[0] for name in each.breaks]
        missing = set(broken) - set(CONCERNED[path])
        expect(not missing, f"{path}: {missing} not offered: run `make update`")


def test_the_list_of_breaks_is_what_the_lab_does() -> None:
    """One program in six: all of them take half a minute, which `make update` takes."""
    check = [sys.executable, "-m", "tools.breaks", "--check", *SNIPPETS[::6]]
    ran = subprocess.run(check, cwd=ROOT, capture_output=True, encoding="utf8")
    expect(ran.returncode == 0, f"out of date: run `make update`\n\n{ran.stdout}{ran.stderr}")


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("python -m lab run a.py", ("a.py", (), (), True)),
        (
            "python -m lab run --break x --break y=2 a.py 'b c'",
            ("a.py", ("b c",), ("x", "y=2"), True),
        ),
        ("python -m lab run --trace a.py", ("a.py", (), (), False)),
        ("python -m lab trace a.py", None),
    ],
)
def test_a_command_is_read(command: str, found: object) -> None:
    assert asked(command) == found
