"""An authority is asked by anybody, and badly: FORMERR, NOTIMP, BADVERS, REFUSED, or silence."""

from __future__ import annotations

import struct
import time

import dns.flags
import dns.message
import dns.rcode
import pytest
from dns.rcode import BADVERS, FORMERR, NOERROR, NOTIMP, REFUSED
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.dns.service import Responder
from lab.dns.wire import EDNS_UDP, LONGEST
from tests.dns.internet import AUTHORITIES, NS1, Internet, query
from tests.hostile.dns_mutations import mutated
from tests.hostile.dns_replies import HERE, OPT, WWW, name, record

ASK: Responder = AUTHORITIES[NS1].respond
A_IN = b"\0\1\0\1"


def asking(
    *sections: bytes, flags: int = 0, counts: tuple[int, int, int, int] = (1, 0, 0, 0),
    asked: bytes = WWW + A_IN,
) -> bytes:  # fmt: skip
    """A query, byte by byte."""
    return struct.pack("!6H", 7, flags, *counts) + asked + b"".join(sections)


def with_opt(opt: bytes, count: int = 1) -> bytes:
    return asking(opt * count, counts=(1, 0, 0, count))


def rcode_of(wire: bytes, tcp: bool = False) -> dns.rcode.Rcode | None:
    """The response code of the reply to `wire`; None: silence."""
    reply = ASK(wire, tcp)
    if reply is None:
        return None
    assert isinstance(reply, bytes) and reply[:2] == wire[:2] and len(reply) <= LONGEST
    return dns.message.from_wire(reply).rcode()


# -- malformed ----------------------------------------------------------------------------------

FORMLESS = {
    "no question": asking(asked=b"", counts=(0, 0, 0, 0)),
    "two questions": asking(asked=(WWW + A_IN) * 2, counts=(2, 0, 0, 0)),
    "65535 questions": asking(counts=(65535, 0, 0, 0)),
    "65535 of each": asking(counts=(65535,) * 4),
    "an answer that is not there": asking(counts=(1, 1, 0, 0)),
    "a question that is not counted": asking(counts=(0, 0, 0, 0)),
    "a name that does not end": asking(asked=b"\3www"),
    "a name and nothing": asking(asked=WWW),
    "half a type": asking(asked=WWW + b"\0"),
    "a pointer to itself": asking(asked=HERE + A_IN),
    "a pointer forwards": asking(asked=b"\xc0\x20" + A_IN + b"\0" * 20),
    "a pointer after a label": asking(asked=b"\1a" + HERE + A_IN),
    "a pointer beyond the end": asking(asked=b"\xff\xff" + A_IN),
    "a label of 64 bytes": asking(asked=b"\x40" + b"a" * 64 + b"\0" + A_IN),
    "a label of 128 bytes": asking(asked=b"\x80" + b"a" * 128 + b"\0" + A_IN),
    "a name of 256 bytes": asking(asked=(b"\x3f" + b"a" * 63) * 4 + b"\0" + A_IN),
    "bytes at the end": asking(b"junk"),
    "two OPT": with_opt(OPT, 2),
    "OPT of a name": with_opt(b"\1a" + OPT),
    "OPT in the answer": asking(OPT, counts=(1, 1, 0, 0)),
    "an option whose length lies": with_opt(OPT[:-1] + b"\4\0\x0a\xff\xff"),
    "half an OPT": with_opt(OPT[:-3]),
    "a signature that nobody knows": asking(
        record(b"\0", b"\0" * 16, kind=250, rdclass=255), counts=(1, 0, 0, 1)
    ),
    "64 KB of zeros": asking(bytes(65000)),
    "64 KB of questions": asking(asked=(HERE + A_IN) * 10_000, counts=(10_000, 0, 0, 0)),
}


@pytest.mark.parametrize("case", FORMLESS)
@pytest.mark.parametrize("tcp", [False, True])
def test_what_is_not_one_question_is_a_format_error(case: str, tcp: bool) -> None:
    assert rcode_of(FORMLESS[case], tcp) == FORMERR


@pytest.mark.parametrize("at", range(12))
def test_a_pointer_into_the_header_finds_no_name_of_ours(at: int) -> None:
    """The bytes of a header may look like a name: that one is refused as any other."""
    assert rcode_of(asking(asked=bytes([0xC0, at]) + A_IN)) in (FORMERR, REFUSED)


