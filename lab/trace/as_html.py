"""A trace as a page shows it: a table that reads without script, and that a script brings to life.

The same function makes the view of a recorded run, when the site is built, and that of a run in the
page. A message's bytes are written once, in the table of its fields: the script draws the dump from
them. Past the first messages, which only a run can have, the fields are data, not elements: the
script makes the elements when a message is opened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from lab.trace.meaning import Explained, explained, words
from lab.trace.message import Message, printable
from lab.trace.wire import transport

WHOLE = 60
"""Messages written in full and shown at once; those beyond wait for the reader to ask."""
_IN_TEXT = ("http", "data")
_TEXT = frozenset(b"\t\r\n") | frozenset(range(32, 127))
_ESCAPES = {"\\": r"\\", '"': r"\"", "\t": r"\t", "\r": r"\r", "\n": r"\n", "  ": r" \x20"}
"""The last because HTML joins spaces."""
_AGAIN = "retransmission of "
_SOURCE = re.compile(r"RFC (\d+)(?: §([\d.]+))?")
_COLUMNS = ("number", "time", "source", "destination", "protocol", "meaning")
_SCRIPT = ("at", "copy", "copied", "address", "capture")

Legend = dict[str, int]
"""The meanings that folded messages refer to, as HTML, each with its number."""


def name_of(path: str) -> str:
    """The name of a program in links: "dns/resolve" is snippets/dns/resolve.py."""
    return path.removeprefix("snippets/").removesuffix(".py")


def render(
    messages: Sequence[Message], language: str, program: str, capture: str = "", total: int = 0
) -> str:
    """The view of an exchange, `<section class="wire">`, in `language` ("fr" or "en").

    `program` is its name in links, as "dns/resolve"; `capture` is the URL of its pcap file, if it
    has one. Message *n* of the view is frame *n* of that file, which has `total` of them: if that
    is more than there are messages, the view says so.
    """
    said = words(language)
    data = "".join(f' data-{name}="{escape(said[name])}"' for name in _SCRIPT)
    nothing = f"<h3>{escape(said['none'])}</h3>"
    total = max(total, len(messages))
    inside = _view(messages, language, capture, total) if messages else nothing
    return (
        f'<section class="wire" data-program="{escape(program)}"{data} data-search-exclude>'
        f"{inside}</section>"
    )


def _view(messages: Sequence[Message], language: str, capture: str, total: int) -> str:
    said = words(language)
    title = escape(said["title"].format(_number(total, said)))
    return (
        f"<details><summary><h3>{title}</h3></summary>"
        f"<p>{escape(said['note'])}</p>{_first(messages, total, said)}{_tools(said, capture)}"
        f'<table class="wire-list"><thead><tr>{_heads(said, _COLUMNS)}</tr></thead>'
        f"{_bodies(messages, language)}</table>{_more(messages, total, said)}</details>"
    )


def _number(count: int, said: dict[str, str]) -> str:
    return f"{count:,}".replace(",", said["thousands"])


def _first(messages: Sequence[Message], total: int, said: dict[str, str]) -> str:
    """That these are the first messages only, and where the others are."""
    if total == len(messages):
        return ""
    return f"<p>{escape(said['first'].format(len(messages), _number(total, said)))}</p>"


def _tools(said: dict[str, str], capture: str) -> str:
    link = f'<a href="{escape(capture)}" download>{escape(said["capture"])}</a>' if capture else ""
    return f'<p class="wire-tools">{link}</p>'


def _heads(said: dict[str, str], names: Sequence[str]) -> str:
    return "".join(f'<th scope="col">{escape(said[name])}</th>' for name in names)


def _more(messages: Sequence[Message], total: int, said: dict[str, str]) -> str:
    if len(messages) <= WHOLE:
        return ""
    label = said["all" if total == len(messages) else "these"].format(len(messages))
    return f'<button type="button" class="wire-all">{label}</button>'


def _bodies(messages: Sequence[Message], language: str) -> str:
    first = enumerate(messages[:WHOLE], 1)
    rows = [_row(n, each, language, _table(each, language)) for n, each in first]
    if len(messages) <= WHOLE:
        return f"<tbody>{''.join(rows)}</tbody>"
    legend: Legend = {}
    rest = [
        _row(n, each, language, _folded(each, language, legend))
        for n, each in enumerate(messages[WHOLE:], WHOLE + 1)
    ]
    meanings = "".join(f"<tr><td>{meaning}</td></tr>" for meaning in legend)
    template = f"<template><table>{meanings}</table></template>"
    return f"<tbody>{''.join(rows)}</tbody><tbody hidden>{''.join(rest)}</tbody>{template}"


# -- one message --------------------------------------------------------------------------------


def _row(number: int, message: Message, language: str, inside: str) -> str:
    said = words(language)
    time = f"{message.time * 1000:.1f}".replace(".", said["decimal"])
    ways = f"<td>{_host(message.source)}</td><td>{_host(message.destination)}</td>"
    kind = (" l" * message.lost + " m" * message.minor + " b" * message.reply).strip()
    opening = f'<tr class="{kind}">' if kind else "<tr>"
    what = f"<details><summary>{_what(message, said)}</summary>{inside}</details>"
    return (
        f"{opening}<th>{number}</th><td>{time}</td>{ways}<td>{escape(message.protocol)}</td>"
        f"<td>{what}</td></tr>"
    )


def _host(name: str) -> str:
    """A name that a narrow screen breaks after its dots, not inside a word."""
    return escape(name).replace(".", ".<wbr>")


def _what(message: Message, said: dict[str, str]) -> str:
    """What the message says, after what happened to it, in a word as well as in a colour."""
    marks = [said["lost"]] * message.lost
    marks += [said["again"]] * message.summary.startswith(_AGAIN)
    told = message.summary.removeprefix(_AGAIN)
    return "".join(f"<b>{escape(m)}</b> " for m in marks) + f"<code>{escape(told)}</code>"


def _table(message: Message, language: str) -> str:
    octets = transport(message.packets[0])
    said = words(language)
    rows = [_field(octets, each) for each in explained(message, language)]
    heads = _heads(said, ("bytes", "field", "value", "sense"))
    return (
        f'<table class="wire-fields"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _field(octets: bytes, told: Explained) -> str:
    field = told.field
    own = written(octets[field.start : field.end], told.key[0])
    return (
        f"<tr><td><code>{escape(own, quote=False)}</code></td>"
        f"<th><code>{escape(printable(field.name))}</code></th>"
        f"<td><code>{escape(printable(field.value))}</code></td><td>{_sense(told)}</td></tr>"
    )


def written(octets: bytes, layer: str) -> str:
    """Bytes in hexadecimal; a line of HTTP as text in double quotes, as Python would write it. It
    reads well, and weighs little: the value says nearly the same, digits would not."""
    if layer not in _IN_TEXT or not octets or not _TEXT.issuperset(octets):
        return octets.hex(" ")
    text = octets.decode("ascii")
    for plain, escaped in _ESCAPES.items():
        text = text.replace(plain, escaped)
    return f'"{text}"'


def _sense(told: Explained) -> str:
    return f'{escape(told.sentence)} <a href="{link(told.source)}">{told.source}</a>'


def link(source: str) -> str:
    """The URL of a section of an RFC, named as "RFC 9293 §3.1", or of a whole one."""
    match = _SOURCE.fullmatch(source)
    assert match, source
    section = f"#section-{match[2]}" if match[2] else ""
    return f"https://www.rfc-editor.org/rfc/rfc{match[1]}{section}"


def _folded(message: Message, language: str, legend: Legend) -> str:
    """The bytes, and a line per field: its end, its place in the legend, its name, its value.

    `printable` leaves neither tab nor line feed in a name or a value, so these can part them.
    """
    lines = [_line(told, legend) for told in explained(message, language)]
    octets = transport(message.packets[0]).hex()
    return f'<data value="{octets}" data-f="{escape(chr(10).join(lines))}"></data>'


def _line(told: Explained, legend: Legend) -> str:
    place = legend.setdefault(_sense(told), len(legend))
    field = told.field
    return f"{field.end}\t{place}\t{printable(field.name)}\t{printable(field.value)}"
