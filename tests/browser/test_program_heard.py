"""Who cannot see, or not well: what is heard of a program's box, and what can be read in it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_core import OF_COLOURS, faults
from tests.browser.test_program_box import box, ended, faked, go
from tests.browser.test_program_output import ENDS, prints, status

KEEP = """status => {
    window.heard = [];
    const keep = () => window.heard.push(status.textContent);
    new MutationObserver(keep).observe(status, { childList: true, characterData: true });
}"""
DRAWS = """const drawn = new TextEncoder().encode(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + ' '.repeat(1e5) + '</svg>');
say({ type: 'picture', id: data.id, name: 'a.svg', mime: 'image/svg+xml', data: drawn });"""
LIVE = ":is([aria-live], [role=status], [role=alert], [role=log])"
BUTTONS = """row => [...row.querySelectorAll("button")]
    .filter((button) => button.checkVisibility()).map((button) => button.textContent)"""


def test_a_run_is_heard_once(page: Page, origin: str) -> None:
    """That Python loads, that the program runs, how it ended; not what it prints."""
    pieces = "".join(prints(f"line {n}\n") for n in range(50))
    faked(page, f"{pieces} say({{ type: 'over', id: data.id }}); {ENDS}")
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    status(resolve).evaluate(KEEP)
    go(resolve).click()
    ended(resolve)
    expect(resolve.locator(".program__output")).to_contain_text("line 49")
    expect(status(resolve)).to_contain_text("diffère")
    heard = [said for said in page.evaluate("heard") if said]
    assert heard[-2:] == ["resolve.py s’exécute…", status(resolve).inner_text()]
    assert heard[:-2] in ([], ["Chargement de Python"])
    assert resolve.locator(f".program__output {LIVE}").count() == 0


@pytest.mark.parametrize(("home", "stop"), [("", "Arrêter"), ("en/", "Stop")])
def test_buttons_say_which_program(page: Page, origin: str, home: str, stop: str) -> None:
    faked(page, prints("x") + "if (data.arguments.includes('end')) " + ENDS)
    resolve = box(page, f"{origin}/{home}dns.html", "dns-resolve")
    row = resolve.locator(".program__run")
    before = row.evaluate(BUTTONS)
    go(resolve).click()
    expect(go(resolve)).to_contain_text(stop)
    while_running = row.evaluate(BUTTONS)
    go(resolve).click()
    resolve.locator(".program__arguments input").fill("end")
    go(resolve).click()
    expect(resolve.locator(".program__back")).to_be_visible()
    for buttons in (before, while_running, row.evaluate(BUTTONS)):
        assert len(buttons) >= 3 and all("resolve.py" in button for button in buttons)


def test_a_triangle_is_not_read_aloud(page: Page, origin: str) -> None:
    """Closed and open, the view and its messages: the browser says which by itself."""
    page.goto(f"{origin}/dns.html")
    view = page.locator("section.wire").first
    assert not {"▸", "▾"} & set(view.aria_snapshot())
    view.locator("summary").first.click()
    view.locator("tr summary").first.click()
    expect(view.locator("tr details[open]")).to_have_count(1)
    assert not {"▸", "▾"} & set(view.aria_snapshot())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_left_out_is_said_legibly(page: Page, origin: str, scheme: str) -> None:
    """Of a long output, of a picture's long text; with links to all of it."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    faked(page, prints("a line of text\n" * 5000) + DRAWS + ENDS)
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    go(resolve).click()
    ended(resolve)
    resolve.locator(".program__source summary").click()
    expect(resolve.locator(".program__output .program__more a")).to_have_count(2)
    assert not faults(page, OF_COLOURS)
