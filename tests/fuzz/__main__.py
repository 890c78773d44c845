"""`python -m tests.fuzz TARGET --seconds N`: bytes that change, guided by what they reach.

atheris (Google's libFuzzer for Python) has wheels for Linux x86-64 and CPython 3.12 to 3.14 only,
so the suite does without: hypothesis is there for every reader, this is one job of the CI. What
it finds is kept as a case of tests/hostile/ or as a seed, never as a file of bytes.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from tests.fuzz.targets import NAMES, load

LONGEST = 4096
"""Bytes of an input at most: what a parser does, it does within these."""
SLOW = 10
"""Seconds that one input may take: with more, it is a defect as an exception is."""


def main() -> None:
    """Fuzz one target; exit status 0 if nothing was found in the time given."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("target", choices=NAMES, nargs="?", help="without one: list them")
    parser.add_argument("--seconds", type=int, default=60, help="how long, by default 60")
    given = parser.parse_args()
    if not given.target:
        return print(*NAMES)
    run(atheris(), given.target, given.seconds)


def atheris() -> ModuleType:
    """The fuzzer, or one sentence and exit status 2 where there is none."""
    try:
        return importlib.import_module("atheris")
    except ImportError:
        print("atheris is not installed: it needs CPython 3.12 to 3.14 on Linux x86-64,"
              " then `pip install atheris`.", file=sys.stderr)  # fmt: skip
        raise SystemExit(2) from None


def run(fuzzer: ModuleType, name: str, seconds: int) -> None:
    """Begin with the seeds; an input that breaks the target is printed by libFuzzer, in base 64."""
    with fuzzer.instrument_imports():
        target, seeds = load(name)
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            Path(folder, f"seed-{number}").write_bytes(seed)
        options = {"max_total_time": seconds, "max_len": LONGEST, "timeout": SLOW,
                   "artifact_prefix": f"{folder}/", "print_final_stats": 1}  # fmt: skip
        flags = [f"-{option}={value}" for option, value in options.items()]
        fuzzer.Setup([name, *flags, folder], target)
        fuzzer.Fuzz()


if __name__ == "__main__":
    main()
