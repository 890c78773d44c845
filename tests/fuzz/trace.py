"""Any packets, in a trace: words for each, and each byte in one field."""

from __future__ import annotations

from tests.dns.internet import AUTHORITIES, NS1, query
from tests.hostile.traces import packets_in, told

REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
HELLO = bytes.fromhex(
    "1603010050010000" + "4c0303" + "11" * 32 + "00" + "00021301" + "0100" + "0021"
    "0000000a00080000056c6f63616c" + "0010000b0009" + "08687474702f312e31" + "002b0003020304"
)
ANSWER = AUTHORITIES[NS1].respond(query("www.example.com")) or b""


def record(kind: int, port: int, *payloads: bytes) -> bytes:
    """Packets one after the other, as `packets_in` reads them."""
    found, seq = b"", 3
    for payload in payloads:
        found += bytes([kind, port, 16, seq, 0, len(payload)]) + payload
        seq += len(payload)
    return found


SEEDS = [
    record(13, 0, query("www.example.com")) + record(5, 0, ANSWER),
    record(8, 1, REQUEST[:10], REQUEST[10:]) + record(0, 1, CHUNKED),
    record(8, 2, HELLO[:40], HELLO[40:]) + record(0, 2, b"\x15\3\3\0\2\2\x28"),
    record(8, 0, len(ANSWER).to_bytes(2, "big") + ANSWER),
    record(15, 0, query("a")),
]


def one(data: bytes) -> None:
    """Tell the packets that `data` describes, in every way."""
    told(packets_in(data))
