"""How a reader searches, for the tests that need it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

SEARCHED = {"fr": "serveur", "en": "server"}
LINK = "dialog a.search__link"


def opened(page: Page) -> Locator:
    """The field of the search, in its dialog, opened by the keys that always do."""
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("textbox")
    field.wait_for()
    return field


def search(page: Page, words: str) -> list[str]:
    """The URLs that the search gives, best first."""
    opened(page).press_sequentially(words)
    page.wait_for_selector(LINK)
    urls: list[str] = page.eval_on_selector_all(LINK, "all => all.map(a => a.href)")
    return urls
