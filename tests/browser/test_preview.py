"""The preview of a change shows its pages as they will be, and lets them do nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools import preview


def test_changed_pages_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """And those that show a program that changed."""
    changed = "docs/fr/tls.md\nsnippets/dns/by_hand.py\nhooks/words.py\n"
    monkeypatch.setattr(preview, "git", lambda *arguments: changed)
    found = preview.names("main")
    assert "tls.html" in found and "en/tls.html" not in found
    assert {"dns.html", "en/dns.html"} <= set(found) and "timeline.html" not in found


def test_one_file_shows_them(site: Path, tmp_path: Path, browser: Browser) -> None:
    pages = [preview.alone(site, name) for name in ("dns.html", "en/dns.html")]
    file = tmp_path / "preview.html"
    file.write_text(preview.preview(pages), "utf8")
    asked: list[str] = []
    tab = browser.new_page(java_script_enabled=False)
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri())
    assert tab.locator("summary").all_inner_texts()[1].endswith("en/dns.html")
    frame = tab.frame_locator("iframe").first
    assert frame.locator("h1").is_visible()
    assert frame.locator(".header").evaluate("e => getComputedStyle(e).display") == "flex"
    assert [url for url in asked if url.startswith(("http", "file"))] == [file.as_uri()]
    tab.close()


def test_summary_names_them(site: Path) -> None:
    said = preview.summary([preview.alone(site, "en/dns.html")])
    assert said.startswith("### Aperçu · *Preview*\n\n- DNS") and "(`en/dns.html`)" in said
    assert "No page has changed" in preview.summary([])
