"""The laptop runs Linux, whatever machine the lab runs on: a browser's Python, macOS and Windows
number the errors of sockets otherwise and word them otherwise, and a page shows both.

So the numbers are those of Linux (asm-generic/errno.h, asm-generic/socket.h) and the sentences
those of its C library; on Linux, nothing changes.
"""

from __future__ import annotations

import errno
import os
import types
from collections.abc import Callable

ERRORS = {
    "EPERM": (1, "Operation not permitted"),
    "EBADF": (9, "Bad file descriptor"),
    "EAGAIN": (11, "Resource temporarily unavailable"),
    "EWOULDBLOCK": (11, "Resource temporarily unavailable"),
    "EINVAL": (22, "Invalid argument"),
    "EPIPE": (32, "Broken pipe"),
    "ENOTSOCK": (88, "Socket operation on non-socket"),
    "EDESTADDRREQ": (89, "Destination address required"),
    "EMSGSIZE": (90, "Message too long"),
    "EPROTOTYPE": (91, "Protocol wrong type for socket"),
    "ENOPROTOOPT": (92, "Protocol not available"),
    "EPROTONOSUPPORT": (93, "Protocol not supported"),
    "EOPNOTSUPP": (95, "Operation not supported"),
    "EAFNOSUPPORT": (97, "Address family not supported by protocol"),
    "EADDRINUSE": (98, "Address already in use"),
    "EADDRNOTAVAIL": (99, "Cannot assign requested address"),
    "ENETUNREACH": (101, "Network is unreachable"),
    "ECONNABORTED": (103, "Software caused connection abort"),
    "ECONNRESET": (104, "Connection reset by peer"),
    "EISCONN": (106, "Transport endpoint is already connected"),
    "ENOTCONN": (107, "Transport endpoint is not connected"),
    "ESHUTDOWN": (108, "Cannot send after transport endpoint shutdown"),
    "ETIMEDOUT": (110, "Connection timed out"),
    "ECONNREFUSED": (111, "Connection refused"),
    "EHOSTUNREACH": (113, "No route to host"),
    "EALREADY": (114, "Operation already in progress"),
    "EINPROGRESS": (115, "Operation now in progress"),
}
CLASSES: dict[str, type[OSError]] = {
    "EAGAIN": BlockingIOError,
    "EALREADY": BlockingIOError,
    "EINPROGRESS": BlockingIOError,
    "EPERM": PermissionError,
    "EPIPE": BrokenPipeError,
    "ESHUTDOWN": BrokenPipeError,
    "ECONNABORTED": ConnectionAbortedError,
    "ECONNREFUSED": ConnectionRefusedError,
    "ECONNRESET": ConnectionResetError,
    "ETIMEDOUT": TimeoutError,
}
"""Those of PEP 3151; Python finds them by the numbers of its own machine."""
CONSTANTS = {
    "SO_REUSEADDR": 2, "SO_TYPE": 3, "SO_ERROR": 4, "SO_BROADCAST": 6, "SO_SNDBUF": 7,
    "SO_RCVBUF": 8, "SO_KEEPALIVE": 9, "SO_LINGER": 13, "SO_REUSEPORT": 15,
    "SO_ACCEPTCONN": 30, "SO_PROTOCOL": 38, "SO_DOMAIN": 39, "TCP_NODELAY": 1,
    "TCP_MAXSEG": 2, "TCP_KEEPIDLE": 4, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 6,
    "TCP_QUICKACK": 12, "IP_TOS": 1, "IP_TTL": 2, "IPV6_V6ONLY": 26, "SOMAXCONN": 4096,
    "MSG_OOB": 1, "MSG_PEEK": 2, "MSG_TRUNC": 32, "MSG_DONTWAIT": 64, "MSG_WAITALL": 256,
}  # fmt: skip
"""What the `_socket` of a browser lacks; each machine keeps those that it has."""


def error(number: int) -> OSError:
    """The exception for one of Linux's numbers, of the class that Python has for it."""
    for name, (own, sentence) in ERRORS.items():
        if own == number:
            return CLASSES.get(name, OSError)(number, sentence)
    return OSError(number, os.strerror(number))


def complete(socket: types.ModuleType) -> None:
    """Give `_socket` the constants that it lacks."""
    for name, value in CONSTANTS.items():
        socket.__dict__.setdefault(name, value)


def install() -> None:
    """Make `errno` and `os.strerror` those of Linux, as far as sockets need them."""
    names: dict[int, str] = vars(errno)["errorcode"]
    for name, (number, _) in reversed(ERRORS.items()):  # 11 is EAGAIN first
        if getattr(errno, name, None) != number:
            setattr(errno, name, number)
            names[number] = name
    os.strerror = _strerror(os.strerror)


def _strerror(given: Callable[[int], str]) -> Callable[[int], str]:
    sentences = dict(ERRORS.values())
    return lambda code: sentences[code] if code in sentences else given(code)
