"""TCP (RFC 9293): a stream of bytes over packets that may be lost.

    states.py       the states, and which follows which
    connection.py   what each arriving segment does
    sending.py      what is not acknowledged yet, and when to send it again
    receiving.py    what arrived, put back in order
    congestion.py   how much may be in flight, how long to wait

Not here: window scaling and a receiver that is full (the lab's programs always have room), delayed
acknowledgements, Nagle's algorithm, selective acknowledgements, urgent data. Numbers do not wrap:
initial ones stay below 2**31, and no exchange of the lab is that long.
"""

from lab.tcp.connection import Connection
from lab.tcp.states import State, User

__all__ = ["Connection", "State", "User"]
