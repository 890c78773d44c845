"""The calls that a script may make, by name: each takes the script's sockets and plain data."""

from __future__ import annotations

import errno
import select
import selectors
import socket
from collections.abc import Callable
from typing import Any

from tests.lab.socket_state import PATIENCE, Sockets

Call = Callable[..., Any]
FAMILIES = {"4": socket.AF_INET, "6": socket.AF_INET6}
KINDS = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}
NAMES = {"peek": "MSG_PEEK", "now": "MSG_DONTWAIT", "all": "MSG_WAITALL"}
FLAGS = {"": 0} | {word: getattr(socket, name, 0) for word, name in NAMES.items()}
"""Windows lacks one: there this file is read, and its calls are not made."""


def make(of: Sockets, family: str, kind: str) -> Any:
    return of.keep(socket.socket(FAMILIES[family], KINDS[kind]))


def pair(of: Sockets, kind: str) -> Any:
    return of.keep(*socket.socketpair(socket.AF_UNIX, KINDS[kind]))


def connected(of: Sockets, host: str) -> Any:
    """A listener, a client, the server's end."""
    listener = socket.create_server((host, 0), family=_family(host))
    client = socket.create_connection(listener.getsockname()[:2])
    return of.keep(listener, client, listener.accept()[0])


def datagrams(of: Sockets, host: str) -> Any:
    """Two that are connected to each other."""
    one, other = (socket.socket(_family(host), socket.SOCK_DGRAM) for _ in "12")
    one.bind((host, 0))
    other.bind((host, 0))
    one.connect(other.getsockname())
    other.connect(one.getsockname())
    return of.keep(one, other)


def _family(host: str) -> int:
    return FAMILIES["6" if ":" in host else "4"]


def dup(of: Sockets, number: int) -> Any:
    return of.keep(of.at(number).dup())


def detach(of: Sockets, number: int) -> Any:
    given = of.at(number)
    again = socket.socket(fileno=given.detach())
    return [given.fileno(), int(again.family), int(again.type), again.proto, of.keep(again)]


def accept(of: Sockets, number: int) -> Any:
    sock, address = of.at(number).accept()
    return [of.keep(sock), of.seen(address, sock)]


# -- calls on one socket ------------------------------------------------------------------------


def plain(name: str) -> Call:
    """A call that takes its arguments as they are."""
    return lambda of, number, *arguments: getattr(of.at(number), name)(*arguments)


def named(name: str) -> Call:
    """A call that gives an address."""
    return lambda of, number: of.seen(getattr(of.at(number), name)(), of.at(number))


def placed(name: str) -> Call:
    """A call that takes an address."""

    def call(of: Sockets, number: int, host: str, port: int | str) -> Any:
        result = getattr(of.at(number), name)(of.address(host, port))
        return errno.errorcode.get(result, result)

    return call


def sends(name: str) -> Call:
    """send, sendall."""
    return lambda of, number, text, flags="": getattr(of.at(number), name)(
        text.encode(), FLAGS[flags]
    )


def sendto(of: Sockets, number: int, text: str, host: str, port: int | str) -> Any:
    return of.at(number).sendto(text.encode(), of.address(host, port))


def sendmsg(of: Sockets, number: int, texts: list[str], *where: Any) -> Any:
    address = [of.address(*where)] if where else []
    return of.at(number).sendmsg([text.encode() for text in texts], [], 0, *address)


def fill(of: Sockets, number: int) -> str:
    """More than any buffer takes, with nobody reading."""
    of.at(number).setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    return "all" if of.at(number).send(bytes(1 << 20)) == 1 << 20 else "part"


def receives(name: str) -> Call:
    """recv, recvfrom, recvmsg."""

    def call(of: Sockets, number: int, size: int, flags: str = "") -> Any:
        sock, between = of.at(number), (0,) if name == "recvmsg" else ()
        return _got(of, sock, getattr(sock, name)(size, *between, FLAGS[flags]))

    return call


def receives_into(name: str) -> Call:
    """recv_into, recvfrom_into, recvmsg_into."""

    def call(of: Sockets, number: int, room: int, *arguments: Any) -> Any:
        sock, buffer = of.at(number), bytearray(room)
        given = [buffer] if name == "recvmsg_into" else buffer
        return _got(of, sock, getattr(sock, name)(given, *arguments)), buffer.decode()

    return call


def _got(of: Sockets, sock: socket.socket, result: Any) -> Any:
    parts = result if isinstance(result, tuple) else (result,)
    return [part.decode() if isinstance(part, bytes) else of.seen(part, sock) for part in parts]


def blocking(of: Sockets, number: int, flag: bool) -> Any:
    """Wait for ever, or never; then as before, for no script may hang."""
    sock = of.at(number)
    sock.setblocking(flag)
    told = [sock.getblocking(), sock.gettimeout()]
    sock.settimeout(PATIENCE)
    return told


def getsockopt(of: Sockets, number: int, level: str, option: str, *size: int) -> Any:
    value = of.at(number).getsockopt(getattr(socket, level), getattr(socket, option), *size)
    return list(value) if isinstance(value, bytes) else value


def setsockopt(of: Sockets, number: int, level: str, option: str, value: Any) -> Any:
    given = bytes(value) if isinstance(value, list) else value
    return of.at(number).setsockopt(getattr(socket, level), getattr(socket, option), given)


def close(of: Sockets, number: int) -> Any:
    of.at(number).close()
    return of.at(number).fileno() < 0


# -- files --------------------------------------------------------------------------------------


def makefile(of: Sockets, number: int, mode: Any) -> Any:
    of.files.append(of.at(number).makefile(mode))
    return "file"


def filed(name: str) -> Call:
    """A call on a file that a socket gave."""

    def call(of: Sockets, number: int, *arguments: Any) -> Any:
        if not of.files:
            return "no file"
        given = [each.encode() if isinstance(each, str) else each for each in arguments]
        result = getattr(of.files[number % len(of.files)], name)(*given)
        return result.decode() if isinstance(result, bytes) else result

    return call


# -- which are ready ----------------------------------------------------------------------------


def selected(of: Sockets, *lists: list[int]) -> Any:
    """select.select, without waiting."""
    reads, writes, rest = ([of.at(number) for number in each] for each in lists)
    return [[of.sockets.index(s) for s in part] for part in select.select(reads, writes, rest, 0)]


def polled(of: Sockets, number: int, mask: int) -> Any:
    poller = select.poll()
    poller.register(of.at(number), mask)
    return [event for _, event in poller.poll(0)]


def observed(of: Sockets, numbers: list[int], mask: int) -> Any:
    """The standard selectors."""
    with selectors.DefaultSelector() as selector:
        for sock in {id(s): s for s in map(of.at, numbers)}.values():
            selector.register(sock, mask)
        return sorted((of.sockets.index(key.fileobj), m) for key, m in selector.select(0))  # type: ignore[arg-type]
