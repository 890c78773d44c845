"""The "on the wire" view: every field is explained, all comes through, and only as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.record import Control, Packet
from lab.trace import as_html, tls_fields
from lab.trace.decode import decode
from lab.trace.meaning import REST, entries, explained, keys, words
from lab.trace.message import Message
from lab.trace.wire import transport
from tests.hostile.traces import expect_every_byte, octets_shown
from tests.lab.recorded import every_message
from tests.lab.test_trace_hostile import PACKETS

LANGUAGES = ("fr", "en")
LAPTOP, WEB = ("192.0.2.23", 50000), ("203.0.113.10", 80)
SOURCE = re.compile(r"RFC [1-9]\d{2,3}( §\d+(\.\d+)*)?")
WITHOUT_SECTIONS = {"RFC 768", "RFC 792"}
BREAKING = re.compile(r" [;:!?»]|« |'|\w[;!?»]")
TAGS = {
    "section", "details", "summary", "p", "a", "table", "thead", "tbody", "tr", "th", "td",
    "code", "b", "h3", "button", "data", "template", "wbr",
}  # fmt: skip
ATTRIBUTES = {
    "class", "scope", "href", "type", "value", "hidden", "download", "data-f", "data-program",
    "data-search-exclude", "data-at", "data-copy", "data-copied", "data-address", "data-capture",
}  # fmt: skip


def test_every_byte_of_every_recorded_run_is_explained() -> None:
    """It is in one field, whose entry says what it means, in both languages, and where from."""
    seen: dict[str, bool] = {}
    for message in every_message():
        expect_every_byte(message)
        for field, (layer, name) in keys(message):
            known = name != REST and name in entries()[layer]
            seen[f"{layer}: {field.name}"] = known
    assert len(seen) > 80
    assert not [name for name, known in seen.items() if not known]


def test_every_extension_that_the_decoder_names_is_explained() -> None:
    assert set(tls_fields.NAMES.values()) <= set(entries()["tls"])


def each_entry() -> list[tuple[str, dict[str, str]]]:
    layers = {layer: found for layer, found in entries().items() if layer != "words"}
    return [(f"{layer}: {n}", e) for layer, found in layers.items() for n, e in found.items()]


@pytest.mark.parametrize(("name", "entry"), each_entry(), ids=lambda each: str(each)[:40])
def test_entry_is_whole(name: str, entry: dict[str, str]) -> None:
    """A sentence in each language, and the section that says so."""
    assert entry.keys() == {"fr", "en", "rfc"}
    for language in LANGUAGES:
        assert re.fullmatch(r".{10,240}[.…]", entry[language])
    assert SOURCE.fullmatch(entry["rfc"])
    assert "§" in entry["rfc"] or entry["rfc"] in WITHOUT_SECTIONS
    assert not BREAKING.search(entry["fr"])


def test_words_are_the_same_in_both_languages() -> None:
    assert words("fr").keys() == words("en").keys()
    for name, text in words("fr").items():
        assert text.count("{}") == words("en")[name].count("{}")
        assert not BREAKING.search(text)


def test_link() -> None:
    assert as_html.link("RFC 9293 §3.1") == "https://www.rfc-editor.org/rfc/rfc9293#section-3.1"
    assert as_html.link("RFC 768") == "https://www.rfc-editor.org/rfc/rfc768"


# -- which entry a field takes --------------------------------------------------------------------


def told(*packets: Packet) -> list[Message]:
    return decode(packets, {LAPTOP[0]: "laptop", WEB[0]: "www.example.com"})


def dns(ident: bytes = b"\x12\x34") -> bytes:
    """A query for example.com, with an OPT record."""
    question = b"\x07example\x03com\x00\x00\x01\x00\x01"
    return ident + bytes.fromhex("0100 0001 0000 0000 0001") + question + OPT


OPT = bytes.fromhex("00 0029 04d0 00000000 0000")


def udp(data: bytes, port: int = 53) -> Packet:
    return Packet(0.0, "udp", LAPTOP, (WEB[0], port), data)


def tcp(data: bytes, control: Control = Control.ACK, seq: int = 1, lost: bool = False) -> Packet:
    return Packet(0.25, "tcp", LAPTOP, WEB, data, seq, 1, control, lost)


def names(packet: Packet) -> list[tuple[str, str]]:
    return [key for _, key in keys(told(packet)[0])]


def test_opt_makes_another_use_of_a_record() -> None:
    found = names(udp(dns()))
    assert found[:4] == [
        ("udp", n) for n in ("source port", "destination port", "length", "checksum")
    ]
    assert ("dns", "OPT: class") in found and ("dns", "record: class") not in found


def test_header_field_may_have_the_name_of_anything() -> None:
    """Only its place tells a header field from the content, or from the line that begins all."""
    lines = b"GET / HTTP/1.1\r\nHost: a\r\ndata: b\r\ncontent: c\r\nstatus line: d\r\n\r\nbody"
    found = [name for layer, name in names(tcp(lines)) if layer == "http"]
    assert found == ["request line = get", "host", REST, REST, REST, "empty line", "content"]


def test_bytes_of_no_known_protocol() -> None:
    assert names(udp(b"?", port=7))[-1] == ("data", "datagram")
    assert names(tcp(b"?"))[-1] == ("data", "data")
    assert names(tcp(b"", Control.SYN))[-1] == ("tcp", "maximum segment size")


# -- the view -----------------------------------------------------------------------------------


class Seen(HTMLParser):
    """What a view is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = (
    b'GET /<script>alert(1)</script> HTTP/1.1\r\n"onload=x: <img src=x>&amp;\x00\x1b[2J\r\n\r\n'
)


