"""The tool that draws says where a diagram is wrong, and trusts no download."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hooks import diagrams
from tools import draw_diagrams, mermaid

ROOT = Path(__file__).resolve().parents[2]
PAGE = """\
# A page

```mermaid
sequenceDiagram
  accTitle: Une question
--8<-- "snippets/dns/cold.mmd"
```
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one page, whose diagram includes a file and describes nothing."""
    for folder in ("docs/fr", "snippets/dns"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs/fr/dns.md").write_text(PAGE, "utf8")
    (tmp_path / "snippets/dns/cold.mmd").write_text("A->>B: hello\n", "utf8")
    return tmp_path


def test_a_diagram_is_found_with_its_line_and_its_includes(site: Path) -> None:
    [diagram] = draw_diagrams.diagrams(site)
    assert diagram.place == "docs/fr/dns.md:3"
    assert diagram.source == "sequenceDiagram\n  accTitle: Une question\nA->>B: hello\n"


def test_a_diagram_without_a_description_is_a_fault_with_its_place(site: Path) -> None:
    [fault] = draw_diagrams.faults(draw_diagrams.diagrams(site))
    assert fault.startswith("docs/fr/dns.md:3: the diagram has no accDescr: line")


def test_the_check_tells_what_is_not_drawn_and_what_is_not_used(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (diagrams, draw_diagrams):
        monkeypatch.setattr(module, "DRAWN", site)
    monkeypatch.setattr(draw_diagrams, "ROOT", site)
    (site / "0123456789abcdef.svg").write_text("<svg/>", "utf8")
    assert draw_diagrams.main(check=True) == 1
    told = capsys.readouterr().err
    assert "docs/fr/dns.md:3: not drawn. Run: make diagrams" in told
    assert "0123456789abcdef.svg: on no page" in told


def test_every_diagram_of_the_pages_is_drawn_and_described() -> None:
    assert draw_diagrams.main(check=True) == 0


def test_a_tarball_with_another_hash_is_refused() -> None:
    with pytest.raises(SystemExit, match="refused"):
        mermaid.extracted(b"not Mermaid")


SHEET = (diagrams.ROOT / "theme/assets/stylesheets/diagram.css").read_text("utf8")


@pytest.mark.parametrize("path", sorted(diagrams.DRAWN.glob("*.svg")), ids=lambda p: str(p.name))
def test_a_drawing_is_light_and_has_its_colours_from_the_sheet(path: Path) -> None:
    svg = path.read_text("utf8")
    assert len(svg) < 6_000
    assert re.search(r'<title id="title">[^<]+</title>\n<desc id="desc">[^<]+</desc>', svg)
    assert 'role="img" aria-labelledby="title" aria-describedby="desc"' in svg
    assert set(re.findall(r"<(\w+)", svg)) <= {"svg", "title", "desc", "g", "path", "text", "tspan"}
    assert not re.search(r"\s(style|fill|stroke|transform|marker-\w+)=|url\(", svg)
    classes = {name for names in re.findall(r'class="([^"]+)"', svg) for name in names.split()}
    assert not [name for name in classes if not re.search(rf"\.{name}\b", SHEET)]
    assert "mermaid" not in svg, "mkdocs-mermaid2-plugin would rewrite the whole page"
