"""Two namespaces of the kernel's, and a wire between them: the lab's Internet with the real TCP.

In the first live all the machines of lab/world/hosts.py, at their own addresses; in the second, the
laptop. A program that runs there is untouched, and has a network to itself: its packets go to the
wire, and from there nowhere but to those machines. Nothing here needs to be root; some systems
forbid it all the same.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from lab.tls.client import AUTHORITY
from tests.includes import ROOT
from tests.kernel.wire import Wire
from tests.peers.programs import missing
from tests.served import served

NEW_USER = ("unshare", "--user", "--map-root-user", "--mount", "--net")
TRUST = {name: str(AUTHORITY) for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")}
PATIENCE = 30
"""Seconds that the kernel is given to make two namespaces."""
REMEDY = "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"


class Forbidden(Exception):
    """This system lets nobody make a network of their own."""


@dataclass(frozen=True)
class Internet:
    """`servers` and `laptop` are what a command begins with, to run there."""

    servers: tuple[str, ...]
    laptop: tuple[str, ...]
    wire: Wire

    def environment(self) -> dict[str, str]:
        """What a program on the laptop is given: how to trust the lab's sites, and no proxy."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return kept | TRUST | {"LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80"}


@contextmanager
def internet() -> Iterator[Internet]:
    """Both namespaces, for as long as one needs them. Forbidden if there can be none."""
    with _side("servers", NEW_USER) as (servers, far):
        user = ("nsenter", "--target", str(servers), "--user", "--preserve-credentials")
        new = (*user, "unshare", "--mount", "--net")
        with _side("laptop", new) as (laptop, near):
            wire = Wire(near, far)
            try:
                yield Internet(_entering(servers), _entering(laptop), wire)
            finally:
                wire.stop()


def _entering(process: int) -> tuple[str, ...]:
    """Enter the namespaces of `process`; what runs there ends with the thread that started it."""
    enter = ("nsenter", "--target", str(process), "--user", "--mount", "--net", "--wd=.")
    return (*enter, "--preserve-credentials", "setpriv", "--pdeathsig", "KILL")


@contextmanager
def _side(name: str, prefix: Sequence[str]) -> Iterator[tuple[int, int]]:
    """One end, ready: its process and its device."""
    if sys.platform != "linux" or not shutil.which(prefix[0]):
        raise Forbidden("that takes Linux, util-linux and iproute2")
    ours, theirs = socket.socketpair()
    command = [*prefix, sys.executable, "-m", "tests.kernel.side", name, str(theirs.fileno())]
    environment = os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
    with ours, subprocess.Popen(
        command, cwd=ROOT, env=environment, pass_fds=[theirs.fileno()],
        stderr=subprocess.PIPE, encoding="utf8",
    ) as process:  # fmt: skip
        theirs.close()
        device = _device(ours, process)
        try:
            yield process.pid, device
        finally:
            ours.close()


def _device(end: socket.socket, process: subprocess.Popen[str]) -> int:
    """What the new side sends. Forbidden, with its last words, if it ends before."""
    end.settimeout(PATIENCE)
    _, devices, _, _ = socket.recv_fds(end, 16, 1)
    if not devices:
        said = process.communicate()[1].strip().splitlines()
        raise Forbidden(said[-1] if said else "it does not say why")
    return devices[0]


@contextmanager
def inhabited(*breaks: str) -> Iterator[Internet]:
    """The same with the lab's servers in it, and this broken in them. Forbidden, as above."""
    options = [word for each in breaks for word in ("--break", each)]
    with internet() as made, served("--own-addresses", *options, command_prefix=made.servers):
        yield made


@contextmanager
def inhabited_or_skip(*breaks: str) -> Iterator[Internet]:
    """The same for a test: skipped where namespaces are forbidden; in CI, that is a failure."""
    with ExitStack() as stack:
        try:
            made = stack.enter_context(inhabited(*breaks))
        except Forbidden as reason:
            missing(f"no network namespace here ({reason}); on Ubuntu: {REMEDY}")
        yield made