@pytest.mark.parametrize("count", [1, as_html.WHOLE + 5])
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_bytes_are_only_text(language: str, count: int) -> None:
    packets = [tcp(HOSTILE, seq=1 + n * len(HOSTILE)) for n in range(count)]
    packets += [
        udp(b"<b id=x>'\"", port=7),
        udp(dns()[:12] + b"\x08<script>\x00\x00\x01\x00\x01" + OPT),
    ]
    html = as_html.render(told(*packets), language, '"><script>')
    seen = Seen(html)
    assert {tag for tag, _ in seen.tags} <= TAGS
    assert {name for _, given in seen.tags for name in given} <= ATTRIBUTES
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", html)
    assert "<script>alert(1)</script>" in seen.text


LINES = [
    b"GET / HTTP/1.1\r\nHost: a\r\n\r\n{\n   \t'1': \\2    }  ",
    b'a "quoted" <word>',
    b"caf\xc3\xa9  ",
    b"\x00  ",
    b"  a",
]


@pytest.mark.parametrize("content", LINES)
def test_a_text_is_written_as_python_would(content: bytes) -> None:
    """It reads well, and no byte of it is lost, spaces that HTML would join included."""
    html = as_html.render(told(tcp(content)), "en", "x")
    shown = re.sub(" +", " ", html)
    assert octets_shown(shown) == transport(told(tcp(content))[0].packets[0])
    assert ("GET / HTTP/1.1\\r\\n" in html) == content.startswith(b"GET")


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_message_is_in_the_table(language: str) -> None:
    """Its bytes, in order, its fields, their meanings and where they come from."""
    message = told(udp(dns()))[0]
    html = as_html.render([message], language, "dns/resolve")
    assert octets_shown(html) == transport(message.packets[0])
    for each in explained(message, language):
        assert each.sentence in html.replace("&#x27;", "'").replace("&quot;", '"')
        assert f">{each.source}</a>" in html


def test_what_happened_to_a_message_is_a_word() -> None:
    first, again = tcp(b"abc", lost=True), tcp(b"abc")
    for language in LANGUAGES:
        seen = Seen(as_html.render(told(first, again), language, "x")).text
        assert seen.count(words(language)["lost"] + " ") == 1
        assert seen.count(words(language)["again"] + " ") == 1
    assert "250,0" in Seen(as_html.render(told(first), "fr", "x")).text


def test_a_narrow_screen_breaks_a_name_after_a_dot() -> None:
    html = as_html.render(told(tcp(b"abc")), "en", "x")
    assert "<td>www.<wbr>example.<wbr>com" in html
    assert "www.example.com" in Seen(html).text


def test_no_message_at_all() -> None:
    assert words("en")["none"] in as_html.render([], "en", "x")


def test_beyond_the_first_messages_fields_are_data() -> None:
    """A script makes the elements: it must find all bytes, and a meaning for each field."""
    packets = [tcp(b"", Control.SYN, seq=n * 100) for n in range(as_html.WHOLE + 2)]
    seen = Seen(as_html.render(told(*packets), "en", "x"))
    folded = [given for tag, given in seen.tags if tag == "data"]
    meanings = seen.tags[[tag for tag, _ in seen.tags].index("template") :]
    assert len(folded) == 2
    assert sum(tag == "td" for tag, _ in meanings) == 9
    for each, packet in zip(folded, packets[-2:], strict=True):
        assert bytes.fromhex(each["value"] or "") == transport(packet)
        lines = [line.split("\t") for line in (each["data-f"] or "").split("\n")]
        assert [int(line[1]) for line in lines] == list(range(9))
        assert int(lines[-1][0]) == len(transport(packet))


@pytest.mark.parametrize(("language", "all_"), [("fr", "1\u202f234"), ("en", "1,234")])
def test_the_first_messages_of_many_say_how_many_there_are(language: str, all_: str) -> None:
    """In the title and in a line; the button promises no more than there is."""
    packets = [tcp(b"", Control.SYN, seq=n * 100) for n in range(as_html.WHOLE + 2)]
    first = Seen(as_html.render(told(*packets), language, "x", total=1234)).text
    whole = Seen(as_html.render(told(*packets), language, "x")).text
    assert first.count(all_) == 2 and all_ not in whole
    assert words(language)["first"].format(len(packets), all_) in first
    assert words(language)["these"].format(len(packets)) in first
    assert words(language)["all"].format(len(packets)) in whole


@given(st.lists(PACKETS, max_size=8), st.integers(0, 8))
@settings(max_examples=150, deadline=None)
def test_the_first_messages_are_those_of_the_whole(packets: list[Packet], most: int) -> None:
    assert decode(packets, {}, most) == decode(packets, {})[:most]


def test_a_message_that_ends_after_the_first_ones_is_told_whole() -> None:
    request = b"GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n"
    begun, rest = tcp(request[:20]), tcp(request[20:], seq=21)
    [message] = decode([begun, rest], {}, most=1)
    assert message.packets == (begun, rest)
    assert message != decode([begun], {})[0]


@settings(max_examples=150, deadline=None)
@given(st.lists(PACKETS, max_size=6))
def test_any_record_has_a_view(packets: list[Packet]) -> None:
    """Whatever crossed the wire: every byte is in the view, and no tag that is not ours."""
    messages = decode(packets, {})
    seen = Seen(as_html.render(messages, "fr", "x"))
    assert {tag for tag, _ in seen.tags} <= TAGS
    for message in messages:
        places = [(field.start, field.end) for field, _ in keys(message)]
        assert [start for start, _ in places] == [0, *(end for _, end in places[:-1])]
