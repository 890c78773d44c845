"""A server that does not keep its connections as long as it should: it drops, closes or forgets.

Each is a matter of patience: the honest conversation goes on while bytes come, and ends otherwise
when none come for a while. No patience at all ends it right after the handshake.
"""

from __future__ import annotations

from collections.abc import Mapping

from lab import faults as kinds
from lab.building import Service
from lab.effects import Address, Close, Conversation, Effect, Effects, Forget, Reset, StreamService

LAST: Mapping[str, Effect] = {
    "reset": Reset(),
    "closed": Close(deaf=True),
    "forgotten": Forget(),
}


def change(service: Service, fault: kinds.Ends) -> None:
    """End all the connections to `service` as `fault` says."""
    last, seconds = LAST[fault.how], fault.seconds
    for port, honest in service.streams.items():
        service.streams[port] = _ending(honest, last, seconds)


def _ending(honest: StreamService, last: Effect, seconds: float) -> StreamService:
    def converse(client: Address) -> Conversation:
        return Ending(honest(client), last, seconds)

    return converse


class Ending:
    """An honest conversation, as long as no silence lasts `seconds`; then `last` happens."""

    def __init__(self, honest: Conversation, last: Effect, seconds: float) -> None:
        self._honest, self._last, self._seconds = honest, last, seconds

    @property
    def patience(self) -> float | None:
        """Shorter than the honest one."""
        return None if self._honest.patience is None else self._seconds

    def receive(self, data: bytes) -> Effects:
        """The next bytes of the stream arrived."""
        return self._honest.receive(data)

    def receive_eof(self) -> Effects:
        """The client has nothing more to send."""
        return self._honest.receive_eof()

    def expire(self) -> Effects:
        """Nothing came in time."""
        yield self._last
