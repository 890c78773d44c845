"""TLS records in words, and where their fields lie."""

from __future__ import annotations

import ssl
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.effects import Send
from lab.trace import as_json, mermaid, text, tls_names
from lab.trace.decode import decode
from lab.trace.fields import fields
from lab.trace.tls import begins, records
from lab.trace.wire import transport
from tests.lab.test_trace import NAMES, REQUEST, Talk

from .handshake import Client


def hello() -> bytes:
    """What a client sends first."""
    client = Client(settings=lambda ours: ours.set_alpn_protocols(["h2", "http/1.1"]))
    with pytest.raises(ssl.SSLWantReadError):
        client.tls.do_handshake()
    return client.outbox.read()


HELLO = hello()
ANSWERED = b"".join(e.data for e in Client().shake().effects if isinstance(e, Send))


def talk(*said: tuple[str, bytes]) -> Talk:
    conversation = Talk(443).shake()
    for way, data in said:
        conversation.say(way, data)
    return conversation


def words(*said: tuple[str, bytes]) -> list[str]:
    return [m.short for m in talk(*said).told()[3:]]


def record(kind: int, fragment: bytes) -> bytes:
    return bytes((kind, 3, 3)) + len(fragment).to_bytes(2) + fragment


def test_a_client_says_whom_it_seeks() -> None:
    (told,) = talk((">", HELLO)).told()[3:]
    assert told.protocol == "TLS"
    assert told.short == "ClientHello SNI www.example.com, ALPN h2 http/1.1"
    assert "TLS 1.3, TLS 1.2 seq=1" in told.summary
    assert "517" not in told.short


def test_a_server_chooses_and_the_rest_is_closed() -> None:
    (told,) = talk(("<", ANSWERED)).told()[3:]
    assert told.short == "ServerHello + change_cipher_spec + application_data"
    assert told.summary.startswith("ServerHello TLS 1.3, TLS_AES_256_GCM_SHA384 + change")


def test_records_go_on_in_the_next_segment() -> None:
    assert words(("<", ANSWERED[:1000]), ("<", ANSWERED[1000:1400]), ("<", ANSWERED[1400:])) == [
        "ServerHello + change_cipher_spec + application_data",
        "(400 bytes more) seq=1001",
        f"application_data ({len(ANSWERED) - 1400} bytes)",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (record(23, b"secret"), "application_data (11 bytes)"),
        (record(23, b"a") + record(23, b"b"), "application_data (12 bytes)"),
        (record(21, b"\2\x2d"), "alert fatal certificate_expired (7 bytes)"),
        (record(21, b"\1\0"), "alert warning close_notify (7 bytes)"),
        (record(21, bytes(19)), "encrypted alert (24 bytes)"),
        (record(22, b"\x0b\0\0\1x"), "Certificate (10 bytes)"),
        (record(22, b"\x63\0\0\1x"), "handshake message 99 (10 bytes)"),
        (record(22, b"\1\0\0\1x"), "malformed ClientHello"),
        (record(20, b"\1") + record(22, bytes(40)), "change_cipher_spec + encrypted handshake (51"),
        (record(23, b"whole")[:-2], "application_data (8 bytes)"),
        (record(22, b"\1\0\0\1x")[:5], "handshake (5 bytes)"),
    ],
)
def test_words(data: bytes, said: str) -> None:
    (told,) = words((">", data))
    assert told.startswith(said)


def test_each_side_may_speak_something_else() -> None:
    answer = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
    told = talk((">", HELLO), ("<", answer)).told()[3:]
    assert [m.protocol for m in told] == ["TLS", "HTTP"]
    told = talk((">", REQUEST), ("<", record(21, b"\2\x0a"))).told()[3:]
    assert [m.protocol for m in told] == ["HTTP", "TLS"]


