"""One port for all the sites: which one answers, whatever a client says of where it wants to go."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.effects import Close, Effects, Reset, Send, Wait
from lab.serve.front import Front
from lab.serve.hello import Hello
from lab.serve.limits import Limits
from lab.serve.machines import Machines
from lab.serve.plan import services
from lab.tls import CERTIFICATES

CLIENT = ("127.0.0.1", 50000)
TITLES = {
    "www.example.com": b"<title>Round trip",
    "www.example.org": b"<title>Another site",
}
GET = b"GET / HTTP/1.1\r\nHost: %b\r\n\r\n"


@cache
def machines(*breaks: str) -> Machines:
    found = services(breaks, shared=True)
    silent = frozenset(name for name, each in found.items() if each.silent)
    return Machines({name: each.streams for name, each in found.items()}, silent, Limits())


@dataclass
class Talk:
    """One client of the port."""

    front: Front | Hello
    sent: bytes = b""
    waited: float = 0.0
    closed: bool = False
    reset: bool = False

    def say(self, *pieces: bytes) -> bytes:
        """What comes back of these segments."""
        before = len(self.sent)
        for piece in pieces:
            if not self.closed and not self.reset:
                self._do(self.front.receive(piece))
        return self.sent[before:]

    def leave(self) -> bytes:
        before = len(self.sent)
        self._do(self.front.receive_eof())
        return self.sent[before:]

    def tire(self) -> bytes:
        before = len(self.sent)
        self._do(self.front.expire())
        return self.sent[before:]

    def _do(self, effects: Effects) -> None:
        for effect in effects:
            assert not self.closed and not self.reset, "nothing follows the end"
            if isinstance(effect, Send):
                self.sent += effect.data
            elif isinstance(effect, Wait):
                self.waited += effect.seconds
            else:
                self.closed, self.reset = isinstance(effect, Close), isinstance(effect, Reset)


def plain(*breaks: str) -> Talk:
    return Talk(Front(machines(*breaks), CLIENT))


def status(response: bytes) -> int:
    return int(response.split(b" ")[1])


@pytest.mark.parametrize(
    ("host", "site"),
    [
        (b"www.example.com", "www.example.com"),
        (b"example.com", "www.example.com"),
        (b"WWW.Example.ORG:80", "www.example.org"),
        (b"www.example.org.", "www.example.org"),
        (b"alias.example.com", "www.example.com"),
        (b"far.example.com", "www.example.org"),
        (b"any.wild.example.com", "www.example.com"),
        (b"127.0.0.1:8080", "www.example.com"),
        (b"localhost:8080", "www.example.com"),
        (b"[::1]:8080", "www.example.com"),
        (b"192.0.2.1", "www.example.com"),
    ],
)
def test_the_name_in_host_chooses_the_site(host: bytes, site: str) -> None:
    answer = plain().say(GET % host)
    assert status(answer) == 200
    assert TITLES[site] in answer


@pytest.mark.parametrize(
    "host",
    [b"nowhere.test", b"visitor-1", b"loop1.example.com", b"a" * 300, b"www.example.com.org"],
)
def test_another_name_gets_421_and_the_list_of_sites(host: bytes) -> None:
    answer = plain().say(GET % host)
    assert status(answer) == 421
    assert b"www.example.org" in answer and b"www.example.net" in answer


def test_without_host_http_1_0_gets_the_demo_site_and_http_1_1_a_400() -> None:
    assert TITLES["www.example.com"] in plain().say(b"GET / HTTP/1.0\r\n\r\n")
    assert status(plain().say(b"GET / HTTP/1.1\r\n\r\n")) == 400


def test_an_absolute_target_counts_more_than_host() -> None:
    target = b"GET http://www.example.org/ HTTP/1.1\r\nHost: www.example.com\r\n\r\n"
    assert TITLES["www.example.org"] in plain().say(target)


def test_one_connection_serves_several_sites_in_order() -> None:
    """As a proxy's client asks; cut anywhere, the answers are the same (RFC 9112 §9.3.2)."""
    asked = b"".join(
        b"GET http://%b/ HTTP/1.1\r\nHost: %b\r\n\r\n" % (name, name)
        for name in (b"www.example.com", b"www.example.org", b"www.example.com")
    )
    whole, cut = plain(), plain()
    whole.say(asked)
    cut.say(*(asked[i : i + 1] for i in range(len(asked))))
    titles = [TITLES[name] for name in ("www.example.com", "www.example.org", "www.example.com")]
    for talk in (whole, cut):
        found = [talk.sent.find(title) for title in titles[:2]] + [talk.sent.rfind(titles[2])]
        assert found == sorted(found) and found[0] > 0 and not talk.closed
    assert whole.sent.count(b"HTTP/1.1 200 OK") == cut.sent.count(b"HTTP/1.1 200 OK") == 3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 400), max_size=12), st.booleans())
