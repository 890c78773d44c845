"""A trace as data: the page draws it as it likes, and needs no decoder of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from lab.trace.fields import fields
from lab.trace.message import Message
from lab.trace.wire import transport


def render(messages: Sequence[Message]) -> str:
    """A JSON array with one object per packet; see `row` for its members."""
    return json.dumps(rows(messages), ensure_ascii=False, indent=1) + "\n"


def rows(messages: Sequence[Message]) -> list[dict[str, object]]:
    """One object per packet, `packets` being places in this list, from 0."""
    places = {id(message.packets[0]): n for n, message in enumerate(messages)}
    return [
        row(message, [places[id(p)] for p in message.packets if id(p) in places])
        for message in messages
    ]


def row(message: Message, places: list[int]) -> dict[str, object]:
    """One message: `time` in milliseconds, `octets` in hex, `fields` as places in those octets."""
    packet = message.packets[0]
    return {
        "time": round(message.time * 1000, 3),
        "source": message.source,
        "destination": message.destination,
        "from": list(packet.source),
        "to": list(packet.destination),
        "protocol": message.protocol,
        "summary": message.summary,
        "short": message.short,
        "lost": message.lost,
        "reply": message.reply,
        "minor": message.minor,
        "packets": places,
        "octets": transport(packet).hex(),
        "fields": [asdict(field) for field in fields(message)],
    }
