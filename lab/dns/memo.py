"""The same question gets the same reply: an authority need not make it twice.

It knows its zones and nothing else, so that its reply is a function of the query. Only the id
differs from one client to the next: two bytes, the first of both messages (RFC 1035 §4.1.1). To
read a query and to write a reply is all the work that there is; this saves it.
"""

from __future__ import annotations

from collections.abc import Callable

Respond = Callable[[bytes, bool], "bytes | None"]
ANSWERS = 4096
"""Replies remembered; the oldest makes room. The lab's zones have far fewer names."""
LONGEST = 512
"""Bytes of a query worth remembering: no honest one is longer (RFC 1035 §4.2.1)."""
ID = 2
"""Bytes."""


def remembering(respond: Respond, most: int = ANSWERS) -> Respond:
    """The same function, with its last `most` replies kept; `respond` knows nothing but its query.

    A silence (None) is not kept: it costs nothing to make.
    """
    known: dict[tuple[bytes, bool], bytes] = {}

    def recall(wire: bytes, tcp: bool) -> bytes | None:
        key = (wire[ID:], tcp)
        if (rest := known.get(key)) is not None:
            return wire[:ID] + rest
        reply = respond(wire, tcp)
        if reply is not None and len(wire) <= LONGEST:
            if len(known) >= most:
                del known[next(iter(known))]
            known[key] = reply[ID:]
        return reply

    return recall