def test_content_never_passes_for_a_request(cuts: list[int], chunked: bool) -> None:
    """The content of a form is a request for another site: it must reach the form's own."""
    hidden = b"name=" + GET % b"www.example.org"
    framing, content = b"Content-Length: %d" % len(hidden), hidden
    if chunked:
        framing, content = b"Transfer-Encoding: chunked", b"%x\r\n%b\r\n0\r\n\r\n" % (
            len(hidden), hidden,
        )  # fmt: skip
    form = b"Content-Type: application/x-www-form-urlencoded"
    head = b"POST /guestbook HTTP/1.1\r\nHost: www.example.com\r\n%b\r\n%b\r\n\r\n"
    asked = head % (form, framing) + content + GET % b"www.example.org"
    places = sorted({0, len(asked), *(cut % len(asked) for cut in cuts)})
    talk = plain()
    talk.say(*(asked[a:b] for a, b in pairwise(places)))
    assert talk.sent.count(b"HTTP/1.1 ") == 2
    assert status(talk.sent) in (303, 422)
    assert talk.sent.count(TITLES["www.example.org"]) == 1


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_whatever_comes_gets_a_response_or_a_close(data: bytes, asks: bool) -> None:
    talk = plain()
    talk.say(GET % b"www.example.com" if asks else b"", b"CONNECT " if not asks else b"", data)
    if not talk.closed:
        talk.leave()
    assert talk.closed
    assert all(part[:1] in b"12345" for part in talk.sent.split(b"HTTP/1.1 ")[1:])


def test_half_a_request_gets_a_408_and_no_request_a_close() -> None:
    half = plain()
    half.say(b"GET / HTTP/1.1\r\nHo")
    assert half.front.patience is not None and 0 < half.front.patience <= 10
    assert status(half.tire()) == 408 and half.closed
    none = plain()
    assert none.tire() == b"" and none.closed


def test_half_a_content_gets_a_408() -> None:
    talk = plain()
    talk.say(b"POST /guestbook HTTP/1.1\r\nHost: www.example.com\r\nContent-Length: 9\r\n\r\nname")
    assert status(talk.tire()) == 408 and talk.closed


def test_a_head_without_end_is_refused() -> None:
    assert status(plain().say(b"GET /" + b"a" * 9000)) == 414
    assert status(plain().say(b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000)) == 431


# -- machines that do not answer, and what is broken --------------------------------------------


def test_a_machine_that_refuses_is_a_bad_gateway_and_a_silent_one_a_timeout() -> None:
    refused, silent = plain(), plain()
    assert status(refused.say(GET % b"closed.example.com")) == 502 and refused.closed
    assert status(silent.say(GET % b"silent.example.com")) == 504 and silent.waited > 0


def test_a_slow_machine_is_slow() -> None:
    talk = plain()
    assert status(talk.say(GET % b"slow.example.com")) == 200
    assert talk.waited == 3.0


@pytest.mark.parametrize(
    ("name", "expected"),
    [("tcp-refused", 502), ("tcp-silent", 504), ("server-error", 500), ("response-not-found", 404)],
)
def test_a_break_of_the_site_is_seen_here_too(name: str, expected: int) -> None:
    assert status(plain(name).say(GET % b"www.example.com")) == expected
    assert status(plain(name).say(GET % b"www.example.org")) == 200


