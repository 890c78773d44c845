"""A trace is what the site shows as the truth, so each kind of message is compared word by word."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from lab.record import Control, Packet
from lab.trace import as_json, mermaid, text
from lab.trace.decode import decode
from lab.trace.fields import fields
from lab.trace.flow import segments
from lab.trace.message import Message
from lab.trace.wire import transport

SYN, ACK, FIN, RST, PSH = Control.SYN, Control.ACK, Control.FIN, Control.RST, Control.PSH
LAPTOP, RESOLVER = "192.0.2.23", "192.0.2.53"
ORG, WEB = "198.51.100.21", "203.0.113.10"
NAMES = {
    LAPTOP: "laptop",
    RESOLVER: "resolver",
    ORG: "a0.org.afilias-nst.info",
    WEB: "www.example.com",
}


class Talk:
    """A small TCP conversation, written as its sender's record would be; numbers wrap past 2^32."""

    def __init__(self, port: int = 80, server: str = WEB) -> None:
        self.packets: list[Packet] = []
        self.ends = {"<": (server, port), ">": (LAPTOP, 50000)}
        self.next = {">": 2**32 - 2, "<": 77}

    def say(
        self, way: str, data: bytes = b"", control: Control = ACK, lost: bool = False, back: int = 0
    ) -> Talk:
        """The next segment one way; `back` sends again from that many numbers before."""
        other = "<" if way == ">" else ">"
        seq, ack = self.next[way] - back, self.next[other] if ACK in control else 0
        packet = Packet(
            len(self.packets) / 100,
            "tcp",
            self.ends[way],
            self.ends[other],
            data,
            seq % 2**32,
            ack % 2**32,
            control,
            lost,
        )
        self.packets.append(packet)
        self.next[way] = seq + max(back, len(data) + bool(control & (SYN | FIN)))
        return self

    def shake(self) -> Talk:
        """The three messages that open the connection."""
        return self.say(">", control=SYN).say("<", control=SYN | ACK).say(">")

    def told(self) -> list[Message]:
        return decode(self.packets, NAMES)

    def summaries(self) -> list[str]:
        return [message.summary for message in self.told()]


def datagram(data: bytes, source: str = RESOLVER, target: str = LAPTOP, port: int = 53) -> Packet:
    return Packet(0.0221, "udp", (source, port), (target, 40000), data)


def dns_told(message: dns.message.Message) -> Message:
    (told,) = decode([datagram(message.to_wire(want_shuffle=False))], NAMES)
    return told


def query(name: str = "www.example.com", rdtype: str = "A") -> dns.message.QueryMessage:
    return dns.message.make_query(name, rdtype, id=0x1A2B)


def response(
    rcode: int = 0, flags: int = 0, answer: str = "", authority: str = "", additional: str = ""
) -> dns.message.Message:
    """A response to `query()`; each record is `name TTL type value|value`."""
    message = dns.message.make_response(query())
    message.flags |= flags
    message.set_rcode(dns.rcode.Rcode(rcode))
    for section, record in zip(
        (message.answer, message.authority, message.additional),
        (answer, authority, additional),
        strict=True,
    ):
        if record:
            name, ttl, rdtype, values = record.split(" ", 3)
            section.append(dns.rrset.from_text(name, int(ttl), "IN", rdtype, *values.split("|")))
    return message


ADDRESS = "www.example.com. 300 A 203.0.113.10"
CUT = "com. 172800 NS a.gtld-servers.net.|b.gtld-servers.net."
SOA = "example.com. 300 SOA ns1.example.com. h.example.com. 1 2 3 4 5"


