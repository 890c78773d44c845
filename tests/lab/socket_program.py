"""Scripts of socket calls in, one a line, as JSON; what each call gave out, one line a script.

The same program runs on the lab and on the kernel's loopback. What a call gives must not depend on
how fast the kernel is: so after each call it waits until the packets of that call have arrived.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from typing import Any

from tests.lab import socket_calls as calls
from tests.lab.socket_calls import Call, filed, named, placed, plain, receives, receives_into, sends
from tests.lab.socket_state import Sockets

ROUNDS = 4
"""Packets that may follow from one call, each after the other."""
CALLS: dict[str, Call] = {
    "socket": calls.make, "socketpair": calls.pair, "connected": calls.connected,
    "datagrams": calls.datagrams, "dup": calls.dup, "detach": calls.detach,
    "accept": calls.accept, "bind": placed("bind"), "connect": placed("connect"),
    "connect_ex": placed("connect_ex"), "listen": plain("listen"),
    "shutdown": plain("shutdown"), "close": calls.close, "getsockname": named("getsockname"),
    "getpeername": named("getpeername"), "send": sends("send"), "sendall": sends("sendall"),
    "sendto": calls.sendto, "sendmsg": calls.sendmsg, "fill": calls.fill,
    "recv": receives("recv"), "recvfrom": receives("recvfrom"), "recvmsg": receives("recvmsg"),
    "recv_into": receives_into("recv_into"), "recvfrom_into": receives_into("recvfrom_into"),
    "recvmsg_into": receives_into("recvmsg_into"), "getsockopt": calls.getsockopt,
    "setsockopt": calls.setsockopt, "settimeout": plain("settimeout"),
    "gettimeout": plain("gettimeout"), "blocking": calls.blocking, "makefile": calls.makefile,
    "readline": filed("readline"), "read": filed("read"), "write": filed("write"),
    "flush": filed("flush"), "close file": filed("close"), "select": calls.selected,
    "poll": calls.polled, "selectors": calls.observed,
    "getaddrinfo": lambda of, *asked: [[*map(int, a[:3]), *a[3:]] for a in
                                       socket.getaddrinfo(*asked)],
    "gethostbyname": lambda of, name: socket.gethostbyname(name),
    "getnameinfo": lambda of, address, flags: socket.getnameinfo(tuple(address), flags),
    "inet_aton": lambda of, text: list(socket.inet_aton(text)),
    "inet_pton": lambda of, family, text: list(socket.inet_pton(calls.FAMILIES[family], text)),
}  # fmt: skip


def told(of: Sockets, name: str, arguments: list[Any]) -> Any:
    """What one call gave, or its error: class, name of its number, sentence."""
    try:
        return CALLS[name](of, *arguments)
    except OSError as error:
        number = errno.errorcode.get(error.errno or 0, str(error.errno))
        return [type(error).__name__, number, str(error)]
    except (ValueError, TypeError, OverflowError) as error:
        return [type(error).__name__]


class Courier:
    """A datagram sent to oneself: the loopback of one processor hands over in order."""

    def __init__(self) -> None:
        mine = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, [mine[os.getpid() % len(mine)]])
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(("127.0.0.1", 0))
        self.sock.connect(self.sock.getsockname())

    def settle(self) -> None:
        """Until what was sent before has arrived, and what was sent because of that."""
        for _ in range(ROUNDS):
            self.sock.send(b"!")
            self.sock.recv(1)


def main() -> None:
    """Until the last line."""
    courier = Courier()
    for line in sys.stdin:
        of, results = Sockets(), []
        for name, *arguments in json.loads(line):
            results.append(told(of, name, arguments))
            courier.settle()
        of.close()
        courier.settle()
        print(json.dumps(results), flush=True)


if __name__ == "__main__":
    main()
