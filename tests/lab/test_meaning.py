"""What is said of a field is said of this value: of this flag, this count, this place."""

from __future__ import annotations

import dns.flags
import dns.message
import pytest

from lab.record import Control, Packet
from lab.trace.decode import decode
from lab.trace.meaning import Explained, entries, explained
from lab.trace.message import Message
from tests.lab.test_trace import ADDRESS, CUT, Talk, datagram, dns_told, query, response

SYN, ACK, FIN, RST, PSH = Control.SYN, Control.ACK, Control.FIN, Control.RST, Control.PSH
CONTROL = "data offset, control bits"
GET = b"GET /%d HTTP/1.1\r\nHost: a\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"


def of(message: Message, name: str, language: str = "en") -> list[Explained]:
    """What is said of the fields of this name."""
    return [each for each in explained(message, language) if each.field.name == name]


def names(message: Message) -> list[str]:
    """The entries of what a segment carries."""
    header = ("udp", "tcp")
    return [
        e.key[1].partition(" = ")[0] for e in explained(message, "en") if e.key[0] not in header
    ]


def only(talk: Talk) -> Message:
    return talk.told()[-1]


# -- several messages in a segment ----------------------------------------------------------------


def test_each_request_of_a_segment_has_its_fields() -> None:
    message = only(Talk().shake().say(">", GET % 1 + GET % 2))
    assert names(message) == ["request line", "host", "empty line"] * 2
    assert [e.field.value for e in of(message, "start line")] == [
        "GET /1 HTTP/1.1",
        "GET /2 HTTP/1.1",
    ]


def test_a_response_that_begins_after_the_end_of_another_has_its_fields() -> None:
    talk = Talk().shake().say(">", GET % 1 + GET % 2).say("<", OK[:-2]).say("<", OK[-2:] + OK)
    message = only(talk)
    head = ["status line", "content-length", "empty line", "content"]
    assert names(message) == ["data", *head]
    (rest, content) = of(message, "data")
    assert (rest.key, rest.field.value) == (("data", "data = http"), '"dy" (2 bytes)')
    assert content.field.value == '"body" (4 bytes)'


def test_each_dns_message_of_a_segment_has_its_fields() -> None:
    """Their records have the same names, and each its own type."""
    framed = [m.to_wire() for m in (response(answer=ADDRESS), response(authority=CUT))]
    stream = b"".join(len(wire).to_bytes(2) + wire for wire in framed)
    asked = query().to_wire()
    talk = Talk(53).shake().say(">", len(asked).to_bytes(2) + asked).say("<", stream)
    found = names(only(talk))
    assert found.count("length") == found.count("id") == 2
    assert found.count("data A") == 1 and found.count("data NS") == 2


def test_chunks_are_told_from_their_sizes() -> None:
    message = only(Talk().shake().say(">", GET % 1).say("<", CHUNKED))
    assert names(message)[3:] == ["chunk size", "content", "chunk size", "end of chunks"]
    assert [e.field.value for e in of(message, "chunk size")] == ["4 bytes", "0 bytes"]
    assert of(message, "data")[0].field.value == '"body\\r\\n" (6 bytes)'


@pytest.mark.parametrize("data", [CHUNKED[:52], CHUNKED[:50], CHUNKED.replace(b"4\r\n", b"x\r\n")])
def test_chunks_that_are_cut_or_not_chunks(data: bytes) -> None:
    message = only(Talk().shake().say(">", GET % 1).say("<", data))
    assert explained(message, "fr")[-1].field.end == 20 + len(data)


# -- the value ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (dns_told(query()), "RD, recursion desired"),
        (dns_told(response(flags=dns.flags.AA, answer=ADDRESS)), "AA, authoritative answer"),
        (dns_told(response(flags=dns.flags.RA, answer=ADDRESS)), "RA, recursion available"),
        (dns_told(response(flags=dns.flags.TC)), "asked again over TCP"),
        (dns_told(response(rcode=2, flags=dns.flags.RA)), "SERVFAIL (2)"),
        (dns_told(response(rcode=3, flags=dns.flags.AA)), "NXDOMAIN (3)"),
    ],
)
def test_flags_of_the_dns(message: Message, said: str) -> None:
    assert said in of(message, "flags")[0].sentence


@pytest.mark.parametrize(
    ("control", "said"),
    [
        (SYN, "first step of the handshake"),
        (SYN | ACK, "second step"),
        (PSH | ACK, "without waiting for more"),
        (FIN | ACK, "will send nothing more"),
        (RST, "cut short"),
        (RST | ACK, "closed port"),
    ],
)
def test_control_bits(control: Control, said: str) -> None:
    assert said in of(only(Talk().say(">", control=control)), CONTROL)[0].sentence


@pytest.mark.parametrize(
    ("control", "said"),
    [
        (SYN, "nobody can foresee"),
        (ACK, "carries none"),
        (FIN | ACK, "end of the stream"),
        (RST, "would not believe this RST"),
        (RST | ACK, "would not believe this RST"),
    ],
)
def test_sequence_numbers(control: Control, said: str) -> None:
    message = only(Talk().say(">", control=control))
    assert said in of(message, "sequence number")[0].sentence


@pytest.mark.parametrize("value", ["no-store", "No-Store, max-age=0", "no-store,private"])
def test_a_header_field_is_told_by_its_first_word(value: str) -> None:
    line = b"GET / HTTP/1.1\r\nCache-Control: %s\r\n\r\n" % value.encode()
    message = only(Talk().shake().say(">", line))
    assert of(message, "Cache-Control")[0].key == ("http", "cache-control = no-store")


def test_a_pointer_says_where_it_leads() -> None:
    message = dns_told(response(answer=ADDRESS, authority="example.com. 9 NS ns.example.com."))
    assert "at byte 12 of" in of(message, "answer 1: name")[0].sentence
    assert "at byte 16 of" in of(message, "authority 1: name")[0].sentence
    message = dns_told(response(authority="b.example.com. 9 NS ns.example.com."))
    assert "point to the rest" in of(message, "authority 1: name")[0].sentence


@pytest.mark.parametrize(
    ("ttl", "french", "english"),
    [
        ("1", "secondes : 1.", "seconds: 1."),
        ("300", "secondes : 300.", "seconds: 300."),
        ("172800", "172 800", "172,800"),
        ("0", "une fois", "once"),
    ],
)
def test_time_to_live(ttl: str, french: str, english: str) -> None:
    message = dns_told(response(answer=f"www.example.com. {ttl} A 203.0.113.10"))
    told = {
        language: of(message, "answer 1: TTL", language)[0].sentence for language in ("fr", "en")
    }
    assert french in told["fr"].replace("\u202f", " ").replace("\xa0", " ")
    assert english in told["en"]


def test_an_answer_to_another_question_is_said_to_be_so() -> None:
    asked = Packet(0, "udp", ("192.0.2.23", 40000), ("192.0.2.53", 53), query().to_wire())
    other = dns.message.make_response(query())
    other.id += 1
    messages = decode([asked, datagram(other.to_wire())], {})
    assert "forged" in of(messages[1], "id")[0].sentence
    assert "random number" in of(messages[0], "id")[0].sentence


def test_a_header_field_cannot_take_the_name_of_a_variant() -> None:
    assert "request line = get" in entries()["http"]
    message = only(Talk().shake().say(">", b"GET / HTTP/1.1\r\nrequest line = get: a\r\n\r\n"))
    assert of(message, "request line = get")[0].key == ("http", "*")
