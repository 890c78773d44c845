"""A lab that shows its own TCP proves nothing about TCP: these three captures are the kernel's.

The pages' own programs run between two network namespaces (tests/kernel/), on the kernel's TCP, and
what crosses the wire is written to theme/assets/captures/, for Wireshark. Each packet is taken as
it leaves its sender, so that one which is lost afterwards is there too. Linux only.

    python -m tools.captures    writes them again (make captures)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lab.record import Packet
from lab.trace import pcap
from tests.includes import ROOT
from tests.kernel.conversations import conversations, is_over
from tests.kernel.namespace import Forbidden, Internet, inhabited
from tests.kernel.programs import Run, outside
from tests.kernel.reading import packet
from tests.kernel.wire import Frame

FOLDER = ROOT / "theme" / "assets" / "captures"
HTTP = 80
PATIENCE = 30
"""Seconds for two ends to say goodbye."""


class NeverOver(Exception):
    """A connection that is still open, long after its program has ended."""


@dataclass(frozen=True)
class Scene:
    """What one capture shows: programs, and which segment of data from the server is lost."""

    programs: tuple[tuple[str, ...], ...]
    loses: int | None = None

    def packets(self, internet: Internet) -> list[Frame]:
        """Play it; what crossed the wire between the programs and the site."""
        start = len(internet.wire.frames)
        internet.wire.loses = nth(self.loses)
        for file, *arguments in self.programs:
            outside(Run((f"snippets/{file}", *arguments), ""), internet)
        return settled(internet, start)


SCENES = {
    "handshake": Scene((("tcp/connect.py",),)),
    "loss": Scene((("tcp/download.py", "/lines.txt"),), loses=2),
    "closing": Scene((("closing/who_closes.py", "close"), ("closing/half_close.py",))),
}


def nth(number: int | None) -> Callable[[Packet], bool]:
    """Loses the `number`th segment of data that the web server sends, and no other."""
    sent: Iterator[int] = iter(range(1, sys.maxsize))

    def loses(packet: Packet) -> bool:
        return bool(packet.source[1] == HTTP and packet.data) and next(sent) == number

    return loses


def settled(internet: Internet, start: int) -> list[Frame]:
    """The frames of HTTP since `start`, once every connection is over. NeverOver if one is not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        frames = internet.wire.frames[start:]
        packets = [packet(frame.time, frame.octets) for frame in frames]
        http = {p: f for p, f in zip(packets, frames, strict=True) if is_http(p)}
        if http and all(is_over(each, http) for each in conversations(http)):
            return list(http.values())
        time.sleep(0.02)
    raise NeverOver


def is_http(packet: Packet) -> bool:
    """Whether a packet goes to a web server, or comes from one."""
    return packet.protocol == "tcp" and HTTP in (packet.source[1], packet.destination[1])


def written(folder: Path, internet: Internet) -> list[Path]:
    """Write the three captures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.pcap" for name in SCENES]
    for file, scene in zip(files, SCENES.values(), strict=True):
        frames = scene.packets(internet)
        file.write_bytes(pcap.written((frame.time, frame.octets) for frame in frames))
    return files


def main() -> int:
    """0 if they are written; 1 where the system forbids it."""
    try:
        with inhabited() as internet:
            for file in written(FOLDER, internet):
                print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")
    except Forbidden as reason:
        print(f"No network namespace here: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
