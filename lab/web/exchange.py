"""One request and its response, on the wire.

h11 keeps the rules of the state machine: what may be sent now, whether the content is in chunks,
whether the connection can serve again. Each exchange has a state machine of its own, so that no
byte of the next request is ever in the hands of this one.
"""

from __future__ import annotations

import h11

from lab.web.framing import framing
from lab.web.message import BODILESS, http_date
from lab.web.strict import Head, Limits, Refused
from lab.web.wsgi import BadApplication, Call


class Exchange:
    """A request being read into `content`, then answered."""

    def __init__(self, head: Head, limits: Limits) -> None:
        size = limits.line + limits.head + limits.content
        self._conn = h11.Connection(h11.SERVER, max_incomplete_event_size=size)
        self._framing = framing(head, limits)
        self._bodiless = head.method == "HEAD"
        self.head, self.content = head, bytearray()
        self._feed(head.raw)

    @property
    def complete(self) -> bool:
        """The request is all there."""
        return self._framing.done

    @property
    def reusable(self) -> bool:
        """After the response: the connection may serve another request (RFC 9112 §9.3)."""
        return self._conn.our_state is h11.DONE

    def read(self, inbox: bytearray) -> bool:
        """Move a piece of content off `inbox`; False if there is none yet. Raises Refused."""
        piece = self._framing.take(inbox)
        if piece:
            self._feed(piece)
        return bool(piece)

    def interim(self) -> bytes:
        """100 (Continue), if the client waits for it and has not heard it (RFC 9110 §10.1.1)."""
        if not self._conn.they_are_waiting_for_100_continue:
            return b""
        return self._send(h11.InformationalResponse(status_code=100, headers=[], reason="Continue"))

    def open(self, call: Call, block: bytes, now: float) -> bytes:
        """The response's head, dated `now` in seconds since the epoch, and its first block.

        Raises BadApplication, UnicodeError or h11.LocalProtocolError if this is no response.
        """
        _check(call, block)
        self._bodiless = self._bodiless or call.status in BODILESS
        fields = [
            (name.encode("latin-1"), value.encode("latin-1")) for name, value in _fields(call, now)
        ]
        reason = call.reason.encode("latin-1")
        response = h11.Response(status_code=call.status, headers=fields, reason=reason)
        call.opened = True
        return self._send(response) + self.block(block)

    def block(self, block: bytes) -> bytes:
        """More content, except where the response has none."""
        return b"" if self._bodiless or not block else self._send(h11.Data(data=block))

    def end(self) -> bytes:
        """The end of the content. Raises h11.LocalProtocolError if there was not enough."""
        return self._send(h11.EndOfMessage())

    def _feed(self, data: bytes) -> None:
        self._conn.receive_data(data)
        try:
            while not isinstance(event := self._conn.next_event(), type):  # NEED_DATA, PAUSED
                if isinstance(event, h11.Data):
                    self.content += event.data
        except h11.RemoteProtocolError:
            why = "a chunk does not end where its size says, or the trailer is no list of fields"
            raise Refused(400, f"{why} (RFC 9112 §7.1)") from None

    def _send(self, event: h11.Event) -> bytes:
        return self._conn.send(event) or b""


def _check(call: Call, block: bytes) -> None:
    if not call.status:
        raise BadApplication("content before start_response")
    if not isinstance(block, bytes):
        raise BadApplication("content that is not bytes")
    length = call.header("content-length")
    if length and length.isdigit() and len(block) > int(length):
        raise BadApplication("more content than Content-Length")


def _fields(call: Call, now: float) -> list[tuple[str, str]]:
    given = {name.lower() for name, _ in call.headers}
    own = [("Date", http_date(now)), ("Server", "lab")]
    own = [(name, value) for name, value in own if name.lower() not in given]
    if call.status in BODILESS:
        return own + [pair for pair in call.headers if pair[0].lower() != "content-length"]
    return own + call.headers