@pytest.mark.parametrize(
    ("message", "summary", "short"),
    [
        (query(), "query 1a2b RD www.example.com. A", "query www.example.com. A"),
        (
            response(flags=dns.flags.AA, answer=ADDRESS),
            "answer 1a2b AA www.example.com. A 203.0.113.10 (TTL 300)",
            "answer www.example.com. A 203.0.113.10 (TTL 300)",
        ),
        (
            response(authority=CUT, additional="a.gtld-servers.net. 9 A 198.51.100.11"),
            "referral 1a2b com. NS a.gtld-servers.net., … (with glue)",
            "referral com. NS a.gtld-servers.net., … (with glue)",
        ),
        (
            response(authority="example.org. 9 NS ns.example.net."),
            "referral 1a2b example.org. NS ns.example.net. (no glue)",
            "referral example.org. NS ns.example.net. (no glue)",
        ),
        (
            response(rcode=3, flags=dns.flags.AA | dns.flags.RA, authority=SOA),
            "NXDOMAIN 1a2b AA RA www.example.com. A",
            "NXDOMAIN www.example.com. A",
        ),
        (
            response(authority=SOA),
            "NODATA 1a2b www.example.com. A",
            "NODATA www.example.com. A",
        ),
        (response(), "NODATA 1a2b www.example.com. A", "NODATA www.example.com. A"),
        (
            response(rcode=2),
            "SERVFAIL 1a2b www.example.com. A",
            "SERVFAIL www.example.com. A",
        ),
        (
            response(flags=dns.flags.TC),
            "truncated (TC) 1a2b www.example.com. A",
            "truncated (TC) www.example.com. A",
        ),
    ],
)
def test_dns(message: dns.message.Message, summary: str, short: str) -> None:
    told = dns_told(message)
    assert (told.protocol, told.summary, told.short) == ("DNS", summary, short)
    assert told.reply == bool(message.flags & dns.flags.QR)


def test_a_malformed_dns_message_is_shown_in_hex() -> None:
    (told,) = decode([datagram(b"\x1a\x2b\x81\x80")], NAMES)
    assert (told.summary, told.reply) == ("malformed: 1a2b8180 (4 bytes)", True)


def test_a_zone_that_names_its_servers_and_says_no_does_not_refer() -> None:
    message = response(authority=SOA)
    message.authority.append(dns.rrset.from_text("example.com.", 9, "IN", "NS", "ns1.example.com."))
    assert dns_told(message).summary == "NODATA 1a2b www.example.com. A"


def test_a_reply_with_another_id_is_said_to_be_wrong() -> None:
    packets = [
        Packet(0, "udp", (LAPTOP, 40000), (RESOLVER, 53), query().to_wire()),
        datagram(b"\xff\xff" + response(rcode=3).to_wire()[2:]),
        datagram(response(rcode=3).to_wire()),
    ]
    assert [m.summary for m in decode(packets, NAMES)[1:]] == [
        "wrong id, NXDOMAIN ffff www.example.com. A",
        "NXDOMAIN 1a2b www.example.com. A",
    ]


def test_an_alias_is_told_with_what_it_leads_to() -> None:
    message = response(answer="www.example.com. 60 CNAME far.example.org.")
    message.answer.append(dns.rrset.from_text("far.example.org.", 9, "IN", "A", "203.0.113.20"))
    assert dns_told(message).summary == (
        "answer 1a2b www.example.com. CNAME far.example.org. (TTL 60), "
        "far.example.org. A 203.0.113.20 (TTL 9)"
    )


def test_a_handshake_counts_from_zero() -> None:
    assert Talk().shake().summaries() == [
        "SYN seq=0 (port 80)",
        "SYN ACK seq=0 ack=1",
        "ACK seq=1 ack=1",
    ]
    assert [m.reply for m in Talk().shake().told()] == [False, True, False]


REQUEST = b"GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n"
RESPONSE = HEAD + b"x" * 3000


def exchange(lost: int | None = None) -> Talk:
    """A request and its response in three segments, one of which may be lost."""
    talk = Talk().shake().say(">", REQUEST, ACK | PSH)
    for n in range(3):
        talk.say("<", RESPONSE[1460 * n : 1460 * (n + 1)], lost=n == lost)
    return talk


