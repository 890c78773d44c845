"""The captures that the pages offer are a kernel's, whole, and show what the pages say of them.

What is checked of the committed files is checked of new ones too: `make captures` may be run
anywhere, and no moment, port or number in them matters but those that a page names.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.record import Control, Packet
from lab.world.hosts import LAPTOP
from tests.includes import ROOT
from tests.kernel.conversations import Conversation, conversations, is_over
from tests.kernel.namespace import Internet, inhabited_or_skip
from tests.kernel.reading import capture, is_whole, packet
from tests.kernel.wire import PLACES
from tests.peers.programs import program
from tools.captures import FOLDER, SCENES, written

PAGES = {"handshake": "tcp", "loss": "tcp", "closing": "closing"}
COMPLAINTS = "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0"
SUMS = ("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE")
TIMER = 0.2
"""Seconds: the shortest retransmission timer of Linux."""
SITE = "www.example.com"


def read(file: Path) -> list[Packet]:
    """The packets of a capture, whole, between the laptop and the demo site, in order of time."""
    frames = capture(file)
    assert all(is_whole(octets) for _, octets in frames)
    assert [time for time, _ in frames] == sorted(time for time, _ in frames)
    packets = [packet(time, octets) for time, octets in frames]
    ends = {PLACES[address].name for p in packets for address in (p.source[0], p.destination[0])}
    assert ends == {LAPTOP.name, SITE}
    return packets


def among(packets: list[Packet], each: Conversation) -> list[Packet]:
    """The packets of one connection; it opens as RFC 9293 §3.5 says, and both ends close it."""
    mine = [p for p in packets if {p.source, p.destination} == {each.client, each.server}]
    syn, answer, third = mine[:3]
    assert (syn.control, syn.source) == (Control.SYN, each.client)
    assert answer.control == Control.SYN | Control.ACK
    assert answer.ack == (syn.seq + 1) % 2**32
    assert (third.control, third.source) == (Control.ACK, each.client)
    assert third.ack == (answer.seq + 1) % 2**32 and third.seq == answer.ack
    assert is_over(each, packets)
    return mine


def goodbyes(packets: list[Packet], each: Conversation) -> list[int]:
    """The numbers, in the capture, of its two FIN and of its last packet; each is acknowledged."""
    mine = among(packets, each)
    fins = [p for p in mine if Control.FIN in p.control]
    for fin in fins:
        beyond = (fin.seq + len(fin.data) + 1) % 2**32
        assert any(p.ack == beyond for p in mine if p.source == fin.destination)
    assert {fin.source for fin in fins} == {each.client, each.server}
    return [packets.index(p) + 1 for p in (*fins, mine[-1])]


# -- what each shows, as the numbers that its page gives ------------------------------------------


def opening(packets: list[Packet]) -> list[int]:
    """Three packets open, and nothing is said."""
    (only,) = conversations(packets)
    assert only.asked.stream() == only.answered.stream() == b""
    first, *_, last = goodbyes(packets, only)
    return [1, 3, first, last]


def repair(packets: list[Packet]) -> list[int]:
    """The second segment of the answer is lost, asked for, and comes again: all is read."""
    (only,) = conversations(packets)
    goodbyes(packets, only)
    head, _, body = only.answered.stream().partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    data = [p for p in packets if p.source == only.server and p.data]
    lost = data[1]
    again = next(p for p in data if p.seq == lost.seq and p is not lost)
    assert again.data == lost.data
    seen = packets[packets.index(lost) : packets.index(again)]
    asking = [p for p in seen if p.source == only.client and p.ack == lost.seq and not p.data]
    assert len(asking) > 1 or again.time - lost.time > TIMER, "nobody asked for what was lost"
    shown = (lost, *asking[1:2], *asking[-1:], *asking[:1], again)
    return [packets.index(p) + 1 for p in shown]


def closing(packets: list[Packet]) -> list[int]:
    """The server leaves first; then the client, which still hears the answer."""
    theirs, ours = conversations(packets)
    assert theirs.events[-2:] == [("server", "FIN"), ("client", "FIN")]
    assert ours.events[-2:] == [("client", "FIN"), ("server", "FIN")]
    assert ours.answered.stream().startswith(b"HTTP/1.1 200 OK\r\n")
    goodbye = goodbyes(packets, theirs)
    ours_first = goodbyes(packets, ours)[0]
    answer = next(p for p in among(packets, ours) if p.source == ours.server and p.data)
    heard = packets.index(answer) + 1
    assert heard > ours_first
    return [goodbye[0], goodbye[-1], ours_first, heard]


SHOWS: dict[str, Callable[[list[Packet]], list[int]]] = {
    "handshake": opening,
    "loss": repair,
    "closing": closing,
}


@pytest.mark.parametrize("name", SCENES)
def test_committed(name: str) -> None:
    """The invariants hold, and both pages give the numbers and the size that are true."""
    file = FOLDER / f"{name}.pcap"
    numbers = SHOWS[name](read(file))
    for language in ("fr", "en"):
        told = paragraph(ROOT / "docs" / language / f"{PAGES[name]}.md", file.name)
        size = re.search(r"\((\d+) k[oB]\)", told)
        assert size and int(size[1]) == -(-file.stat().st_size // 1000), told
        said = re.findall(r"\b\d+\b", told.replace(size[0], "").partition("Wireshark")[2])
        assert [int(number) for number in said] == numbers, told


def paragraph(page: Path, name: str) -> str:
    """The only line of a page that offers this capture."""
    (line,) = [line for line in page.read_text("utf8").splitlines() if f"/{name})" in line]
    return line


def test_no_other_capture() -> None:
    assert sorted(file.stem for file in FOLDER.iterdir()) == sorted(SCENES)


@pytest.mark.parametrize("name", SCENES)
def test_wireshark_reads_it(name: str) -> None:
    """Without a complaint, and it counts the same packets."""
    command = [program("tshark"), "-r", str(FOLDER / f"{name}.pcap"), *SUMS]
    bad = subprocess.run([*command, "-Y", COMPLAINTS], capture_output=True, encoding="utf8")
    assert (bad.returncode, bad.stdout) == (0, ""), bad
    numbers = [*command, "-T", "fields", "-e", "frame.number"]
    seen = subprocess.run(numbers, capture_output=True, check=True, encoding="utf8").stdout
    assert len(seen.split()) == len(read(FOLDER / f"{name}.pcap"))


def test_made_again(tmp_path: Path) -> None:
    """`make captures` gives files that show the same; and one end is left in TIME-WAIT."""
    with inhabited_or_skip() as internet:
        for file in written(tmp_path, internet):
            assert SHOWS[file.stem](read(file))
        assert "TIME-WAIT" in states(internet, "servers")


def states(internet: Internet, side: str) -> set[str]:
    """The states of the connections of one side, as its kernel names them."""
    command = [*getattr(internet, side), program("ss"), "-tanH"]
    told = subprocess.run(command, capture_output=True, check=True, encoding="utf8").stdout
    return {line.split()[0] for line in told.splitlines()}


def test_a_packet_that_is_not_whole(tmp_path: Path) -> None:
    """The reader sees a changed byte."""
    octets = bytearray((FOLDER / "loss.pcap").read_bytes())
    octets[-1] ^= 1
    (tmp_path / "bad.pcap").write_bytes(octets)
    assert not all(is_whole(octets) for _, octets in capture(tmp_path / "bad.pcap"))
