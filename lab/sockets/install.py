"""Putting the lab's `_socket` and `select` in place, once for the whole process.

Nothing above them is replaced; what some libraries need besides is in patches.py.
"""

from __future__ import annotations

import _socket as real
import importlib
import os
import sys
import types

from lab import clock
from lab.sockets import handle, linux, names, pairs, patches, poll
from lab.sockets.kernel import current, fault
from lab.tls import client as tls

LEFT_OUT = {"CMSG_LEN", "CMSG_SPACE", "fromshare", "sethostname", "if_nameindex"}
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")


def install() -> None:
    """Once per process, before a program is loaded."""
    linux.install()
    sys.modules["_socket"], sys.modules["select"] = _socket_module(), _select_module()
    _reload("socket", "selectors")
    clock.install()
    _environment()
    patches.install()


def _socket_module() -> types.ModuleType:
    module = types.ModuleType("_socket")
    public = {k: v for k, v in vars(real).items() if not k.startswith("__") and k not in LEFT_OUT}
    module.__dict__.update(public)
    socket = type("socket", (handle.Socket,), {"__slots__": (), "__module__": "_socket"})
    module.__dict__.update(
        {name: getattr(names, name) for name in dir(names) if name.startswith("get")},
        socket=socket, SocketType=socket, socketpair=pairs.socketpair, has_ipv6=True,
        dup=lambda fd: current().open(current().core(fd)), close=_close,
        setdefaulttimeout=_set_default_timeout,
        getdefaulttimeout=lambda: current().default_timeout,
    )  # fmt: skip
    return module


def _close(fd: int) -> None:
    if not isinstance(fd, int):
        raise fault("EBADF")
    current().close(fd)


def _set_default_timeout(timeout: float | None) -> None:
    if timeout is not None and timeout < 0:
        raise ValueError("Timeout value out of range")
    current().default_timeout = None if timeout is None else float(timeout)


def _select_module() -> types.ModuleType:
    module = types.ModuleType("select")
    kept = {k: v for k, v in vars(poll).items() if k.startswith("POLL")}
    module.__dict__.update(kept, select=poll.select, poll=poll.poll, error=OSError)
    return module


def _reload(*modules: str) -> None:
    """Modules that were imported before us must look again at what they stand on."""
    for name in modules:
        if name in sys.modules:
            module = sys.modules[name]
            sentinel = getattr(module, "_GLOBAL_DEFAULT_TIMEOUT", None)
            for selector in ("EpollSelector", "KqueueSelector", "DevpollSelector"):
                module.__dict__.pop(selector, None)
            importlib.reload(module)
            if sentinel is not None:  # others hold it as a default argument
                module.__dict__["_GLOBAL_DEFAULT_TIMEOUT"] = sentinel
                module.create_connection.__defaults__ = (sentinel, None)


def _environment() -> None:
    for name in PROXIES:
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)
    os.environ["NO_PROXY"] = "*"
    tls.trust()
