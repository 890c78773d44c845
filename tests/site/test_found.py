"""Each page can be found: by a title and a description of its own, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.site.built import read

DATA = re.compile(r'<script type="?application/ld\+json"?>(.*?)</script>', re.S)
ALONE = {"404.html", "offline.html"}


def test_titles_and_descriptions(site: Path) -> None:
    pages = [page for page in read(site) if page.path.name not in ALONE]
    wrong = [(p.name, p.title) for p in pages if not 0 < len(p.title.strip()) <= 60]
    wrong += [
        (p.name, said) for p in pages if not 70 <= len(said := p.meta.get("description", "")) <= 160
    ]
    assert not wrong
    for texts in ([p.title for p in pages], [p.meta["description"] for p in pages]):
        assert len(set(texts)) == len(texts)


def test_structured_data_and_card(site: Path) -> None:
    for page in read(site):
        if page.path.name in ALONE:
            continue
        text = page.path.read_text("utf8")
        [found] = DATA.findall(text)
        data = json.loads(found)
        assert (data["@type"], data["inLanguage"]) == ("LearningResource", page.lang)
        assert set(page.alternates) == {"fr", "en", "x-default"}
        card = page.path.parent / "assets" / "cards" / f"{page.path.stem}.png"
        assert card.stat().st_size <= 30_000


def test_one_sitemap(site: Path) -> None:
    text = (site / "sitemap.xml").read_text("utf8")
    listed = re.findall(r"<loc>https?://[^/<]+/([^<]*)</loc>", text)
    assert sorted(listed) == sorted(p.name for p in read(site) if p.path.name not in ALONE)
    assert not (site / "en" / "sitemap.xml").exists()
