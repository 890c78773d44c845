"""unbound, the resolver that others wrote, sent to the lab's authorities, and to nobody else.

It runs in a namespace that has no way out (tests/kernel/namespace.py), beside the lab's own
resolver, and knows the lab's root servers. What it would do of its own accord is switched off:
signatures, trust anchors, control, and the zones that it holds itself (RFC 6303).
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.dns.upstream import frame
from lab.world.hosts import MACHINES, ROOT
from tests.peers import dns_relay
from tests.peers.programs import program

ADDRESS = "192.0.2.54"
HEAD = struct.Struct("!ddH")
ITS_OWN = ("localhost.", "test.", "invalid.", "onion.", "home.arpa.", "resolver.arpa.")
REVERSE = (
    "127.in-addr.arpa.",
    "2.0.192.in-addr.arpa.",
    "100.51.198.in-addr.arpa.",
    "113.0.203.in-addr.arpa.",
    "8.b.d.0.1.0.0.2.ip6.arpa.",
)
"""Of the zones that unbound holds itself, those that a question of ours could touch."""
CONFIGURATION = """
server:
    interface: {address}
    outgoing-interface: {address}
    access-control: 0.0.0.0/0 allow
    do-ip6: no
    directory: "{folder}"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    verbosity: 0
    num-threads: 1
    root-hints: "{folder}/hints"
    module-config: "iterator"
    qname-minimisation: no
    target-fetch-policy: "0 0 0 0 0"
    rrset-roundrobin: no
    hide-identity: yes
    hide-version: yes
    identity: ""
{local}
remote-control:
    control-enable: no
"""


@contextmanager
def unbound(namespace: Sequence[str], folder: Path) -> Iterator[None]:
    """unbound answers at ADDRESS, port 53, in this namespace, as long as the context lasts."""
    address = f"address add {ADDRESS}/32 dev lo".split()
    subprocess.run([*namespace, program("ip"), *address], check=True)
    binary = shutil.copy(program("unbound"), folder)  # some systems confine the one in its place
    (folder / "hints").write_text("".join(_hints()))
    local = "".join(f'    local-zone: "{zone}" nodefault\n' for zone in ITS_OWN + REVERSE)
    settings = CONFIGURATION.format(address=ADDRESS, folder=folder, local=local)
    (folder / "unbound.conf").write_text(settings)
    command = [*namespace, binary, "-d", "-c", str(folder / "unbound.conf")]
    with subprocess.Popen(command) as process:
        try:
            yield
            assert process.poll() is None, "unbound ended by itself"
        finally:
            process.terminate()


def _hints() -> Iterator[str]:
    for machine in MACHINES:
        if machine.zones == ROOT:
            yield f". 86400 NS {machine.name}.\n{machine.name}. 86400 A {machine.addresses[0]}\n"


@dataclass(frozen=True)
class Heard:
    """A reply; when it was asked for and when it came, in seconds of the machine's steady clock."""

    reply: bytes
    asked: float
    came: float


def ask(namespace: Sequence[str], wires: Sequence[bytes]) -> list[Heard]:
    """What unbound answers to each of `wires`, asked one after the other on one connection."""
    relay = [*namespace, sys.executable, "-I", dns_relay.__file__, ADDRESS]
    stream = b"".join(map(frame, wires))
    relayed = subprocess.run(relay, input=stream, stdout=subprocess.PIPE, check=True)
    heard = list(_heard(relayed.stdout))
    assert len(heard) == len(wires)
    return heard


def _heard(stream: bytes) -> Iterator[Heard]:
    while stream:
        asked, came, length = HEAD.unpack_from(stream)
        end = HEAD.size + length
        yield Heard(stream[HEAD.size : end], asked, came)
        stream = stream[end:]
