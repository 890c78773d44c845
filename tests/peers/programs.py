"""Programs that others wrote, as Debian packages them: what the lab is held against.

On a maintainer's machine one that is missing is a test skipped, with the command that mends it. In
CI on Linux it is a failure: a comparison that nobody runs proves nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import NoReturn

import pytest

PACKAGES = {
    "dig": "bind9-dnsutils",
    "kdig": "knot-dnsutils",
    "knotd": "knot",
    "ip": "iproute2",
    "ss": "iproute2",
    "nft": "nftables",
}
"""The package of a program, where it is called otherwise."""
PLACES = (os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin")


def program(name: str) -> str:
    """The path of the program `name`. Without it the test is skipped; in CI on Linux it fails."""
    path = shutil.which(name, path=os.pathsep.join(PLACES))
    if path is None:
        missing(f"{name} is not installed: apt install {PACKAGES.get(name, name)}")
    return path


def missing(reason: str) -> NoReturn:
    """End this test because of what the machine lacks. A failure in CI on Linux."""
    if os.environ.get("CI") == "true" and sys.platform == "linux":
        pytest.fail(reason)
    pytest.skip(reason)
