"""A trace as a Mermaid sequence diagram, so that a page draws what did happen.

Mermaid's text is fragile: `;` and `#` end a line, `%%` begins a comment, `<` a tag. So
participants get an identifier of letters, and every character that is not plain is an entity.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lab.trace.message import Message, cut

SHORT = 56
"""The most characters of a message that an arrow carries."""
_NAME = 40
_PLAIN = re.compile(r"[A-Za-z0-9 .,()=?!'\"/…_+*@|~-]")
_KEYWORDS = (
    "accdescr acctitle activate actor alt and as autonumber boundary box break classdef "
    "collections control create critical database deactivate destroy details else end entity icon "
    "image left link links loop note off opt option over par par_over participant properties rect "
    "right sequencediagram style title"
)
_RESERVED = frozenset(_KEYWORDS.split())


def render(messages: Sequence[Message], acknowledgements: bool = False) -> str:
    """The body of a sequenceDiagram, without that word: participants, then one arrow per message.

    A dashed arrow goes back to whoever spoke first; an arrow that ends in a cross was lost. Bare
    acknowledgements of data are left out, and a comment says how many, unless asked for.
    """
    shown = [m for m in messages if acknowledgements or m.lost or not m.minor]
    identifiers = _identifiers(shown)
    lines = [_participant(name, identifier) for name, identifier in identifiers.items()]
    lines += [_arrow(message, identifiers) for message in shown]
    lines += _left_out(len(messages) - len(shown))
    return "".join(line + "\n" for line in lines)


def escaped(text: str, also: str = "") -> str:
    """`text` with a Mermaid entity for each character that Mermaid might take for its own.

    Those of `also` are left alone: a colon within an arrow's text begins nothing any more.
    """
    return "".join(c if c in also or _PLAIN.match(c) else f"#{ord(c)};" for c in text)


def _identifiers(messages: Sequence[Message]) -> dict[str, str]:
    """A host name's identifier in the diagram, in the order of appearance."""
    identifiers: dict[str, str] = {}
    for name in (name for m in messages for name in (m.source, m.destination)):
        if name not in identifiers:
            identifiers[name] = _identifier(name, set(identifiers.values()))
    return identifiers


def _identifier(name: str, taken: set[str]) -> str:
    base = re.sub(r"[^A-Za-z0-9]+", "_", name)[:_NAME].strip("_")
    base = base if base[:1].isalpha() else f"host_{base}"
    base = f"{base}_" if base.lower() in _RESERVED else base
    candidates = (base if n == 1 else f"{base}_{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _participant(name: str, identifier: str) -> str:
    label = escaped(cut(name, _NAME))
    return f"participant {identifier}" + ("" if label == identifier else f" as {label}")


def _arrow(message: Message, identifiers: dict[str, str]) -> str:
    line = "--" if message.reply else "-"
    head = "x" if message.lost else ">>"
    ends = f"{identifiers[message.source]}{line}{head}{identifiers[message.destination]}"
    lost = "LOST " if message.lost else ""
    what = escaped(cut(message.short, SHORT), also=":")
    return f"{ends}: {message.time * 1000:.1f} ms {lost}{what}"


def _left_out(count: int) -> list[str]:
    what = "acknowledgement" + "s" * (count != 1)
    return [f"%% {count} bare {what} of data left out"] if count else []
