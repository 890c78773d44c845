"""A test that anybody may meet says what is wrong and what to do, and nothing else."""

from __future__ import annotations

import pytest


def expect(right: object, message: str) -> None:
    """Fail with these words alone, without a traceback, unless `right`."""
    if not right:
        pytest.fail(message, pytrace=False)
