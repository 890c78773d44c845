"""Requests, good and bad, and the status that RFC 9112 wants; whole, and byte by byte."""

from __future__ import annotations

import pytest

from lab.web.strict import Limits
from tests.web.apps import echo, raises
from tests.web.talk import Talk

LIMITS = Limits(line=8000, head=4096, content=64, chunk_line=32)
H = b"Host: a\r\n"
END = b"\r\n"
POST = b"POST / HTTP/1.1\r\n" + H
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
GET = b"GET / HTTP/1.1\r\n" + H + END
CLOSE = b"GET / HTTP/1.1\r\nConnection: close\r\n" + H + END

# (section, what, bytes, statuses of the final responses, does the server close?)
ROWS: list[tuple[str, str, bytes, list[int], bool]] = [
    ("9112-2.1", "a request", GET, [200], False),
    ("9112-2.2", "empty lines before it", b"\r\n\r\n" + GET, [200], False),
    ("9112-2.2", "bare LF ends lines", GET.replace(b"\r\n", b"\n"), [200], False),
    ("9112-2.2", "bare CR in a value", b"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", [400], True),
    ("9112-2.2", "bare CR between lines", b"GET / HTTP/1.1\rHost: a\r\r", [], False),
    ("9112-2.2", "space before the first field", b"GET / HTTP/1.1\r\n " + H + END, [400], True),
    ("9112-2.3", "HTTP/1.0", b"GET / HTTP/1.0\r\n\r\n", [200], True),
    ("9112-2.3", "a later minor version", b"GET / HTTP/1.2\r\n" + H + END, [200], False),
    ("9112-2.3", "HTTP/2.0", b"GET / HTTP/2.0\r\n\r\n", [505], True),
    ("9112-2.3", "HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [505], True),
    ("9112-2.3", "HTTP/0.9 by number", b"GET / HTTP/0.9\r\n\r\n", [505], True),
    ("9112-2.3", "version in lower case", b"GET / http/1.1\r\n" + H + END, [400], True),
    ("9112-2.3", "version with two digits", b"GET / HTTP/1.10\r\n" + H + END, [400], True),
    ("9112-3", "no version", b"GET /\r\n\r\n", [400], True),
    ("9112-3", "two spaces", b"GET  / HTTP/1.1\r\n" + H + END, [400], True),
    ("9112-3", "a tab for a space", b"GET\t/ HTTP/1.1\r\n" + H + END, [400], True),
    ("9112-3", "space at the end", b"GET / HTTP/1.1 \r\n" + H + END, [400], True),
    ("9112-3", "space in the target", b"GET /a b HTTP/1.1\r\n" + H + END, [400], True),
    ("9112-3", "TLS on this port", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", [400], True),
    ("9112-3", "target of 7900 bytes", b"GET /" + b"a" * 7900 + GET[5:], [200], False),
    ("9112-3", "target of 9000 bytes", b"GET /" + b"a" * 9000 + GET[5:], [414], True),
    ("9112-3", "endless request line", b"GET /" + b"a" * 9000, [414], True),
    ("9112-3.1", "unknown method", b"BREW / HTTP/1.1\r\n" + H + END, [501], True),
    ("9112-3.1", "method in lower case", b"get / HTTP/1.1\r\n" + H + END, [501], True),
    ("9112-3.1", "no token", b"G(T / HTTP/1.1\r\n" + H + END, [400], True),
    ("9112-3.2", "no Host", b"GET / HTTP/1.1\r\n\r\n", [400], True),
    ("9112-3.2", "two Hosts", b"GET / HTTP/1.1\r\n" + H + H + END, [400], True),
    ("9112-3.2", "Host with a space", b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", [400], True),
    ("9112-3.2", "Host with user", b"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", [400], True),
    ("9112-3.2", "Host with a path", b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", [400], True),
    ("9112-3.2", "Host with a bad port", b"GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", [400], True),
    ("9112-3.2", "empty Host", b"GET / HTTP/1.1\r\nHost:\r\n\r\n", [400], True),
    ("9112-3.2", "Host is IPv6", b"GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n", [200], False),
    ("9112-3.2.1", "target without slash", b"GET a HTTP/1.1\r\n" + H + END, [400], True),
    ("9112-3.2.1", "target with fragment", b"GET /#a HTTP/1.1\r\n" + H + END, [400], True),
    ("9112-3.2.2", "absolute form", b"GET http://a/b?c HTTP/1.1\r\n" + H + END, [200], False),
    ("9112-3.2.2", "absolute, no path", b"GET HTTP://a HTTP/1.1\r\n" + H + END, [200], False),
    ("9112-3.2.2", "another scheme", b"GET ftp://a/ HTTP/1.1\r\n" + H + END, [400], True),
    ("9112-3.2.3", "CONNECT", b"CONNECT a:80 HTTP/1.1\r\n" + H + END, [501], True),
    ("9112-3.2.4", "OPTIONS *", b"OPTIONS * HTTP/1.1\r\n" + H + END, [204], False),
    ("9112-3.2.4", "GET *", b"GET * HTTP/1.1\r\n" + H + END, [400], True),
    ("9112-5", "no colon", b"GET / HTTP/1.1\r\n" + H + b"a\r\n\r\n", [400], True),
    ("9112-5", "no name", b"GET / HTTP/1.1\r\n" + H + b": a\r\n\r\n", [400], True),
    ("9112-5", "empty value", b"GET / HTTP/1.1\r\n" + H + b"a:\r\n\r\n", [200], False),
    ("9112-5.1", "space before colon", b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", [400], True),
    ("9112-5.1", "space after name", b"GET / HTTP/1.1\r\n" + H + b"a b: c\r\n\r\n", [400], True),
    ("9112-5.2", "folded line", b"GET / HTTP/1.1\r\n" + H + b"a: b\r\n c\r\n\r\n", [400], True),
    ("9110-5.5", "NUL in a value", b"GET / HTTP/1.1\r\n" + H + b"a: \0\r\n\r\n", [400], True),
    (
        "9110-5.5",
        "control in a value",
        b"GET / HTTP/1.1\r\n" + H + b"a: b\x01c\r\n\r\n",
        [400],
        True,
    ),
    (
        "9110-5.5",
        "obs-text in a value",
        b"GET / HTTP/1.1\r\n" + H + b"a: \xe9\r\n\r\n",
        [200],
        False,
    ),
    ("6585-5", "a large field", GET[:-2] + b"a: " + b"b" * 5000 + b"\r\n\r\n", [431], True),
    ("6585-5", "many fields", GET[:-2] + b"a: b\r\n" * 1000 + END, [431], True),
    ("6585-5", "endless fields", GET[:-2] + b"a: b\r\n" * 1000, [431], True),
    ("9112-6.1", "TE and CL", CHUNKED[:-2] + b"Content-Length: 0\r\n\r\n0\r\n\r\n", [400], True),
    ("9112-6.1", "TE in HTTP/1.0", CHUNKED.replace(b"1.1", b"1.0") + b"0\r\n\r\n", [400], True),
    ("9112-6.1", "unknown coding", CHUNKED.replace(b": ch", b": gzip, ch"), [501], True),
    ("9112-6.1", "chunked twice", CHUNKED.replace(b": ch", b": chunked, ch"), [400], True),
    ("9112-6.3", "chunked not last", CHUNKED.replace(b"chunked", b"chunked, gzip"), [400], True),
    ("9112-6.3", "identity", CHUNKED.replace(b"chunked", b"identity"), [400], True),
    ("9112-6.2", "Content-Length", POST + b"Content-Length: 3\r\n\r\nabc", [200], False),
    ("9112-6.2", "no content, no length", POST + END, [200], False),
    ("9112-6.3", "negative length", POST + b"Content-Length: -1\r\n\r\n", [400], True),
    ("9112-6.3", "length with a sign", POST + b"Content-Length: +3\r\n\r\nabc", [400], True),
    ("9112-6.3", "length in hexadecimal", POST + b"Content-Length: 0x3\r\n\r\nabc", [400], True),
    ("9112-6.3", "empty length", POST + b"Content-Length:\r\n\r\n", [400], True),
    ("9112-6.3", "two lengths", POST + b"Content-Length: 3\r\n" * 2 + b"\r\nabc", [400], True),
    ("9112-6.3", "list of lengths", POST + b"Content-Length: 3, 4\r\n\r\nabc", [400], True),
    ("9110-15.5.14", "length too large", POST + b"Content-Length: 65\r\n\r\n", [413], True),
    ("9110-15.5.14", "length absurd", POST + b"Content-Length: %d\r\n\r\n" % 10**30, [413], True),
    ("9112-7.1", "chunks", CHUNKED + b"3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", [200], False),
    ("9112-7.1", "coding in capitals", CHUNKED.replace(b"ch", b"CH") + b"0\r\n\r\n", [200], False),
    ("9112-7.1", "size is no number", CHUNKED + b"xyz\r\n", [400], True),
    ("9112-7.1", "size is negative", CHUNKED + b"-1\r\n", [400], True),
    ("9112-7.1", "size with 0x", CHUNKED + b"0x1\r\na\r\n0\r\n\r\n", [400], True),
    ("9112-7.1", "size of 20 digits", CHUNKED + b"f" * 20 + b"\r\n", [400], True),
    ("9112-7.1", "size larger than allowed", CHUNKED + b"41\r\n", [413], True),
    ("9112-7.1", "sizes that add up", CHUNKED + b"21\r\n" + b"a" * 33 + b"\r\n20\r\n", [413], True),
    ("9112-7.1", "size line ends in LF", CHUNKED + b"3\nabc\r\n", [400], True),
    ("9112-7.1", "chunk longer than its size", CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n", [400], True),
    ("9112-7.1.1", "extension", CHUNKED + b'3 ;a="b"\r\nabc\r\n0\r\n\r\n', [200], False),
    ("9112-7.1.1", "endless extension", CHUNKED + b"3;" + b"a" * 40, [400], True),
    ("9112-7.1.2", "trailer", CHUNKED + b"0\r\na: b\r\n\r\n", [200], False),
    ("9112-7.1.2", "bad trailer", CHUNKED + b"0\r\na b\r\n\r\n", [400], True),
    ("9112-7.1.2", "endless trailer", CHUNKED + b"0\r\n" + b"a: b\r\n" * 1000, [431], True),
    ("9110-9.3.2", "HEAD", GET.replace(b"GET", b"HEAD"), [200], False),
    ("9110-10.1.1", "100-continue", POST + b"Expect: 100-continue\r\n\r\n", [200], False),
    ("9110-10.1.1", "other expectation", POST + b"Expect: 200-ok\r\n\r\n", [417], True),
    ("9110-7.8", "Upgrade is ignored", GET[:-2] + b"Upgrade: h2c\r\n\r\n" + GET, [200, 200], False),
    ("9112-9.3", "two requests", GET + GET, [200, 200], False),
    ("9112-9.3", "close ends the series", GET + CLOSE + GET, [200, 200], True),
    ("9112-9.3", "Close in capitals", CLOSE.replace(b": cl", b": CL"), [200], True),
    ("9112-9.3", "good, then bad", GET + b"BAD\r\n\r\n" + GET, [200, 400], True),
    ("9112-9.3.2", "after content", CHUNKED + b"1\r\na\r\n0\r\n\r\n" + GET, [200, 200], False),
    ("9112-9.3.2", "half a request after", GET + GET[:-2], [200], False),
    ("9112-11.2", "surplus content", POST + b"Content-Length: 1\r\n\r\nab" + GET, [200, 501], True),
]


@pytest.mark.parametrize("drip", [False, True], ids=["whole", "drip"])
@pytest.mark.parametrize(
    ("raw", "statuses", "closed"),
    [row[2:] for row in ROWS],
    ids=[f"{section} {what}" for section, what, *_ in ROWS],
)
def test_request(raw: bytes, statuses: list[int], closed: bool, drip: bool) -> None:
    talk = Talk(echo, LIMITS)
    (talk.drip if drip else talk.receive)(raw)
    method = raw.split(b" ")[0].decode("latin-1")
    assert [response.status for response in talk.responses(method)] == statuses
    assert talk.closed == closed
    assert talk.log.getvalue() == ""


@pytest.mark.parametrize("raw", [row[2] for row in ROWS], ids=[row[1] for row in ROWS])
def test_segments_do_not_matter(raw: bytes) -> None:
    method = raw.split(b" ")[0].decode("latin-1")
    whole, drip = Talk(echo, LIMITS).receive(raw), Talk(echo, LIMITS).drip(raw)
    assert whole.responses(method) == drip.responses(method)
    assert whole.closed == drip.closed


def test_a_refusal_says_which_rule_was_broken() -> None:
    talk = Talk(echo).receive(b"GET / HTTP/1.1\r\n\r\n")
    response = talk.response()
    assert (
        response.content == b"400 Bad Request: the Host field is missing (RFC 9112 \xc2\xa73.2).\n"
    )
    assert response.headers["Connection"] == "close"


WHYS = {
    H + b"Content-Length: +3\r\n": "Content-Length is not one decimal number (RFC 9112 §6.3)",
    H + H: "there are several Host fields (RFC 9112 §3.2)",
    b"Host : a\r\n": "white space between a field name and its colon (RFC 9112 §5.1)",
    H + b"a: b\r\n c\r\n": "a field line begins with white space (RFC 9112 §5.2)",
    H + b"a: \0\r\n": "a control character in a field (RFC 9110 §5.5)",
    H + b"abc\r\n": "a field line is not a name, a colon and a value (RFC 9112 §5)",
}


@pytest.mark.parametrize("fields", WHYS, ids=WHYS.values())
def test_each_refusal_has_its_own_reason(fields: bytes) -> None:
    talk = Talk(echo).receive(b"GET / HTTP/1.1\r\n" + fields + END)
    assert talk.response().content.decode() == f"400 Bad Request: {WHYS[fields]}.\n"


def test_the_refusal_of_head_has_no_content() -> None:
    talk = Talk(echo).receive(b"HEAD / HTTP/1.1\r\n\r\n")
    assert talk.sent.endswith(b"\r\n\r\n")
    assert talk.response("HEAD").status == 400


def test_the_refusal_of_get_has_content_although_head_follows() -> None:
    talk = Talk(raises).receive(GET + b"HEAD / HTTP/1.1\r\n" + H + END)
    assert talk.response().content.startswith(b"500 ")


def test_the_host_of_an_absolute_target_wins() -> None:
    from lab.web.strict import take_head
    from lab.web.wsgi import make_environ

    head = take_head(bytearray(b"GET http://b:8080?c=d HTTP/1.1\r\nHost: a\r\n\r\n"), LIMITS)
    assert head
    environ = make_environ(head, b"", "http", ("192.0.2.23", 1), ("203.0.113.10", 80))
    assert environ["HTTP_HOST"] == "b:8080"
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/", "c=d")