def test_a_site_that_drops_its_connections_resets_this_one() -> None:
    talk = plain("tcp-reset")
    assert talk.say(GET % b"www.example.com") == b"" and talk.reset
    late = plain("close-reset")
    assert status(late.say(GET % b"www.example.com")) == 200 and late.reset


# -- CONNECT ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [b"HTTP/1.0\r\n\r\n", b"HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_a_tunnel_leads_to_the_machine_and_carries_what_follows(version: bytes) -> None:
    talk = plain()
    answer = talk.say(b"CONNECT www.example.org:80 " + version + GET % b"www.example.org")
    assert answer.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK")
    assert TITLES["www.example.org"] in answer


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (b"www.example.com:22", 403),
        (b"nowhere.test:443", 403),
        (b"127.0.0.1:443", 403),
        (b"203.0.113.10:443", 403),
        (b"localhost:80", 403),
        (b"www.example.com", 400),
        (b"www.example.com:", 400),
        (b"[::1]:443", 400),
        (b"/", 400),
        (b"closed.example.com:443", 502),
        (b"silent.example.com:443", 504),
    ],
)
def test_no_tunnel_leads_elsewhere(target: bytes, expected: int) -> None:
    talk = plain()
    answer = talk.say(b"CONNECT %b HTTP/1.1\r\nHost: x\r\n\r\n" % target)
    assert status(answer) == expected and talk.closed


def test_a_tunnel_asked_for_badly_is_refused_as_a_request_is() -> None:
    ask = b"CONNECT www.example.com:443 HTTP/1.1\r\n"
    assert status(plain().say(ask + b"\r\n")) == 400
    assert status(plain().say(ask + b"X: " + b"a" * 20_000)) == 431
    assert status(plain().say(b"CONNECT " + b"a" * 9000)) == 400
    half = plain()
    assert half.say(ask) == b"" and status(half.tire()) == 408 and half.closed


# -- TLS ----------------------------------------------------------------------------------------


def secured(name: str | None, request: bytes, *breaks: str) -> tuple[str, bytes]:
    """The certificate shown to a client that names `name`, and what it is answered."""
    talk = Talk(Hello(machines(*breaks), CLIENT))
    context = ssl.create_default_context(cafile=CERTIFICATES / "authority.pem")
    context.check_hostname = False
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(incoming, outgoing, server_hostname=name)
    for _ in range(4):
        try:
            client.do_handshake()
            break
        except ssl.SSLWantReadError:
            for byte in bytearray(outgoing.read()):
                incoming.write(talk.say(bytes([byte])))
    client.write(request)
    incoming.write(talk.say(outgoing.read()))
    certificate = client.getpeercert() or {}
    return str(certificate["subject"]), client.read(100_000)


@pytest.mark.parametrize("name", ["www.example.com", "www.example.org", "example.com"])
def test_the_name_in_tls_chooses_the_certificate_and_the_site(name: str) -> None:
    subject, answer = secured(name, GET % name.encode())
    site = "www.example.com" if name == "example.com" else name
    assert site in subject and TITLES[site] in answer


def test_no_name_gets_the_demo_site_and_another_name_421() -> None:
    subject, answer = secured(None, GET % b"127.0.0.1")
    assert "www.example.com" in subject and TITLES["www.example.com"] in answer
    assert status(secured("nowhere.test", GET % b"nowhere.test")[1]) == 421
    assert status(secured("www.example.org", GET % b"www.example.com")[1]) == 421


def test_what_is_no_tls_is_ended_and_a_machine_that_refuses_resets() -> None:
    talk = Talk(Hello(machines(), CLIENT))
    talk.say(GET % b"www.example.com")
    assert talk.closed
    with pytest.raises(ssl.SSLWantReadError):
        secured("closed.example.com", b"")


def test_plain_http_on_the_port_of_tls_is_seen_here_too() -> None:
    talk = Talk(Hello(machines("tls-plain"), CLIENT))
    assert status(talk.say(GET % b"www.example.com")) == 200


def test_who_says_no_name_is_not_waited_for() -> None:
    talk = Talk(Hello(machines(), CLIENT))
    assert talk.say(b"\x16") == b"" and talk.front.patience == 10.0
    talk.tire()
    assert talk.closed
