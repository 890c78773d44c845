"""Pictures that a program makes may be anything: huge, oddly named, or made to do harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Witness
from tests.browser.test_program_box import box, faked, go, run, typed
from tests.browser.test_program_output import ENDS, width

START = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"'
HARM = f"""{START} onload="fetch('/harm-1')">
<script>fetch("/harm-2"); top.harmed = true</script>
<image href="/harm-3.png" width="9" height="9"/>
<image href="http://192.0.2.1/harm-4.png" width="9" height="9"/>
<style>@import url(/harm-5.css); rect {{ fill: url(/harm-6.svg#a) }}</style>
<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="/harm-7"/>
</foreignObject><rect width="40" height="20"/></svg>"""
DRAWN = (
    "say({{ type: 'picture', id: data.id, name: {name!r}, mime: 'image/svg+xml', data: drawn }});"
)
LONG = (
    f"const drawn = new TextEncoder().encode({START + '><!--'!r} + 'é'.repeat(1e7) + '--></svg>');"
)


def test_an_svg_neither_runs_nor_fetches(page: Page, witness: Witness, origin: str) -> None:
    """Whatever is in it, it is a picture; and its text is only text."""
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    typed(page, resolve, f"open('a.svg', 'w').write({HARM!r})\n")
    run(resolve)
    assert width(resolve.get_by_role("img", name="Image produite par a.svg")) == 40
    resolve.locator(".program__source summary").click()
    expect(resolve.locator(".program__source code")).to_have_text(HARM)
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("'harmed' in window")
    assert not [url for url in witness.asked if "harm" in url]


@pytest.mark.parametrize("name", ["<b id=x>&amp;\"'.svg", "é →.svg", "$.svg"])
def test_a_name_is_only_a_name(page: Page, origin: str, name: str) -> None:
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    typed(page, resolve, f"open({name!r}, 'w').write('{START}/>')\n")
    run(resolve)
    assert width(resolve.get_by_role("img", name=f"Image produite par {name}", exact=True)) == 40
    assert page.locator("#x").count() == 0


@pytest.mark.parametrize(
    ("home", "cut", "whole"),
    [("", "Seul le début", "Télécharger l’image"), ("en/", "Only the beg", "Download the picture")],
)
def test_of_a_very_long_text_the_beginning_is_shown(
    page: Page, origin: str, home: str, cut: str, whole: str
) -> None:
    """Twenty megabytes: a page that showed them all would answer no more."""
    faked(page, LONG + DRAWN.format(name="snippets/dns/long.svg") + ENDS)
    resolve = box(page, f"{origin}/{home}dns.html", "dns-resolve")
    go(resolve).click()
    source = resolve.locator(".program__source")
    source.locator("summary").click()
    expect(source).to_contain_text(cut)
    assert 20_000 < len(source.locator("code").inner_text()) < 100_000
    with page.expect_download() as download:
        source.get_by_role("link", name=whole).click()
    assert download.value.suggested_filename == "long.svg"
    assert Path(download.value.path()).stat().st_size > 20e6
