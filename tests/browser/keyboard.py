"""A reader who has only a keyboard: where each press of Tab leads, and whether that can be seen."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, ViewportSize

from tests.browser.axe_core import WIDE

FOLLOW = """() => {
    const stops = window.stops ??= [];
    const told = (e) => `<${e.tagName.toLowerCase()} ${e.id} ${e.className}> `
        + (e.ariaLabel || e.textContent || e.title).trim().slice(0, 40);
    let here = document.activeElement;
    while (here.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
    if (here === document.body) return null;
    const again = stops.includes(here);
    stops.push(here);

    const style = getComputedStyle(here);
    const [all] = here.getClientRects();
    const box = here.getBoundingClientRect();
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const along = (from, to, part) => from + (to - from) * part;
    const at = (x, y) => document.elementFromPoint(along(left, right, x), along(top, bottom, y));
    const root = here.getRootNode().host ?? here;
    const free = (e) => e && (root.contains(e) || (e.contains(root) && e !== document.body));
    const parts = [0.02, 0.25, 0.5, 0.75, 0.98];
    return {
        what: told(here),
        again,
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5,
        inside: Boolean(all) && right > left && bottom > top,
        free: parts.some((y) => parts.some((x) => free(at(x, y)))),
    };
}"""
"""The element that has the focus, noted in `window.stops`; null if it is out of the page."""

ORDER = """() => {
    const STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const told = (e) => `<${e.tagName.toLowerCase()} ${e.id} ${e.className}> `
        + e.textContent.trim().slice(0, 40);
    const shown = (e) => e.checkVisibility({ visibilityProperty: true });
    const can = (e) => e.tabIndex >= 0 && !e.disabled && shown(e);
    const wanted = [...document.querySelectorAll(STOPS)].filter(can).map(told);
    return [wanted, window.stops.map(told)];
}"""
"""What can have the focus, in the order of the page; and what had it, in the order of the walk."""


@dataclass(frozen=True)
class Stop:
    """Where a press of Tab has led. `again` if it was there before."""

    what: str
    again: bool
    outlined: bool
    inside: bool
    free: bool

    @property
    def faults(self) -> list[str]:
        """What its reader would miss."""
        seen = {"not outlined": self.outlined, "out of the window": self.inside,
                "under something else": self.free, "a second time": not self.again}  # fmt: skip
        return [f"{self.what}: {fault}" for fault, right in seen.items() if not right]


def here(page: Page) -> Stop | None:
    """Where the focus is; None if the page does not have it."""
    found = page.evaluate(FOLLOW)
    return Stop(**found) if found else None


def opened(page: Page, url: str, size: ViewportSize = WIDE) -> None:
    """A page, just come, in which nothing has the focus."""
    page.set_viewport_size(size)
    page.goto(url)


def walk(page: Page, key: str = "Tab", most: int = 600) -> list[Stop]:
    """Press Tab until the end of the page, or Shift and Tab until its beginning: there the focus
    leaves it, or goes round to where it was first."""
    stops: list[Stop] = []
    for _ in range(most):
        page.keyboard.press(key)
        stop = here(page)
        if stop is None or (stop.again and stop.what == stops[0].what):
            return stops
        stops.append(stop)
    raise AssertionError(f"a trap, or more than {most} stops: {stops[-1].what}")


def order(page: Page) -> tuple[list[str], list[str]]:
    """What the walk should have met, and what it has, in order."""
    found: tuple[list[str], list[str]] = page.evaluate(ORDER)
    return found


def reach(page: Page, selector: str, most: int = 250) -> None:
    """Press Tab until the focus is on what the selector describes."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")
