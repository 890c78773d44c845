"""Zones are text that people write, so they are kept as such: master files (RFC 1035 §5).

What the lab serves can be read, and changed, without reading the lab. The price is that a file can
be wrong: then `BadWorld` names the file and the line.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import dns.exception
import dns.rdataclass
from dns.tokenizer import Tokenizer
from dns.zone import Zone
from dns.zonefile import Reader

from lab.errors import BadWorld

DIRECTORY = Path(__file__).parents[1] / "world" / "zones"
ROOT = "root"
"""What stands for the empty name of the root in a file name."""


def zone_names() -> list[str]:
    """The names of all zones of the lab, `root` among them, in alphabetical order."""
    return sorted(path.stem for path in DIRECTORY.glob("*.zone"))


def load_zones(*names: str, directory: Path = DIRECTORY) -> list[Zone]:
    """The zones called `names`, such as `root` or `example.com`. BadWorld if one is wrong."""
    return [load_zone(name, directory) for name in names]


def load_zone(name: str, directory: Path = DIRECTORY) -> Zone:
    """The zone called `name`, from its file `<name>.zone`. BadWorld if it is wrong or missing."""
    path = directory / f"{name}.zone"
    try:
        return parse_zone(path.read_text(encoding="utf-8"), name, path.name)
    except OSError as error:
        raise BadWorld(reason=f"no zone file {path.name}") from error
    except UnicodeDecodeError as error:
        raise BadWorld(reason=f"{path.name}: not UTF-8 text") from error


def parse_zone(text: str, name: str, filename: str = "<text>") -> Zone:
    """The zone called `name` that `text` holds. BadWorld, with file and line, if it is wrong."""
    zone = Zone("." if name == ROOT else f"{name}.", relativize=False)
    file = StringIO(text)
    try:
        _read(file, zone)
    except dns.exception.DNSException as error:
        place = f"{filename}:{_line(text, file.tell())}"
        raise BadWorld(reason=f"{place}: {_message(error)}") from error
    try:
        zone.check_origin()
    except dns.exception.DNSException as error:
        raise BadWorld(reason=f"{filename}: {error}") from error
    return zone


def _read(file: StringIO, zone: Zone) -> None:
    with zone.writer(replacement=True) as writer:
        Reader(Tokenizer(file), dns.rdataclass.IN, writer).read()


def _line(text: str, read: int) -> int:
    """The line of the last character that was read. dnspython's own count may be one ahead."""
    return text.count("\n", 0, max(read - 1, 0)) + 1


def _message(error: dns.exception.DNSException) -> str:
    """The error, without the place where dnspython saw it."""
    told = str(error)
    return told.partition(": ")[2] if isinstance(error, dns.exception.SyntaxError) else told
