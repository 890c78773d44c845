"""What is shown of an output that is very long: a page stays a page, and no line is made up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_program_box import box, faked, go
from tests.browser.test_program_output import status

LOOP = """self.send = (stream, text) =>
    say({ type: 'output', id: data.id, stream, data: new TextEncoder().encode(text) });
%s
say({ ...done, status: 1 });"""


@pytest.mark.parametrize(
    ("script", "lines", "said"),
    [
        ("send('stdout', 'x\\n'.repeat(1050));", 1050, None),
        ("send('stdout', 'x\\n'.repeat(1000)); send('stderr', 'last\\n');", 1001, None),
        ("send('stdout', 'x\\n'.repeat(1051));", 1050, "1"),
        ("for (let n = 0; n < 30_000; n++) send('stdout', '\\n');", 1050, "28950"),
        ("send('stdout', 'x'.repeat(63_000));", 0, None),
        ("send('stdout', 'x'.repeat(63_001));", 0, "0"),
    ],
    ids=["short", "two streams", "one more", "empty lines", "a line", "a longer line"],
)
def test_of_many_lines_the_first_and_the_last_are_shown(
    page: Page, origin: str, script: str, lines: int, said: str | None
) -> None:
    faked(page, LOOP % script)
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    go(resolve).click()
    expect(status(resolve)).to_contain_text("Terminé")
    shown = resolve.locator(".program__output code")
    assert sum(text.count("\n") for text in shown.all_text_contents()) == lines + 1
    more = resolve.locator(".program__more")
    assert more.count() == (said is not None)
    if said:
        assert re.sub(r"\D", "", more.inner_text()) == said


def test_the_error_after_an_endless_output_is_marked_alone(page: Page, origin: str) -> None:
    faked(page, LOOP % "send('stdout', 'x\\n'.repeat(9000)); send('stderr', 'the error\\n');")
    resolve = box(page, f"{origin}/dns.html", "dns-resolve")
    go(resolve).click()
    expect(resolve.locator(".program__output .err")).to_have_text("sortie d’erreur the error\n")
