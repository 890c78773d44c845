"""Each field of each message of every recorded run, as tshark reads it: its place and its value.

What the lab says of a packet and what Wireshark says of it come from programs that share nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from lab.trace import pcap
from lab.trace.meaning import keys
from lab.trace.message import Field, Message
from lab.trace.wire import transport
from tests.lab.recorded import every_message
from tests.peers.tshark import LINES, Seen, alone, bare, flags, read, written

SAME = {
    "udp: source port": "{udp.srcport}",
    "udp: destination port": "{udp.dstport}",
    "udp: length": "{udp.length}",
    "udp: checksum": "{udp.checksum}",
    "tcp: source port": "{tcp.srcport}",
    "tcp: destination port": "{tcp.dstport}",
    "tcp: sequence number": "{tcp.seq_raw}",
    "tcp: acknowledgment number": "{tcp.ack_raw}",
    "tcp: data offset, control bits": "{tcp.hdr_len} bytes, {tcp.flags()}",
    "tcp: window": "{tcp.window_size_value}",
    "tcp: checksum": "{tcp.checksum}",
    "tcp: urgent pointer": "{tcp.urgent_pointer}",
    "tcp: maximum segment size": "{tcp.options.mss_val}",
    "dns: length": "{dns.length}",
    "dns: id": "{dns.id}",
    "dns: questions": "{dns.count.queries}",
    "dns: answers": "{dns.count.answers}",
    "dns: authority records": "{dns.count.auth_rr}",
    "dns: additional records": "{dns.count.add_rr}",
    "dns: question: name": "{dns.qry.name}.",
    "dns: question: type": "{dns.qry.type~}",
    "dns: question: class": "{dns.qry.class~}",
    "dns: record: name": "{dns.resp.name}.",
    "dns: record: type": "{dns.resp.type~}",
    "dns: record: class": "{dns.resp.class~}",
    "dns: record: TTL": "{dns.resp.ttl}",
    "dns: record: data length": "{dns.resp.len}",
    "dns: data A": "{dns.a}",
    "dns: data AAAA": "{dns.aaaa}",
    "dns: data NS": "{dns.ns}.",
    "dns: data MX": "{dns.mx.preference} {dns.mx.mail_exchange}.",
    "dns: data SOA": "{dns.soa.mname}. {dns.soa.rname}. {dns.soa.serial_number} "
    "{dns.soa.refresh_interval} {dns.soa.retry_interval} {dns.soa.expire_limit} "
    "{dns.soa.minimum_ttl}{dns.soa.mininum_ttl}",  # so spelt before Wireshark 4
    "dns: data TXT": '"{dns.txt}"',
    "dns: OPT: name": "{dns.resp.name}.",
    "dns: OPT: type": "{dns.resp.type~}",
    "dns: OPT: class": "UDP payload size {dns.rr.udp_payload_size}",
    "dns: OPT: data length": "{dns.resp.len}",
    "tls: record: type": "{tls.record.content_type~}{tls.record.opaque_type~}",
    "tls: record: version": "{tls.record.version~}",
    "tls: record: length": "{tls.record.length}",
    "tls: handshake: type": "{tls.handshake.type~}",
    "tls: handshake: length": "{tls.handshake.length}",
    "tls: legacy_version": "{tls.handshake.version~}",
    "tls: random": "{tls.handshake.random}",
    "tls: cipher_suite, legacy_compression_method": "{tls.handshake.ciphersuite~}",
    "tls: server_name": "{tls.handshake.extensions_server_name}",
    "tls: application_layer_protocol_negotiation": "{tls.handshake.extensions_alpn_str}",
    "tls: supported_versions": "{tls.handshake.extensions.supported_version~}",
    "tls: supported_groups": "{tls.handshake.extensions_supported_group~}",
    "tls: signature_algorithms": "{tls.handshake.sig_hash_alg~4}",
    "tls: ec_point_formats": "{tls.handshake.extensions_ec_point_format~}",
    "tls: key_share": "{tls.handshake.extensions_key_share_group~} "
    "({tls.handshake.extensions_key_share_key_exchange_length} bytes)",
    "tls: alert: level": "{tls.alert_message.level~}",
    "tls: alert: description": "{tls.alert_message.desc~}",
}
"""How a value is written with those of tshark's fields: see `tests.peers.tshark.written`."""
KNOWN = {
    "http: chunk size": 1,  # a chunk that the break `response-cut` cuts: tshark leaves it whole
    "http: content": 2,  # its content, and what follows the preface of HTTP/2
    "http: request line": 1,  # that preface, sent to a server that speaks HTTP/1.1 only
    "http: empty line": 1,
}
"""Fields whose bounds are none of tshark's, and how many there are."""


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Field, list[Seen]]]:
    """Each field, the name of its entry, and what tshark found in its packet."""
    messages = [alone(message, n) for n, message in enumerate(every_message())]
    packets = [message.packets[0] for message in messages]
    capture = tmp_path_factory.mktemp("tshark") / "alone.pcap"
    capture.write_bytes(pcap.render(packets))
    return [
        (f"{layer}: {name.partition(' = ')[0]}", field, seen)
        for message, seen in zip(messages, read(capture, packets), strict=True)
        for field, (layer, name) in keys(message)
        if is_readable(message, field)
    ]


def is_readable(message: Message, field: Field) -> bool:
    """Whether tshark can read a field without other packets: of TLS, only in a whole record.

    Nor does it look for TLS at the port of HTTP, where a program of the pages tries it.
    """
    packet = message.packets[0]
    header = len(transport(packet)) - len(packet.data)
    if message.protocol != "TLS" or field.end <= header:
        return True
    whole = len(message.packets) == 1 or field.start < header + message.begins[-1]
    return whole and message.begins[:1] == (0,) and 443 in (packet.source[1], packet.destination[1])


def test_every_field_is_where_tshark_finds_it(
    compared: list[tuple[str, Field, list[Seen]]],
) -> None:
    """Each bound of a field is one of a field of tshark's."""
    elsewhere = Counter(
        name for name, field, seen in compared
        if field.start not in {each.start for each in seen}
        or field.end not in {each.end for each in seen}
    )  # fmt: skip
    assert len(compared) > 60_000
    assert elsewhere == KNOWN


def test_every_value_is_the_one_that_tshark_reads(
    compared: list[tuple[str, Field, list[Seen]]],
) -> None:
    """As far as both tell it."""
    wrong = {}
    for name, field, seen in compared:
        inside = [each for each in seen if field.start <= each.start < each.end <= field.end]
        expected = said(name, inside)
        if expected is not None and bare(expected) != bare(told(name, field)):
            wrong[name] = f"{name}: {field.value}, for tshark {expected}"
    assert not wrong, "\n".join(wrong.values())
    assert {name for name, _, _ in compared} >= SAME.keys(), "nothing to compare it with"


def told(name: str, field: Field) -> str:
    """What the page shows of a field."""
    layer = name.partition(": ")[0]
    is_header = layer == "http" and field.name.lower() in name
    return f"{field.name}: {field.value}" if is_header else field.value


def said(name: str, inside: Sequence[Seen]) -> str | None:
    """The same from tshark; None of what it does not tell."""
    if name == "dns: flags":
        return flags(inside)
    if name in SAME:
        return written(SAME[name], inside)
    lines = [each.show for each in inside if each.name in LINES and name.startswith("http")]
    return lines[0] if lines else None
