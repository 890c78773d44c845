"""What tshark reads in each packet: the fields that it names, with their places and their values.

Packets are shown to it one by one, each between two hosts of its own, so that it tells what one
packet holds and remembers nothing of the others: that is what a field of the page is.
"""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address
from pathlib import Path

import dns.opcode
import dns.rcode

from lab.record import Packet
from lab.trace.message import Message
from lab.trace.wire import is_ipv6
from tests.peers.programs import program

_CHECKED = ("ip.check_checksum", "tcp.check_checksum", "udp.check_checksum")
_ALONE = ("tcp.desegment_tcp_streams", "tls.desegment_ssl_records")
_BITS = {"authoritative": "AA", "truncated": "TC", "recdesired": "RD", "recavail": "RA"}
LINES = ("http.request.line", "http.response.line")
"""The field lines of HTTP, each whole."""
_PLACE = re.compile(r"\{([\w.]+)(~\d?|\(\))?\}")
_FIRST = {False: "10.0.0.0", True: "fd00::"}


@dataclass(frozen=True)
class Seen:
    """A field of tshark: `show` is its value, `said` its line for people."""

    name: str
    start: int
    end: int
    show: str
    said: str


def alone(message: Message, number: int) -> Message:
    """The message, as if two hosts had spoken once, and nobody else used their addresses."""
    packet = message.packets[0]
    first = int(ip_address(_FIRST[is_ipv6(packet)])) + 2 * number
    ends = (str(ip_address(first)), str(ip_address(first + 1)))
    there, here = (
        (address, port)
        for address, (_, port) in zip(ends, (packet.source, packet.destination), strict=True)
    )
    moved = replace(packet, source=there, destination=here)
    return replace(message, packets=(moved, *message.packets[1:]))


def read(capture: Path, packets: Sequence[Packet]) -> Iterator[list[Seen]]:
    """The fields of each packet of a capture, their places counted as `lab.trace.fields` does."""
    options = [f"-o{name}:TRUE" for name in _CHECKED] + [f"-o{name}:FALSE" for name in _ALONE]
    command = [program("tshark"), "-r", str(capture), *options, "-T", "pdml"]
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf8")
    trees = [each for each in ET.fromstring(run.stdout) if each.tag == "packet"]
    for tree, packet in zip(trees, packets, strict=True):
        yield list(_seen(tree, 40 if is_ipv6(packet) else 20))


def _seen(tree: ET.Element, header: int) -> Iterator[Seen]:
    for field in tree.iter("field"):
        start = int(field.get("pos", -1)) - header
        end = start + int(field.get("size", 0))
        said = field.get("showname") or ""
        yield Seen(field.get("name") or "", start, end, field.get("show") or "", said)


def written(template: str, inside: Sequence[Seen]) -> str:
    """A template with the values of fields: `{name}`; with `~`, what tshark says of each.

    `{name~4}` counts those after the fourth, `{name()}` is what is said in brackets.
    """
    return _PLACE.sub(lambda match: _values(match[1], match[2] or "", inside), template)


def _values(name: str, how: str, inside: Sequence[Seen]) -> str:
    found = [each for each in inside if each.name == name]
    if how == "()":
        return found[0].said.partition("(")[2]
    if not how:
        return ", ".join(each.show.replace("<Root>", "") for each in found)
    told = [each.said.partition(": ")[2].partition(" (")[0] for each in found]
    most = int(how[1:] or len(told))
    return ", ".join(told[:most]) + f", and {len(told) - most} more" * (len(told) > most)


def bare(text: str) -> str:
    """Letters and digits alone: the punctuation of two programs is not compared."""
    return re.sub(r"[\W_]", "", text).lower()


def flags(inside: Sequence[Seen]) -> str:
    """The flags of the DNS, bit by bit."""
    bits = {each.name.removeprefix("dns.flags."): each.show for each in inside}
    on = [_BITS[name] for name in _BITS if bits.get(name) in ("1", "True")]
    kind = "response" if bits["response"] in ("1", "True") else "query"
    opcode = dns.opcode.to_text(dns.opcode.Opcode(int(bits["opcode"])))
    code = dns.rcode.to_text(dns.rcode.Rcode(int(bits.get("rcode", 0))))
    return " ".join([kind, "opcode", opcode, *on, code])
