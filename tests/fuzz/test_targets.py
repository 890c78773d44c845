"""The targets of the fuzzer, without it: on their seeds, and on what it once found."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fuzz.targets import NAMES, load
from tests.includes import ROOT

FOUND = [
    ("trace", bytes([8, 0, 16, 3, 0, 5]) + b"\0\3abc"),  # over TCP, what is framed is no message
    ("trace", bytes([8, 1, 16, 3, 0, 20]) + b"\r\n\r\nGET / HTTP/1.1\n"),
    ("html", b"a<![\0>b"),
]
"""Inputs that broke a target before it was mended, cut to what matters."""


@pytest.mark.parametrize("name", NAMES)
def test_seeds(name: str) -> None:
    one, seeds = load(name)
    for seed in [b"", *seeds, *(seed[: len(seed) // 2] for seed in seeds)]:
        one(seed)


@pytest.mark.parametrize(("name", "found"), FOUND)
def test_what_was_found_is_mended(name: str, found: bytes) -> None:
    one, _ = load(name)
    one(found)


def test_without_atheris_there_is_a_sentence() -> None:
    """-S: no installed package is seen, so there is none to import."""
    program = [sys.executable, "-S", "-m", "tests.fuzz", "authority"]
    ran = subprocess.run(program, cwd=ROOT, capture_output=True, encoding="utf8", timeout=60)
    assert ran.returncode == 2 and ran.stderr.startswith("atheris is not installed")
    assert len(ran.stderr.splitlines()) == 1


def test_a_target_that_is_not_known() -> None:
    program = [sys.executable, "-m", "tests.fuzz", "nothing"]
    ran = subprocess.run(program, cwd=ROOT, capture_output=True, encoding="utf8", timeout=60)
    assert ran.returncode == 2 and "authority" in ran.stderr
