"""Everything shown is proved, but for the programs that test_pages.py counts one by one."""

from __future__ import annotations

import pytest

from tests.site.sources import Fence
from tests.site.test_pages import NOT_RUN
from tests.site.yardstick import counts, is_output, is_proved


def test_all_is_proved() -> None:
    programs, outputs, present = counts()
    assert len(programs.wanting) == sum(NOT_RUN.values())
    assert not outputs.wanting, "typed by hand: make it a transcript, and include it"
    assert not present.wanting


@pytest.mark.parametrize(
    ("info", "body", "output", "proved"),
    [
        ("console", ["$ make test"], False, False),
        ("console", ["$ make test", "all is well"], True, False),
        ("console", ['--8<-- "snippets/dns/resolve.out"'], True, True),
        ("text", ["203.0.113.10"], True, False),
        ("mermaid", ["graph LR"], False, False),
    ],
)
def test_what_counts(info: str, body: list[str], output: bool, proved: bool) -> None:
    fence = Fence(1, info, body)
    assert is_output(fence) == output
    assert not output or is_proved(fence) == proved
