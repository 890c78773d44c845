"""What a web server that means harm sends: each is a function of the request, that yields effects.

They stand in for a server that no break of the lab gives, for no reader ever meets one on purpose.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

from lab.effects import Close, Effects, Send, Wait

Script = Callable[[bytes], Effects]
"""Takes a request's head; yields what the server does."""

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
SIZED = OK + b"Content-Length: %d\r\n\r\n"
LARGE = 16 * 1024


def once(data: bytes) -> Script:
    """These bytes, and the end."""

    def script(request: bytes) -> Effects:
        yield Send(data)
        yield Close()

    return script


def silent(data: bytes) -> Script:
    """These bytes, and nothing more, ever."""

    def script(request: bytes) -> Effects:
        yield Send(data)

    return script


def endless(start: bytes, again: bytes, pause: float = 0.02) -> Script:
    """`start`, then `again` for ever, every `pause` seconds."""

    def script(request: bytes) -> Effects:
        yield Send(start)
        while True:
            yield Send(again)
            yield Wait(pause)

    return script


def leads(location: bytes, status: bytes = b"302 Found") -> Script:
    """A redirect."""
    head = b"HTTP/1.1 " + status + b"\r\nLocation: " + location
    return once(head + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def hang_up(request: bytes) -> Effects:
    """Not a byte."""
    yield Close()


def farther(request: bytes) -> Effects:
    """A redirect that never comes back to the same address."""
    path = request.split(b" ")[1]
    return leads(b"/x" + path)(request)


def bomb(size: int = 16 * 1024 * 1024) -> bytes:
    """`size` bytes of nothing, in a thousandth of that."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for _ in range(size // 65536):
            file.write(bytes(65536))
    content = packed.getvalue()
    return OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(content) + content


SITES: dict[str, Script] = {
    "endless head": endless(OK, b"X-Again: and again\r\n" * 500),
    "endless line of a head": endless(OK + b"X: ", b"a" * LARGE),
    "endless status line": endless(b"HTTP/1.1 200 ", b"O" * LARGE),
    "head of 10,000 fields": once(OK + b"X: y\r\n" * 10_000 + b"\r\n"),
    "head that drips": endless(OK, b"X", 1.0),
    "head that stops": silent(OK),
    "1xx flood": endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 200),
    "endless body": endless(OK + b"\r\n", b"a" * LARGE),
    "body that drips": endless(SIZED % 10**6, b"a", 1.0),
    "body that drips in chunks": endless(CHUNKED, b"1\r\na\r\n", 1.0),
    "endless chunks": endless(CHUNKED, b"4000\r\n" + b"a" * LARGE + b"\r\n"),
    "endless chunk extension": endless(CHUNKED + b"5;", b"a" * LARGE),
    "endless trailer": endless(CHUNKED + b"0\r\n", b"X: y\r\n" * 2000),
    "chunk of 20 digits": once(CHUNKED + b"f" * 20 + b"\r\nabc"),
    "chunk of a terabyte": once(CHUNKED + b"ffffffffff\r\nabc"),
    "negative chunk": once(CHUNKED + b"-5\r\nabcde\r\n0\r\n\r\n"),
    "chunk without its CRLF": once(CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n"),
    "chunk that is no number": once(CHUNKED + b"xyz\r\nabc\r\n0\r\n\r\n"),
    "chunks cut": once(CHUNKED + b"5\r\nabc"),
    "absurd length": once(SIZED % 10**18 + b"abc"),
    "length of 400 digits": once(SIZED % 10**400 + b"abc"),
    "length of 5000 digits": once(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nabc"),
    "negative length": once(SIZED % -5 + b"abc"),
    "length that is no number": once(OK + b"Content-Length: abc\r\n\r\nabc"),
    "two lengths": once(OK + b"Content-Length: 3\r\n" + SIZED[len(OK) :] % 5 + b"abcde"),
    "length and chunks": once(
        OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
    ),
    "body cut": once(SIZED % 100 + b"abc"),
    "no byte": hang_up,
    "no HTTP": once(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "no status": once(b"HTTP/1.1\r\n\r\n"),
    "status of text": once(b"HTTP/1.1 abc OK\r\n\r\n"),
    "status 99": once(b"HTTP/1.1 99 Low\r\n\r\nabc"),
    "status 1000": once(b"HTTP/1.1 1000 High\r\n\r\nabc"),
    "version 9": once(b"HTTP/9.9 200 OK\r\n\r\nabc"),
    "no colon": once(b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 3\r\n\r\nabc"),
    "zeros": once(bytes(5000)),
    "every byte": once(bytes(range(256)) * 20),
    "unknown charset": once(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=klingon\r\n"
        b"Content-Length: 3\r\n\r\n\xff\xfe\xe9"
    ),
    "charset that is no text": once(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=base64\r\n"
        b"Content-Length: 4\r\n\r\nYWJj"
    ),
    "charset of names": once(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=idna\r\n"
        b"Content-Length: 3\r\n\r\n\xff\xfe\xe9"
    ),
    "charset with a NUL": once(
        b'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset="a\0b"\r\n'
        b"Content-Length: 4\r\n\r\nYWJj"
    ),
    "bad UTF-8": once(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Length: 3\r\n\r\n\xff\xfe\xe9"
    ),
    "gzip bomb": once(bomb()),
    "gzip that is none": once(OK + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
    "redirect to itself": leads(b"/"),
    "redirect ever farther": farther,
    "redirect to a file": leads(b"file:///etc/passwd"),
    "redirect to FTP": leads(b"ftp://ftp.example.com/"),
    "redirect to no URL": leads(b"http://[:::/"),
    "redirect to a bad port": leads(b"http://www.example.com:99999/"),
    "redirect to port text": leads(b"http://www.example.com:abc/"),
    "redirect to nowhere": leads(b""),
    "redirect to a NUL": leads(b"/a\0b"),
    "redirect with a space": leads(b"/a b HTTP/1.1"),
    "redirect to Latin-1": leads(b"/\xe9"),
    "redirect to a long name": leads(b"http://" + b"a" * 300 + b".example.com/"),
    "redirect to an empty label": leads(b"http://a..example.com/"),
    "redirect downgraded": leads(b"http://www.example.com/"),
    "cookies": once(OK + b"Set-Cookie: a=b\r\n" * 90 + b"Content-Length: 3\r\n\r\nabc"),
    "304 unasked": once(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "204 with a body": once(b"HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc"),
    "101 unasked": once(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nabc"),
}
