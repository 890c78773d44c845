"""One end of a connection: the state machine of RFC 9293 §3.3.2, and what a segment does to it.

It touches no network: it is given a way to emit a packet, a clock, and a user to tell.
"""

from __future__ import annotations

import errno
from collections.abc import Callable

from lab.effects import Address
from lab.record import Control, Packet
from lab.tcp.receiving import Receiver
from lab.tcp.sending import Clock, Sender
from lab.tcp.states import (
    AFTER_FIN_ACKNOWLEDGED,
    AFTER_FIN_RECEIVED,
    AFTER_FIN_SENT,
    SYNCHRONISED,
    State,
    User,
)

MSS = {False: 1460, True: 1440}
"""Bytes of data in a full segment on Ethernet, over IPv4 and over IPv6 (RFC 6691 §2)."""
TIME_WAIT = 60.0
"""Seconds, as on Linux; twice the longest life of a segment (RFC 9293 §3.6.1)."""


class Connection:
    """One end. `forget` is called once, when nothing more can happen to it.

    In TIME-WAIT no timer runs: `expires` says until when (virtual seconds) the pair of addresses
    stays taken, and whoever wants it looks.
    """

    def __init__(
        self,
        local: Address,
        remote: Address,
        initial: int,
        clock: Clock,
        emit: Callable[[Packet], None],
        forget: Callable[[Connection], None],
    ) -> None:
        self.local, self.remote, self.state = local, remote, State.CLOSED
        self.user: User | None = None
        self._clock, self._emit, self._forgotten = clock, emit, forget
        self._sender = Sender(initial, MSS[":" in remote[0]], clock, self._transmit)
        self._sender.give_up = lambda: self._fail(errno.ETIMEDOUT)
        self._receiver: Receiver | None = None
        self.expires: float | None = None
        self._owes_ack = False

    # -- what the user does ---------------------------------------------------------------------

    def open(self) -> None:
        """Active open: send SYN."""
        self.state = State.SYN_SENT
        self._sender.synchronise()

    def answer(self, syn: Packet) -> None:
        """Passive open: a listener received `syn`; send SYN and ACK."""
        self.state = State.SYN_RECEIVED
        self._receiver = Receiver(syn.seq + 1)
        self._sender.synchronise()

    def send(self, data: bytes) -> None:
        """Add `data` to the stream."""
        self._sender.send(data)

    def close(self) -> None:
        """Nothing more to send: FIN, after what is still to be sent. May be called twice."""
        if self.state in AFTER_FIN_SENT:
            self.state = AFTER_FIN_SENT[self.state]
            self._sender.finish()
        elif self.state is State.SYN_SENT:
            self._end()

    def abort(self) -> None:
        """Drop the connection: RST."""
        if self.state in SYNCHRONISED | {State.SYN_RECEIVED} and self.state is not State.TIME_WAIT:
            self._transmit(self._sender.next, b"", Control.RST)
        self._end()

    def forget(self) -> None:
        """Lose the connection and say nothing, as a machine whose power is cut."""
        self._end()

    # -- what the network does ------------------------------------------------------------------

    def arrive(self, packet: Packet) -> None:
        """One segment (RFC 9293 §3.10.7)."""
        if Control.RST in packet.control:
            self._reset_by(packet)
        elif self.state is State.SYN_SENT:
            self._answered(packet)
        elif self.state is State.SYN_RECEIVED and Control.SYN in packet.control:
            self._sender.repeat()
        elif self._receiver:
            self._synchronised(packet, self._receiver)

    def _reset_by(self, packet: Packet) -> None:
        if self.state is State.SYN_SENT:
            if packet.ack == self._sender.next:
                self._fail(errno.ECONNREFUSED)
        elif self._receiver and packet.seq == self._receiver.next:
            self._end() if self.state is State.TIME_WAIT else self._fail(errno.ECONNRESET)
        elif self._receiver and packet.seq > self._receiver.next:
            self._challenge()

    def _challenge(self) -> None:
        """A reset ahead of its turn may be forged; a true one comes again (§3.10.7.4)."""
        self._transmit(self._sender.next, b"", Control.NONE)

    def _answered(self, packet: Packet) -> None:
        if packet.control & (Control.SYN | Control.ACK) != Control.SYN | Control.ACK:
            return
        self._receiver = Receiver(packet.seq + 1)
        self.state, self._owes_ack = State.ESTABLISHED, True
        self._sender.acknowledge(packet.ack, bare=False)
        if self.user:
            self.user.opened()
        self._acknowledge()

    def _synchronised(self, packet: Packet, receiver: Receiver) -> None:
        fin = Control.FIN in packet.control
        carries = bool(packet.data) or bool(packet.control & (Control.FIN | Control.SYN))
        self._owes_ack = self._owes_ack or carries
        if Control.ACK in packet.control:
            self._acknowledged(packet.ack, bare=not carries)
        if fin and self.state is State.TIME_WAIT:
            self._wait_twice()
        if Control.SYN not in packet.control and self.state is not State.CLOSED:
            self._deliver(*receiver.arrive(packet.seq, packet.data, fin))
        self._acknowledge()

    def _acknowledged(self, ack: int, *, bare: bool) -> None:
        if self.state is State.SYN_RECEIVED and ack > self._sender.initial:
            self.state = State.ESTABLISHED
            self._sender.acknowledge(ack, bare=False)
            if self.user:
                self.user.opened()
            return
        self._sender.acknowledge(ack, bare=bare)
        if self._sender.fin_acknowledged and self.state in AFTER_FIN_ACKNOWLEDGED:
            self._become(AFTER_FIN_ACKNOWLEDGED[self.state])

    def _deliver(self, data: bytes, ended: bool) -> None:
        if data and self.user:
            self.user.received(data)
        if ended and self.state in AFTER_FIN_RECEIVED:
            self._become(AFTER_FIN_RECEIVED[self.state])
            if self.user:
                self.user.finished()

    # -- ending ---------------------------------------------------------------------------------

    def _become(self, state: State) -> None:
        self.state = state
        if state is State.TIME_WAIT:
            self._sender.stop()
            self._acknowledge()
            self._wait_twice()
        elif state is State.CLOSED:
            self._end()

    def _wait_twice(self) -> None:
        """From now, or from the last FIN that came again (RFC 9293 §3.10.7.4)."""
        self.expires = self._clock.now + TIME_WAIT

    def _fail(self, error: int) -> None:
        user = self.user
        self._end()
        if user:
            user.failed(error)

    def _end(self) -> None:
        self.state, self._owes_ack = State.CLOSED, False
        self._sender.stop()
        self._forgotten(self)

    # -- packets --------------------------------------------------------------------------------

    def _acknowledge(self) -> None:
        if self._owes_ack and self.state is not State.CLOSED:
            self._transmit(self._sender.next, b"", Control.NONE)

    def _transmit(self, seq: int, data: bytes, control: Control) -> None:
        ack = 0
        if self._receiver:
            ack, control = self._receiver.next, control | Control.ACK
        self._owes_ack = False
        self._emit(Packet(self._clock.now, "tcp", self.local, self.remote, data, seq, ack, control))