def test_what_is_not_tls_is_not_taken_for_it() -> None:
    for data in (b"", b"\x16\x03", REQUEST, b"\x16\x02\x01\x00\x05hello", record(24, b"x")):
        assert not begins(data)


def test_fields_cover_every_byte() -> None:
    for data in (HELLO, ANSWERED[:1460], record(21, b"\2\x2d") + b"\x17"):
        (told,) = talk((">", data)).told()[3:]
        octets, found = transport(told.packets[0]), fields(told)
        assert found[0].start == 0
        assert found[-1].end == len(octets)
        assert all(a.end == b.start for a, b in pairwise(found))


def test_fields_of_a_hello_have_names() -> None:
    (told,) = talk((">", HELLO)).told()[3:]
    found = {field.name: field.value for field in fields(told)}
    assert found["server_name"] == "www.example.com"
    assert found["application_layer_protocol_negotiation"] == "h2 http/1.1"
    assert found["supported_versions"] == "TLS 1.3, TLS 1.2"
    assert found["record: length"] == "512"


@pytest.mark.parametrize(
    ("name", "data", "client", "told"),
    [
        ("supported_groups", b"\0\4\0\x1d\x7f\x7f", True, "x25519, 0x7f7f"),
        ("signature_algorithms", b"\0\4\x08\x07\x08\x04", True, "ed25519, rsa_pss_rsae_sha256"),
        ("signature_algorithms", b"\0\x0c" + b"\x08\x07" * 6, True, "ed25519, " * 4 + "and 2 more"),
        ("ec_point_formats", b"\1\0", True, "uncompressed"),
        ("psk_key_exchange_modes", b"\1\1", True, "psk_dhe_ke"),
        ("key_share", b"\0\5\0\x1d\0\1k", True, "x25519 (1 byte)"),
        ("key_share", b"\0\x1d\0\2kk", False, "x25519 (2 bytes)"),
        ("key_share", b"\0\x17", False, "secp256r1"),
        ("supported_versions", b"\3\4", False, "TLS 1.3"),
        ("session_ticket", b"", True, "empty"),
        ("padding", b"\0\0", True, "2 bytes"),
    ],
)
def test_what_an_extension_says(name: str, data: bytes, client: bool, told: str) -> None:
    assert tls_names.value(name, data, client) == told


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (
            record(21, b"\2\x2d"),
            {"alert: level": "fatal", "alert: description": "certificate_expired"},
        ),
        (record(20, b"\1"), {"change_cipher_spec": "01 (1 byte)"}),
        (record(23, b"\xff"), {"encrypted_record": "ff (1 byte)"}),
    ],
)
def test_what_a_record_carries_has_a_name(data: bytes, found: dict[str, str]) -> None:
    (told,) = talk(("<", data)).told()[3:]
    assert {field.name: field.value for field in fields(told)[-len(found) :]} == found


MANGLED = st.builds(
    lambda seed, at, junk, cut: (seed[:at] + junk + seed[at + len(junk) :])[:cut],
    st.sampled_from([HELLO, ANSWERED, record(22, HELLO[5:]), record(21, b"\2\x2d")]),
    st.integers(0, 300),
    st.binary(max_size=8),
    st.integers(0, 1460),
)


@given(st.lists(st.tuples(st.sampled_from("<>"), MANGLED), max_size=4))
@settings(max_examples=200, deadline=None)
def test_hostile_records_give_words(said: list[tuple[str, bytes]]) -> None:
    messages = decode(talk(*said).packets, NAMES)
    assert len(messages) == 3 + len(said)
    assert all(line.isprintable() for line in text.render(messages).splitlines())
    mermaid.render(messages)
    as_json.render(messages)
    for message in messages:
        octets = transport(message.packets[0])
        assert all(0 <= f.start <= f.end <= len(octets) for f in fields(message))


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_records_never_overlap(data: bytes) -> None:
    units = records(record(22, data) + data)
    assert all(a.end <= b.start for a, b in pairwise(units))
