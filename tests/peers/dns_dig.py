"""What dig and kdig print, read back: they are the two programs that people ask a name server with.

How they lay out a reply varies with their version, but all of them print the same header line and
the same lines of records. Nothing else is read here.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.peers.programs import program

REPLY = "->>HEADER<<-"
HEADER = re.compile(r" opcode: (\w+)[;,] status: (\w+)[;,] id: \d+\n;; [Ff]lags: ?([a-z ]*);")
EDNS = re.compile(r"\bEDNS: version: (\d+),? flags:([a-z ]*);|Version: (\d+); flags:([a-z ]*);")
SECTION = re.compile(r"^;; (\w+) SECTION:\n((?:.+\n)*)", re.M)
TRANSPORT = re.compile(r"\((UDP|TCP)\)")
QUIET = {"dig": ("-r", "+tries=1", "+time=20"), "kdig": ("+retry=0", "+time=20")}
"""No settings of the user's; one try, with time enough on a busy machine."""


@dataclass(frozen=True)
class Printed:
    """One reply as printed: words of the header; `edns` is "" without EDNS, else version, flags."""

    opcode: str
    status: str
    flags: frozenset[str]
    edns: str
    transport: str
    sections: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def records(self, section: str = "ANSWER") -> list[str]:
        """The records of a section without TTL and class, as `name type data`."""
        kept = self.sections.get(section, [])
        return [" ".join((record[0], *record[3:])) for record in kept]


def dig(port: int, *asked: Sequence[str], tool: str = "dig") -> list[Printed]:
    """What `tool` prints of the replies to several questions, asked on loopback, in their order."""
    text = output(port, *(word for words in asked for word in words), tool=tool)
    replies = [read(part) for part in text.split(REPLY)[1:]]
    assert len(replies) == len(asked), text
    return replies


def output(port: int, *words: str, tool: str = "dig") -> str:
    """All that `tool` prints."""
    command = [program(tool), "@127.0.0.1", "-p", str(port), *QUIET[tool], *words]
    return run(command)


def run(command: Sequence[str]) -> str:
    """What `command` prints, complaints included."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    return done.stdout + done.stderr


def read(text: str) -> Printed:
    """The reply whose header line begins `text`."""
    header, edns, transport = HEADER.match(text), EDNS.search(text), TRANSPORT.search(text)
    assert header, text
    opcode, status, flags = header.groups()
    said = " ".join((edns[1] or edns[3], *(edns[2] or edns[4] or "").split())) if edns else ""
    sections = {kind: _records(lines) for kind, lines in SECTION.findall(text)}
    carried = transport[1] if transport else ""
    return Printed(opcode, status, frozenset(flags.split()), said, carried, sections)


def _records(lines: str) -> list[tuple[str, ...]]:
    """The records, or the questions, of a section; what is no record of it is a comment."""
    kept = (line.removeprefix(";; ").lstrip(";") for line in lines.splitlines())
    return [tuple(line.split(None, 4)) for line in kept if " IN" in line.replace("\t", " ")]
