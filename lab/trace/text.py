"""A trace to read in a terminal: one aligned line per packet, and no line wider than a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from lab.trace.message import Message, cut

WIDTH = 108
"""Columns of a line at most; what is beyond gives way to an ellipsis."""
_NARROWEST = 44


def render(messages: Sequence[Message]) -> str:
    """One line per message: time since the lab started, who to whom, protocol, what."""
    times = [f"{message.time * 1000:.1f} ms" for message in messages]
    arrows = [_arrow(message) for message in messages]
    time_width = max(map(len, times), default=0)
    room = WIDTH - time_width - len("    DNS   ") - _NARROWEST
    arrow_width = min(max(map(len, arrows), default=0), room)
    lines = [
        f"{time:>{time_width}}  {cut(arrow, arrow_width):<{arrow_width}}  {_what(message)}"
        for time, arrow, message in zip(times, arrows, messages, strict=True)
    ]
    return "".join(cut(line, WIDTH).rstrip() + "\n" for line in lines)


def _arrow(message: Message) -> str:
    return f"{message.source} -> {message.destination}"


def _what(message: Message) -> str:
    return f"{message.protocol:<4}  {'LOST  ' if message.lost else ''}{message.summary}"
