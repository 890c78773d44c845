"""The server's side of TLS, byte by byte, without a socket."""

from __future__ import annotations

import ssl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.effects import Close, Effects, Reset, Send, Wait
from lab.tls.client import AUTHORITY
from lab.tls.server import HANDSHAKE, TlsConversation, context

from .handshake import NAME, Client, Echo


@pytest.mark.parametrize("piece", [0, 1, 100, 1460])
def test_bytes_may_come_in_any_pieces(piece: int) -> None:
    client = Client(piece=piece).shake().say(b"hello")
    assert client.hear() == b"hello"
    assert client.echo.heard == [b"hello"]


def test_the_best_version_is_chosen() -> None:
    assert Client().shake().tls.version() == "TLSv1.3"


def test_the_version_before_is_spoken_too() -> None:
    def old(ours: ssl.SSLContext) -> None:
        ours.maximum_version = ssl.TLSVersion.TLSv1_2

    client = Client(settings=old).shake().say(b"hello")
    assert (client.tls.version(), client.hear()) == ("TLSv1.2", b"hello")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_no_session_is_resumed(version: ssl.TLSVersion) -> None:
    ours = ssl.create_default_context(cafile=str(AUTHORITY))
    ours.maximum_version = version
    first = Client(ours=ours).shake().say(b"hello")
    assert first.hear() == b"hello"
    again = Client(ours=ours, session=first.tls.session).shake()
    assert not again.tls.session_reused


def test_http_1_1_is_the_only_protocol() -> None:
    client = Client(settings=lambda ours: ours.set_alpn_protocols(["h2", "http/1.1"])).shake()
    assert client.tls.selected_alpn_protocol() == "http/1.1"


def test_much_is_cut_into_records() -> None:
    much = bytes(range(256)) * 400
    client = Client().shake()
    client.tls.write(much)
    client.flush()
    received = b"".join(client.hear() for _ in range(7))
    assert received == much
    assert b"".join(d for d in client.echo.heard if isinstance(d, bytes)) == much


def test_time_passes_where_the_conversation_inside_says() -> None:
    client = Client().shake()
    before = len(client.effects)
    client.say(b"wait")
    assert [type(effect) for effect in client.effects[before:]] == [Wait, Send]
    assert client.hear() == b"wait"


def test_a_close_is_announced_first() -> None:
    client = Client().shake().say(b"bye")
    assert client.hear() == b"bye"
    assert client.hear() == b""
    assert [type(effect) for effect in client.effects[-3:]] == [Send, Send, Close]
    assert client.server.patience is None


def test_a_reset_is_not() -> None:
    client = Client().shake().say(b"reset")
    assert isinstance(client.effects[-1], Reset)
    with pytest.raises(ssl.SSLWantReadError):
        client.hear()


def test_a_close_notify_is_answered_by_another() -> None:
    client = Client().shake()
    with pytest.raises(ssl.SSLWantReadError):
        client.tls.unwrap()
    client.flush()
    client.tls.unwrap()
    assert client.echo.heard == ["end"]
    assert isinstance(client.effects[-1], Close)


def test_an_end_without_close_notify_is_an_end() -> None:
    client = Client().shake()
    client.perform(client.server.receive_eof())
    assert client.echo.heard == ["end"]
    assert client.hear() == b""


def test_what_is_inside_may_answer_after_the_end() -> None:
    class Polite(Echo):
        def receive_eof(self) -> Effects:
            yield Send(b"400")
            yield Close()

    client = Client(inner=Polite()).shake()
    client.perform(client.server.receive_eof())
    assert (client.hear(), client.hear()) == (b"400", b"")


def test_an_end_in_the_middle_of_the_handshake() -> None:
    client = Client()
    client.perform(client.server.receive_eof())
    assert isinstance(client.effects[-1], Close)
    assert client.echo.heard == []


def test_patience() -> None:
    client = Client()
    assert client.server.patience == HANDSHAKE
    client.shake()
    assert client.server.patience == Echo.patience
    client.perform(client.server.expire())
    assert client.echo.heard == ["late"]
    assert client.server.patience is None


def test_impatience_in_the_handshake() -> None:
    client = Client()
    client.perform(client.server.expire())
    assert [type(effect) for effect in client.effects] == [Close]


def test_plain_http_gets_no_answer() -> None:
    """OpenSSL knows no alert for it: the connection ends."""
    server = TlsConversation(context(NAME), Echo())
    effects = list(server.receive(b"GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n"))
    assert [type(effect) for effect in effects] == [Close]
    assert list(server.receive(b"more")) == []


def test_a_record_of_nonsense_gets_an_alert() -> None:
    server = TlsConversation(context(NAME), Echo())
    alert, close = server.receive(b"\x16\x03\x01\x00\x05hello")
    assert isinstance(alert, Send)
    assert alert.data[:1] == b"\x15"
    assert isinstance(close, Close)


@given(st.lists(st.binary(max_size=300), max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_bytes_raise(pieces: list[bytes]) -> None:
    server = TlsConversation(context(NAME), Echo())
    for piece in pieces:
        assert all(isinstance(effect, Send | Close) for effect in server.receive(piece))
    assert all(isinstance(effect, Send | Close) for effect in server.receive_eof())


@given(st.integers(0, 200), st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_nothing_of_a_damaged_record_is_heard(at: int, junk: bytes) -> None:
    """A byte changed on the way is seen; what is inside never hears of the record."""
    client = Client().shake()
    client.tls.write(b"x" * 200)
    record = client.outbox.read()
    damaged = record[:at] + junk + record[at + len(junk) :]
    client.perform(client.server.receive(damaged))
    if damaged[: len(record)] != record:
        assert client.echo.heard == []


@pytest.mark.parametrize(
    ("certificate", "why"),
    [
        ("expired", "certificate has expired"),
        ("www.example.org", f"Hostname mismatch, certificate is not valid for '{NAME}'."),
        ("unknown", "unable to get local issuer certificate"),
    ],
)
def test_a_certificate_that_proves_nothing(certificate: str, why: str) -> None:
    client = Client(certificate)
    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        client.shake()
    assert caught.value.verify_message == why
    client.flush()
    assert isinstance(client.effects[-1], Close)
    assert client.echo.heard == []


def test_lengths_are_the_same_in_every_handshake() -> None:
    """So that a trace of TLS is the same in every run, though no byte is."""
    runs = [Client().shake().say(b"hello").effects for _ in range(3)]
    lengths = {tuple(len(e.data) for e in run if isinstance(e, Send)) for run in runs}
    assert len(lengths) == 1
    assert len({tuple(e.data for e in run if isinstance(e, Send)) for run in runs}) == 3