@pytest.mark.parametrize("length", range(12))
def test_without_a_header_there_is_nobody_to_answer(length: int) -> None:
    assert ASK(asking()[:length], False) is None


@pytest.mark.parametrize("opcode", range(16))
@pytest.mark.parametrize("response", [False, True])
def test_every_operation(opcode: int, response: bool) -> None:
    """What is a response gets silence: two servers could go on answering each other for ever."""
    wire = asking(flags=response << 15 | opcode << 11)
    expected = None if response else NOTIMP if opcode else NOERROR
    assert rcode_of(wire) == expected and rcode_of(wire[:12]) in (expected, FORMERR)


@pytest.mark.parametrize("flags", [0x0600, 0x0070, 0x000F, 0x07FF])
def test_flags_that_are_not_the_clients_to_set(flags: int) -> None:
    assert rcode_of(asking(flags=flags)) == NOERROR


@pytest.mark.parametrize("version", [0, 1, 2, 127, 128, 255])
@pytest.mark.parametrize("extended", [0, 1, 255])
def test_every_version_of_edns(version: int, extended: int) -> None:
    wire = with_opt(OPT[:5] + bytes([extended, version]) + OPT[7:])
    assert rcode_of(wire) == (BADVERS if version else NOERROR)


@pytest.mark.parametrize("size", [0, 1, 511, 512, 1232, 65535])
def test_every_size_that_a_client_says(size: int) -> None:
    opt = OPT[:3] + size.to_bytes(2, "big") + OPT[5:]
    asked = name("big.example.com") + b"\0\x10\0\1"
    reply = ASK(asking(opt, asked=asked, counts=(1, 0, 0, 1)), False)
    assert isinstance(reply, bytes) and len(reply) <= min(max(size, 512), EDNS_UDP)


@pytest.mark.parametrize("kind", [0, 41, 249, 250, 251, 252, 253, 254, 255, 256, 32768, 65535])
@pytest.mark.parametrize("rdclass", [0, 1, 3, 254, 255, 65535])
def test_every_kind_of_type_and_class(kind: int, rdclass: int) -> None:
    rcode = rcode_of(asking(asked=WWW + struct.pack("!HH", kind, rdclass)))
    refused = rdclass != 1 or kind in (251, 252)
    assert rcode in ((REFUSED, FORMERR, NOTIMP) if refused else (NOERROR, NOTIMP, FORMERR, REFUSED))


def test_sections_that_a_query_does_not_have_change_nothing() -> None:
    extra = record(HERE, b"\xcb\0\x71\x63") * 300
    reply = ASK(asking(extra, counts=(1, 100, 100, 100)), True)
    assert isinstance(reply, bytes) and b"\xcb\0\x71\x63" not in reply


def test_names_that_pointers_make_long_are_read_in_time() -> None:
    """2,000 records, each owner 250 bytes through a pointer: 24 KB that mean 520 KB."""
    asked = (b"\1a" * 125) + b"\0" + A_IN
    records = [record(HERE, b"", kind=10)] * 2000
    began = time.process_time()
    assert rcode_of(asking(*records, asked=asked, counts=(1, 2000, 0, 0)), True) is not None
    assert time.process_time() - began < 20  # it stops a hang, no more


# -- chance -------------------------------------------------------------------------------------

VALID = [query("www.example.com"), query("far.example.com", "ANY"), with_opt(OPT), asking()]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.binary(max_size=80), st.sampled_from(VALID).flatmap(mutated)), st.booleans())
def test_any_query(wire: bytes, tcp: bool) -> None:
    rcode = rcode_of(wire, tcp)
    assert (rcode is None) == (len(wire) < 12 or wire[2] >= 0x80)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(VALID).flatmap(mutated), st.booleans())
def test_any_query_to_the_resolver(wire: bytes, tcp: bool) -> None:
    internet = Internet()
    reply = internet.perform(internet.resolver.respond(wire, tcp))
    assert reply is None or (reply[:2] == wire[:2] and reply[2] & 0x80)
    assert len(internet.asked()) <= 64
