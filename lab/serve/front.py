"""One port for all the sites: whoever comes says which one, in Host or in an absolute target.

Each machine of the lab has a port 80 of its own; on a reader's machine there is one for all. So
this stands before them and reads just enough of each request to know whose it is (RFC 9112 §3.2).
A proxy does the same for its clients (§3.2.2), with one request more: CONNECT, for a tunnel.
This one leads to the lab's machines, and nowhere else.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator

from lab.building import HTTP, HTTPS
from lab.effects import Address, Close, Conversation, Effect, Effects, Forget, Reset, Send
from lab.serve.machines import Machines, say
from lab.serve.sites import DEMO, SITES, bare, machine_of
from lab.web.framing import Framing, framing
from lab.web.http import LIMITS
from lab.web.strict import Head, Refused, take_head

Moves = Generator[Effect, bytes | None, bool]
"""Whether it is worth going on with the bytes that are left."""
ABSOLUTE = re.compile(r"https?://([^/?#]+)", re.I)
CONNECT = b"CONNECT "
TUNNEL = re.compile(rb"CONNECT ([\w.-]{1,253}):(\d{1,5}) (HTTP/1\.[01])(\r?\n)")
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Front:
    """One client, handed over to the machine that each of its requests is for."""

    def __init__(self, machines: Machines, client: Address) -> None:
        self._machines, self._client = machines, client
        self._inbox = bytearray()
        self._inner: Conversation | None = None
        self._name = ""
        self._framing: Framing | None = None  # of the request being handed over
        self._since: float | None = None  # when the head being read began
        self._blind = False  # all that comes is for the machine
        self._over = False

    @property
    def patience(self) -> float | None:
        """As the machine's; before it is known, as it would be (HttpConversation)."""
        if self._over:
            return None
        if self._since is not None:
            left = self._since + LIMITS.request - time.monotonic()
            return max(0.0, min(LIMITS.silence, left))
        return self._inner.patience if self._inner else LIMITS.idle

    def receive(self, data: bytes) -> Effects:
        """The next bytes of the stream."""
        self._inbox += data
        while self._inbox and not self._over and (yield from self._advance()):
            pass

    def receive_eof(self) -> Effects:
        """The client has nothing more to send."""
        yield from self._give_up(400)
        if self._inner:
            yield from self._through(self._inner.receive_eof())

    def expire(self) -> Effects:
        """Nothing came in time."""
        yield from self._give_up(408)
        if self._inner:
            yield from self._through(self._inner.expire())

    # -- requests -------------------------------------------------------------------------------

    def _advance(self) -> Moves:
        if self._blind:
            yield from self._give(len(self._inbox))
            return True
        if self._framing and not self._framing.done:
            return (yield from self._content(self._framing))
        if self._since is None:
            self._since = time.monotonic()
        tunnel = self._inbox.startswith(CONNECT)
        return (yield from self._connect() if tunnel else self._request())

    def _request(self) -> Moves:
        left = bytearray(self._inbox)
        try:
            head = take_head(left, LIMITS)
        except Refused:
            yield from self._give_up()
            return False
        if head is None:
            return False
        self._since, self._framing = None, framing(head, LIMITS)
        yield from self._choose(_wanted(head), head.method == "HEAD")
        yield from self._give(len(self._inbox) - len(left))
        return True

    def _content(self, framing: Framing) -> Moves:
        left = bytearray(self._inbox)
        try:
            while not framing.done and framing.take(left):
                pass
        except Refused:
            yield from self._give_up()
            return False
        moved = len(self._inbox) - len(left)
        yield from self._give(moved)
        return moved > 0

    def _connect(self) -> Moves:
        try:
            found = _tunnel(self._inbox)
        except Refused as refused:
            yield from self._through(say(refused.status, refused.why))
            return False
        if found is None:
            return False
        name, port, end = found
        del self._inbox[:end]
        self._since, self._blind = None, True
        if self._machines.service(name, port):
            yield Send(ESTABLISHED)
        yield from self._enter(name, port)
        return True

    # -- the machine ----------------------------------------------------------------------------

    def _choose(self, name: str, head_only: bool = False) -> Effects:
        if self._inner is None or name != self._name:
            yield from self._enter(name, HTTP, head_only)

    def _enter(self, name: str, port: int, head_only: bool = False) -> Effects:
        service = self._machines.service(name, port)
        if service is None:
            return (yield from self._through(self._machines.absence(name, port, head_only)))
        self._name, self._inner = name, service(self._client)
        if self._inner.patience == 0:
            yield from self._through(self._inner.expire())

    def _give_up(self, status: int = 400) -> Effects:
        """No request will be made of these bytes: a machine knows what to say of that.

        Of a tunnel it does not: `status` says it.
        """
        tunnel = not self._blind and self._inbox.startswith(CONNECT)
        self._since, self._blind = None, True
        if tunnel:
            yield from self._through(say(status, "the request for a tunnel is not whole"))
        elif self._inbox:
            yield from self._choose(self._name or DEMO)
            yield from self._give(len(self._inbox))
        elif self._inner is None:
            self._over = True
            yield Close()

    def _give(self, count: int) -> Effects:
        piece = bytes(self._inbox[:count])
        del self._inbox[:count]
        if self._inner and piece:
            yield from self._through(self._inner.receive(piece))

    def _through(self, effects: Effects) -> Effects:
        value = None
        while not self._over:
            try:
                effect = effects.send(value)
            except StopIteration:
                return
            self._over = isinstance(effect, (Close, Reset, Forget))
            value = yield effect


def _wanted(head: Head) -> str:
    """The machine that a request is for. Who asks for none of the lab's gets the demo site's."""
    absolute = ABSOLUTE.match(head.target)
    host = absolute[1] if absolute else "".join(head.values("host"))
    machine = machine_of(bare(host))
    return machine.name if machine else DEMO


def _tunnel(inbox: bytearray) -> tuple[str, int, int] | None:
    """The machine and the port of a CONNECT (RFC 9110 §9.3.6), and where its head ends.

    None while it is not all there. Raises Refused.
    """
    line, newline, fields = inbox.partition(b"\n")
    asked = TUNNEL.fullmatch(line + newline)
    if (newline and not asked) or len(line) > LIMITS.line:
        raise Refused(400, "CONNECT takes a name, a colon and a port (RFC 9110 §9.3.6)")
    if asked is None:
        return None
    probe = bytearray(b"OPTIONS * " + asked[3] + asked[4] + fields)
    if take_head(probe, LIMITS) is None:
        return None
    machine, port = machine_of(bare(asked[1].decode())), int(asked[2])
    if machine is None or port not in (HTTP, HTTPS):
        raise Refused(403, f"this proxy leads to ports 80 and 443 of {', '.join(SITES)}")
    return machine.name, port, len(inbox) - len(probe)
