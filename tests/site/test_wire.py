"""The recorded run of a program, on the wire: in the page, in its language, with its capture."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from hooks import wire
from lab.trace.as_html import name_of
from tests.includes import ROOT
from tests.lab.running import lab
from tests.site.sources import LANGUAGES, pages
from tests.site.test_built import HOME

SHOWN_ON = {"dns", "tcp", "request", "response"}
NAMED = re.compile(r"^wire: \[(.+)\]$", re.M)


def shown() -> dict[tuple[str, str], list[str]]:
    """The programs that each page shows on the wire, by language and page."""
    found = {}
    for language in LANGUAGES:
        for page in pages(language):
            if match := NAMED.search(page.path.read_text("utf8")):
                found[language, page.path.stem] = match[1].split(", ")
    return found


PLACES = [(lang, page, path) for (lang, page), paths in shown().items() for path in paths]


def test_pages_that_show_a_run() -> None:
    """Those that a reader needs, and the same programs in both languages."""
    assert {page for _, page in shown()} >= SHOWN_ON
    for (language, page), paths in shown().items():
        assert shown()["en" if language == "fr" else "fr", page] == paths


def view(site: Path, language: str, page: str, path: str) -> str:
    """The view of a program, from the page."""
    html = (site / HOME[language] / f"{page}.html").read_text("utf8")
    found = re.findall(r'<section class="wire" data-program="([^"]*)".*?</section>', html, re.S)
    assert found.count(name_of(path)) == 1
    start = html.index(f'<section class="wire" data-program="{name_of(path)}"')
    box = html.rindex('<div class="program"', 0, start)
    assert f'data-path="{path}"' in html[box : html.index(">", box)]
    return html[start : html.index("</section>", start)]


@pytest.mark.parametrize(("language", "page", "path"), PLACES)
def test_view_tells_every_message(site: Path, language: str, page: str, path: str) -> None:
    """As many rows as the lab counts, each with what the lab says of it."""
    html = view(site, language, page, path)
    command = wire.recorded(path, ROOT)
    told = json.loads(lab("trace", "--format", "json", *command[1:]).stdout)
    rows = re.findall(r"<th>(\d+)</th><td>.*?<summary>.*?<code>(.*?)</code></summary>", html)
    assert [int(number) for number, _ in rows] == list(range(1, len(told) + 1))
    assert len(told) > 5
    for (_, summary), message in zip(rows, told, strict=True):
        assert summary.replace("&quot;", '"').replace("&#x27;", "'") in message["summary"]


@pytest.mark.parametrize(("language", "page", "path"), PLACES)
def test_capture_is_published(
    site: Path, tmp_path: Path, language: str, page: str, path: str
) -> None:
    """The link leads to the very capture that the command line writes."""
    html = view(site, language, page, path)
    link = re.search(r'<a href="([^"]+)" download>', html)
    assert link
    published = (site / HOME[language] / link[1]).resolve().read_bytes()
    written = tmp_path / "run.pcap"
    lab("run", "--pcap", str(written), *wire.recorded(path, ROOT)[1:])
    assert published == written.read_bytes()
    assert struct.unpack("<I", published[:4]) == (0xA1B2C3D4,)


def test_search_leaves_the_views_aside(site: Path) -> None:
    """Their sentences would be found on each page that shows a run."""
    for language, sentence in (("fr", "octets d’en-tête compris"), ("en", "of header included")):
        index = (site / HOME[language] / "search/search_index.js").read_text("utf8")
        assert "dns.html" in index and sentence not in index
        assert sentence in (site / HOME[language] / "dns.html").read_text("utf8")


CLASS = re.compile(r"\.([a-z][\w-]*)")


def test_a_view_that_a_run_makes_has_its_style_on_every_page(site: Path) -> None:
    """Most pages have no recorded run: the elements that their sheets are for come later."""
    source = (ROOT / "theme/assets/stylesheets/wire.css").read_text("utf8")
    sheets = [path.read_text("utf8") for path in site.glob("assets/*.css")]
    told = [set(CLASS.findall(sheet)) for sheet in sheets if ".wire-dump" in sheet]
    assert len(told) == 2  # one by itself, one in the sheet of the pages that show a recorded run
    for classes in told:
        assert set(CLASS.findall(source)) - classes == set()


def test_a_program_that_the_page_does_not_show_is_named() -> None:
    assert wire.placed("<p>", "snippets/dns/stub.py", "view") is None
    assert wire.placed('<div data-path="a.py"></div>', "a.py", "view") is None
    box = f'<div data-path="a.py">{wire.ROOM}</div></div>'
    assert wire.placed(box, "a.py", "view") == f'<div data-path="a.py">{wire.ROOM}view</div></div>'


def test_a_program_without_transcript_has_no_recorded_run(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match=r"a\.py has no transcript"):
        wire.recorded("a.py", tmp_path)
    (tmp_path / "a.out").write_text("$ python -m lab run --break close-reset a.py b\nx\n", "utf8")
    assert wire.recorded("a.py", tmp_path) == ["run", "--break", "close-reset", "a.py", "b"]


def test_a_program_that_cannot_be_run_stops_the_build(tmp_path: Path) -> None:
    """What the lab said is in the error."""
    program = tmp_path / "a.py"
    program.with_suffix(".out").write_text(f"$ python -m lab run {program}\n", "utf8")
    with pytest.raises(PluginError, match=r"(?s)a\.py cannot be shown on the wire:.*No program at"):
        wire.run_in_lab(str(program), ROOT)
