"""ProperDocs takes over from MkDocs, whose makers have left it: the day we change, nothing does.

The same configuration, the same hooks, the same theme: the same bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.includes import ROOT
from tests.telling import in_both

ADVICE = in_both(
    "ProperDocs ne fait pas le même site que MkDocs : ce qui diffère est nommé ci-dessus.",
    "ProperDocs does not make the same site as MkDocs: what differs is named above.",
)


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_same_site(site: Path, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "properdocs", "build", "--strict", "--config-file", "mkdocs.yml"]
    ran = subprocess.run(
        [*build, "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True,
        encoding="utf8",
    )  # fmt: skip
    if ran.returncode:
        pytest.fail(f"ProperDocs:\n\n{ran.stdout}{ran.stderr}", pytrace=False)
    found = differences(files(site), files(tmp_path / "site"))
    if found:
        pytest.fail("\n".join([*found, "", ADVICE]), pytrace=False)


def test_difference_is_seen() -> None:
    assert differences({"a": b"1", "b": b"2", "c": b"3"}, {"a": b"1", "b": b"3"}) == ["b", "c"]
