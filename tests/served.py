"""`python -m lab serve` in a child, for the tests that ask it: it prints how to reach it."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 60
"""Seconds after which a lab that neither starts nor stops is killed: only so that nothing hangs."""
RESOLVER = re.compile(r"dig '?@\S+ -p (\d+) www\.")
AUTHORITY = re.compile(r"dig '?@\S+ -p (\d+) \+norecurse \S+  # (\S+)")
HTTP = re.compile(r"curl(?:\.exe)? --proxy http://[\d.]+:(\d+) ")
HTTPS = re.compile(r"curl(?:\.exe)? --connect-to ::[\d.]+:(\d+) ")
END = "Ctrl-C"
"""The last line that it prints begins so."""
VARIABLE = re.compile(r"^  (?:export (\w+)=|\$env:(\w+) = )(.*)$", re.M)


@dataclass
class Served:
    """A lab that answers: its ports, 0 where each machine is at its own addresses."""

    process: subprocess.Popen[str]
    told: str
    dns: int = 0
    http: int = 0
    https: int = 0
    authorities: dict[str, int] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    """What a program needs in its environment to reach the sites, beside its own."""

    def __post_init__(self) -> None:
        self.dns, self.http, self.https = map(self._port, (RESOLVER, HTTP, HTTPS))
        self.authorities = {name: int(port) for port, name in AUTHORITY.findall(self.told)}
        for sh, windows, value in VARIABLE.findall(self.told):
            self.environment[sh or windows] = "".join(shlex.split(value))
        led = {"http_proxy", "https_proxy"} <= self.environment.keys()
        assert led or not self.http, "without a proxy, a client would leave this machine"

    def _port(self, pattern: re.Pattern[str]) -> int:
        found = pattern.search(self.told)
        return int(found[1]) if found else 0


@contextmanager
def served(*options: str, command_prefix: Sequence[str] = ()) -> Iterator[Served]:
    """The lab with these options, started by `command_prefix` if given; stopped as by Ctrl-C.

    AssertionError if it does not start, or ends otherwise than with status 0 and no complaint.
    """
    process = subprocess.Popen(
        [*command_prefix, sys.executable, "-m", "lab", "serve", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        cwd=ROOT, env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        told = read(process)
        watchdog.cancel()
        yield Served(process, told)
    finally:
        watchdog.cancel()
        _stop(process)


def read(process: subprocess.Popen[str]) -> str:
    """What it prints before it waits for clients. AssertionError: its complaint."""
    assert process.stdout is not None
    lines: list[str] = []
    while line := process.stdout.readline():
        lines.append(line)
        if line.startswith(END):
            return "".join(lines)
    raise AssertionError(f"lab serve did not start: {process.communicate()[1]}")


def _stop(process: subprocess.Popen[str]) -> None:
    """Ctrl-C. The lab may have been stopped by the test itself."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        said, complaint = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError("lab serve does not stop") from None
    assert (process.returncode, complaint) == (0, ""), (process.returncode, complaint, said)