def test_http_over_three_segments() -> None:
    told = exchange().say(">").told()[3:]
    assert [(m.protocol, m.summary) for m in told] == [
        ("HTTP", "GET / HTTP/1.1 (41 bytes) seq=1 ack=1"),
        ("HTTP", "HTTP/1.1 200 OK (1460 bytes) seq=1 ack=42"),
        ("HTTP", "(1460 bytes more) seq=1461 ack=42"),
        ("HTTP", "(121 bytes more) seq=2921 ack=42"),
        ("TCP", "ACK seq=42 ack=3042"),
    ]
    assert [len(m.packets) for m in told] == [1, 3, 1, 1, 1]
    assert [m.minor for m in told] == [False] * 4 + [True]


def test_a_lost_segment_and_its_retransmission() -> None:
    talk = exchange(lost=1)
    talk.packets.append(dataclasses.replace(talk.packets[5], lost=False, time=0.5))
    assert [m.lost for m in talk.told()] == [False] * 5 + [True, False, False]
    assert talk.summaries()[-1] == "retransmission of (1460 bytes more) seq=1461 ack=42"


def test_a_syn_sent_again_is_a_retransmission_and_a_new_one_a_new_connection() -> None:
    talk = Talk().say(">", control=SYN, lost=True).say(">", control=SYN, back=1)
    assert talk.summaries()[1] == "retransmission of SYN seq=0 (port 80)"
    talk.next[">"] = 5000
    assert talk.shake().summaries()[2:] == [
        "SYN seq=0 (port 80)",
        "SYN ACK seq=0 ack=1",
        "ACK seq=1 ack=1",
    ]


def test_a_refusal_and_a_duplicate_acknowledgement() -> None:
    refused = Talk(port=81).say(">", control=SYN).say("<", control=RST | ACK)
    assert refused.summaries() == ["SYN seq=0 (port 81)", "RST ACK seq=1 ack=1"]
    assert Talk().shake().say(">").summaries()[-1] == "duplicate ACK seq=1 ack=1"


def test_closing() -> None:
    talk = exchange().say("<", control=FIN | ACK).say(">", control=FIN | ACK).say("<")
    assert talk.summaries()[-3:] == [
        "FIN ACK seq=3042 ack=42",
        "FIN ACK seq=42 ack=3043",
        "ACK seq=3043 ack=43",
    ]
    assert not any(m.minor for m in talk.told())


def test_a_message_may_begin_anywhere_in_a_segment() -> None:
    head = b"HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n"
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    talk = Talk().shake().say(">", head + REQUEST[:9]).say(">", REQUEST[9:] + REQUEST)
    talk.say("<", HEAD + chunked + b"HTTP/1.1 304 Not Modified\r\n").say("<", b"\r\n")
    assert [m.short for m in talk.told()[3:]] == [
        "HEAD /a HTTP/1.1 + GET / HTTP/1.1 (38 bytes)",
        "GET / HTTP/1.1 (73 bytes)",
        "HTTP/1.1 200 OK + HTTP/1.1 200 OK + HTTP/1.1 304 Not Modified (130 bytes)",
        "(2 bytes more) seq=131",
    ]


def test_a_response_without_content_ends_with_its_head() -> None:
    head = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9999\r\n\r\n"
    talk = Talk().shake().say(">", REQUEST * 2).say("<", head + HEAD)
    assert talk.told()[-1].short == "HTTP/1.1 304 Not Modified + HTTP/1.1 200 OK (92 bytes)"


