"""Random scripts of socket calls, as data: hypothesis draws them and makes small what fails.

Left out is what the kernel itself leaves to chance or to time: full buffers, a full backlog,
waiting for ever, numbers that an administrator sets (the sizes of buffers).
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Drawn = st.SearchStrategy[Any]
number = st.integers(0, 5)
text = st.sampled_from(["", "a", "bc", "line\n", "some more"])
size = st.sampled_from([0, 1, 3, 20, 100])
flag = st.sampled_from(["", "", "peek", "now", "all"])
host = st.sampled_from(
    ["127.0.0.1"] * 3 + ["::1", "", "0.0.0.0", "::", "127.0.0.2", "::ffff:127.0.0.1"]
)
to_port = st.one_of(number, number, number, st.just("nobody"))
own_port = st.one_of(st.just("free"), st.just("free"), number)
seconds = st.sampled_from([0.03, 0, 0.0, -1])
how = st.sampled_from([0, 1, 2, 1, 2, 3])
mode = st.sampled_from(["rb", "wb", "rwb"])
events = st.integers(0, 7)
some = st.lists(number, max_size=3)
BOOLEANS = ["SO_REUSEADDR", "SO_REUSEPORT", "SO_BROADCAST", "SO_KEEPALIVE"]
READ_ONLY = ["SO_TYPE", "SO_DOMAIN", "SO_PROTOCOL", "SO_ACCEPTCONN", "SO_ERROR"]
OPTIONS = [
    *(("SOL_SOCKET", name) for name in (*BOOLEANS, *READ_ONLY, "SO_LINGER")),
    *(("IPPROTO_TCP", name) for name in ("TCP_NODELAY", "TCP_KEEPIDLE", "TCP_KEEPCNT")),
    ("IPPROTO_IP", "IP_TTL"), ("IPPROTO_IP", "IP_TOS"), ("IPPROTO_IPV6", "IPV6_V6ONLY"),
]  # fmt: skip
option = st.sampled_from(OPTIONS)
value = st.sampled_from([0, 1, 1, 1, 5, -1, [1, 0, 0, 0], [1], [1, 0, 0, 0, 0, 0, 0, 0]])
numeric = st.sampled_from(
    ["127.0.0.1", "::1", "127.1", "2130706433", "0x7f.1", "0", "1.2.3.4.5", "256.0.0.1", "01.02.3",
     "::ffff:1.2.3.4", "::ffff:0:0", "2001:db8::1", "2001:DB8:0:0::1", "::1%1", "", ":", "1::2::"]
)  # fmt: skip
literal = st.sampled_from(["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0", "", "::1", "01.02.3"])
"""Nothing that a resolver would be asked for."""
service = st.sampled_from([0, 80, "80", "65535", None, -1, 65536, "-1", "nonsense", "8 0", ""])


def call(name: str, *arguments: Drawn) -> Drawn:
    """One call by its name (see socket_program.CALLS)."""
    return st.tuples(st.just(name), *arguments).map(_flat)


def _flat(parts: tuple[Any, ...]) -> list[Any]:
    """An option is a level and a name: two arguments that are drawn as one."""
    lists = [list(part) if isinstance(part, tuple) else [part] for part in parts]
    return [each for part in lists for each in part]


STARTS: Drawn = st.one_of(
    *(st.just([["connected", host]]) for host in ("127.0.0.1", "127.0.0.1", "::1")),
    st.just([["datagrams", "127.0.0.1"]]),
    st.just([["datagrams", "::1"]]),
    st.just([["socketpair", "tcp"]]),
    st.just([["socketpair", "udp"]]),
    st.just([["socket", "4", "tcp"], ["bind", 0, "127.0.0.1", "free"], ["listen", 0, 8]]),
    st.just([["socket", "4", "udp"], ["bind", 0, "", "free"], ["socket", "4", "udp"]]),
    st.just([["socket", "6", "tcp"], ["bind", 0, "", "free"], ["listen", 0, 8]]),
    st.just([["socket", "6", "udp"], ["bind", 0, "", "free"], ["socket", "4", "udp"]]),
)
"""What there is at first: without it, most scripts would be about sockets that nobody joined."""
MAKING = (
    call("socket", st.sampled_from("46"), st.sampled_from(["tcp", "udp"])),
    call("dup", number),
    call("detach", number),
    call("accept", number),
    call("bind", number, host, own_port),
    call("listen", number, st.just(8)),
    call("connect", number, host, to_port),
    call("connect_ex", number, host, to_port),
    call("settimeout", number, seconds),
)
ENDING = (
    call("shutdown", number, how),
    call("close", number),
    call("setsockopt", number, st.just(("SOL_SOCKET", "SO_LINGER")), st.just([1] + [0] * 7)),
)
SENDING = (
    call("send", number, text, flag.filter(lambda f: f in ("", "now"))),
    call("sendall", number, text),
    call("sendto", number, text, host, to_port),
    call("sendmsg", number, st.lists(text, max_size=3)),
    call("sendmsg", number, st.lists(text, max_size=3), host, to_port),
)
RECEIVING = (
    call("recv", number, size, flag),
    call("recvfrom", number, size, flag),
    call("recvmsg", number, size, flag),
    call("recv_into", number, size, size),
    call("recvfrom_into", number, size),
    call("recvmsg_into", number, size),
)
ASKING = (
    call("getsockname", number),
    call("getpeername", number),
    call("getsockopt", number, option),
    call("getsockopt", number, option, st.sampled_from([0, 1, 4, 8, 100])),
    call("setsockopt", number, option, value),
    call("gettimeout", number),
    call("blocking", number, st.booleans()),
    call("select", some, some, some),
    call("poll", number, events),
    call("selectors", some, st.integers(1, 3)),
)
FILES = (
    call("makefile", number, mode),
    call("readline", number),
    call("read", number, st.sampled_from([1, 3])),
    call("write", number, text),
    call("flush", number),
    call("close file", number),
)
NAMING = (
    call("getaddrinfo", st.one_of(numeric, st.none()), service,
         st.sampled_from([0, 2, 10, 99]), st.sampled_from([0, 1, 2]),
         st.sampled_from([0, 6, 17, 99]), st.sampled_from([4, 5, 6, 12, 1028])
         ).filter(lambda made: made[1] or made[3]),  # not nobody, in both families: listed
    call("gethostbyname", literal),
    call("inet_aton", numeric),
    call("inet_pton", st.sampled_from("46"), numeric),
    call("getnameinfo", st.tuples(numeric, st.integers(0, 5)).map(list), st.just(3)),
)  # fmt: skip
ANY = st.one_of(*(st.one_of(*kind) for kind in (MAKING, ENDING, SENDING, RECEIVING, ASKING)),
                *(st.one_of(*kind) for kind in (MAKING, ENDING, SENDING, RECEIVING, ASKING)),
                *(st.one_of(*kind) for kind in (SENDING, RECEIVING, FILES, NAMING)))  # fmt: skip


def scripts(least: int, most: int) -> Drawn:
    """Scripts of a start and so many calls."""
    calls = st.lists(ANY, min_size=least, max_size=most)
    return st.tuples(STARTS, calls).map(lambda two: two[0] + two[1])