def test_nothing_is_read_past_bytes_that_are_not_in_the_record() -> None:
    talk = Talk().shake().say(">", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n")
    talk.next[">"] += 3
    talk.say(">", REQUEST)
    assert segments(talk.packets)[-1].flow.stream() == talk.packets[-2].data
    assert talk.told()[-1].short == ('"GET / HTTP/1.1\\r\\nHost: www.exampl…" (41 bytes) seq=42')


def test_dns_over_tcp_is_read_across_segments() -> None:
    wire = response(answer=ADDRESS).to_wire()
    framed = len(wire).to_bytes(2) + wire
    talk = Talk(53, RESOLVER).shake().say("<", framed[:20]).say("<", framed[20:] + b"\xff\xffa")
    told = talk.told()[3:]
    assert [m.short for m in told] == [
        "answer www.example.com. A 203.0.113.10 (TTL 300) (20 bytes)",
        f"incomplete, 65534 bytes never sent ({len(framed) - 17} bytes)",
    ]
    assert told[0].packets == tuple(talk.packets[3:])


def test_what_is_no_known_protocol_is_shown_as_it_is() -> None:
    talk = Talk(7).shake().say(">", b"bonjour\n").say("<", bytes(range(200, 220)))
    assert talk.summaries()[3:] == [
        '"bonjour\\n" (8 bytes) seq=1 ack=1',
        "c8c9cacbcccdcecfd0d1d2d3d4d5d6d7… (20 bytes) seq=1 ack=9",
    ]
    packets = [
        Packet(0, "udp", (LAPTOP, 40000), (WEB, 7), b"salut"),
        Packet(0, "icmp", (WEB, 7), (LAPTOP, 40000), b"salut"),
    ]
    assert [m.summary for m in decode(packets, NAMES)] == [
        '"salut" (5 bytes, port 7)',
        "port unreachable (UDP port 7)",
    ]


def test_text_is_aligned_and_narrow() -> None:
    packets = [*exchange(lost=1).packets, datagram(response(answer=ADDRESS).to_wire(), ORG)]
    lines = text.render(decode(packets, NAMES)).splitlines()
    assert lines[5:] == [
        "50.0 ms  www.example.com -> laptop          HTTP  LOST  (1460 bytes more) seq=1461 ack=42",
        "60.0 ms  www.example.com -> laptop          HTTP  (121 bytes more) seq=2921 ack=42",
        "22.1 ms  a0.org.afilias-nst.info -> laptop  DNS   "
        "answer 1a2b www.example.com. A 203.0.113.10 (TTL 300)",
    ]
    long = {LAPTOP: "l" * 60, WEB: "w" * 60}
    assert all(len(line) <= text.WIDTH for line in text.render(decode(packets, long)).splitlines())
    assert text.render([]) == ""


def test_mermaid() -> None:
    talk = exchange(lost=1).say(">").say("<", control=FIN | ACK)
    assert mermaid.render(talk.told()) == (
        "participant laptop\n"
        "participant www_example_com as www.example.com\n"
        "laptop->>www_example_com: 0.0 ms SYN seq=0 (port 80)\n"
        "www_example_com-->>laptop: 10.0 ms SYN ACK seq=0 ack=1\n"
        "laptop->>www_example_com: 20.0 ms ACK seq=1 ack=1\n"
        "laptop->>www_example_com: 30.0 ms GET / HTTP/1.1 (41 bytes)\n"
        "www_example_com-->>laptop: 40.0 ms HTTP/1.1 200 OK (1460 bytes)\n"
        "www_example_com--xlaptop: 50.0 ms LOST (1460 bytes more) seq=1461\n"
        "www_example_com-->>laptop: 60.0 ms (121 bytes more) seq=2921\n"
        "www_example_com-->>laptop: 80.0 ms FIN ACK seq=3042 ack=42\n"
        "%% 1 bare acknowledgement of data left out\n"
    )
    whole = mermaid.render(talk.told(), acknowledgements=True)
    assert "laptop->>www_example_com: 70.0 ms ACK seq=42 ack=3042\n" in whole
    assert "%%" not in whole


def test_mermaid_takes_no_text_for_its_own() -> None:
    data = b"GET /#a;b:%%{<br>}$$ HTTP/1.1\r\n\r\n"
    lines = mermaid.render(Talk().shake().say(">", data).told()).splitlines()
    assert lines[-1].endswith(
        ": 30.0 ms GET /#35;a#59;b:#37;#37;#123;#60;br#62;#125;#36;#36; HTTP/1.1 (33 bytes)"
    )


@pytest.mark.parametrize(
    ("laptop", "web", "participants"),
    [
        ("a.b", "a-b", ["participant a_b as a.b", "participant a_b_2 as a-b"]),
        ("end", "Note", ["participant end_ as end", "participant Note_ as Note"]),
        (
            "2001:db8::23",
            "é",
            [
                "participant host_2001_db8_23 as 2001#58;db8#58;#58;23",
                "participant host_ as #233;",
            ],
        ),
        (
            "w" * 300,
            "w" * 301,
            [f"participant {'w' * 40} as {'w' * 39}…", f"participant {'w' * 40}_2 as {'w' * 39}…"],
        ),
    ],
)
def test_mermaid_participants(laptop: str, web: str, participants: list[str]) -> None:
    messages = decode(Talk().shake().packets, {LAPTOP: laptop, WEB: web})
    assert mermaid.render(messages).splitlines()[:2] == participants


def spoken(packet: Packet) -> list[tuple[str, str, str]]:
    """Each field with the bytes that it claims, in hex."""
    (message,) = decode([packet], NAMES)
    octets = transport(packet)
    return [(f.name, octets[f.start : f.end].hex(), f.value) for f in fields(message)]


def test_fields_of_a_dns_message() -> None:
    found = spoken(datagram(response(answer=ADDRESS).to_wire()))
    assert found[0] == ("source port", "0035", "53")
    assert found[4:6] == [
        ("id", "1a2b", "0x1a2b"),
        ("flags", "8100", "response opcode QUERY RD NOERROR"),
    ]
    assert found[-7:] == [
        ("question: class", "0001", "IN"),
        ("answer 1: name", "c00c", "www.example.com."),
        ("answer 1: type", "0001", "A"),
        ("answer 1: class", "0001", "IN"),
        ("answer 1: TTL", "0000012c", "300"),
        ("answer 1: data length", "0004", "4"),
        ("answer 1: data", "cb00710a", "203.0.113.10"),
    ]


def test_fields_of_an_http_message() -> None:
    found = [(n, v) for n, _, v in spoken(Talk().shake().say("<", HEAD + b"xx").packets[-1])]
    assert found[2:5] == [
        ("sequence number", "78"),
        ("acknowledgment number", str(2**32 - 1)),
        ("data offset, control bits", "20 bytes, ACK"),
    ]
    assert found[8:] == [
        ("start line", "HTTP/1.1 200 OK"),
        ("Content-Length", "3000"),
        ("empty line", ""),
        ("data", '"xx" (2 bytes)'),
    ]


def test_fields_tile_the_octets() -> None:
    framed = b"\x00\x21" + query().to_wire()
    packets = [*exchange().packets, *Talk(53, RESOLVER).shake().say(">", framed).packets]
    packets += [datagram(query().to_wire()), datagram(b"?"), datagram(b"", port=7)]
    packets.append(Packet(0, "icmp", (WEB, 7), (LAPTOP, 40000), b"salut"))
    for message in decode(packets, NAMES):
        places = [(f.start, f.end) for f in fields(message)]
        ends = [0, *(end for _, end in places)]
        assert [start for start, _ in places] == ends[:-1]
        assert ends[-1] == len(transport(message.packets[0]))


def test_json_says_the_same() -> None:
    messages = exchange(lost=1).told()
    rows = json.loads(as_json.render(messages))
    assert [row["summary"] for row in rows] == [m.summary for m in messages]
    assert rows[4]["packets"] == [4, 5, 6]
    assert rows[5]["lost"] and rows[5]["time"] == 50
    assert rows[0]["from"] == [LAPTOP, 50000]
    assert rows[0]["fields"][-1] == {
        "name": "maximum segment size",
        "start": 20,
        "end": 24,
        "value": "1460",
    }
    assert bytes.fromhex(rows[3]["octets"])[20:] == REQUEST


def test_dnspython_is_imported_for_dns_alone() -> None:
    program = (
        "import sys; from lab.record import Packet; from lab.trace import as_json, decode, text\n"
        "p = Packet(0, 'udp', ('192.0.2.23', 9), ('192.0.2.53', 7), b'x')\n"
        "m = decode.decode([p], {}); text.render(m); as_json.render(m)\n"
        "sys.exit('dns' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
