"""Putting the lab's `_socket` and `select` in place, once for the whole process.

Nothing above them is replaced. Some libraries need one answer each, given when they are imported:
asyncio would look names up in a thread, dnspython would read the real machine's resolver,
`datetime` and `uuid` would read the real clock, and in a browser urllib3 would call `fetch`.
"""

from __future__ import annotations

import _socket as real
import importlib
import importlib.abc
import importlib.machinery
import os
import sys
import types
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from typing import Any

from lab import clock
from lab.errors import LabError
from lab.sockets import handle, names, pairs, poll
from lab.sockets.kernel import FIRST_DESCRIPTOR, current, fault
from lab.tls import client as tls

RESOLVER = "192.0.2.53"
"""The laptop's resolver, as its /etc/resolv.conf says."""
NODE = 0x02005E100023
"""The laptop's hardware address: one that no maker gives out."""
LEFT_OUT = {"CMSG_LEN", "CMSG_SPACE", "fromshare", "sethostname", "if_nameindex"}
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")


def install() -> None:
    """Once per process, before a program is loaded."""
    sys.modules["_socket"], sys.modules["select"] = _socket_module(), _select_module()
    _reload("socket", "selectors")
    clock.install()
    _environment()
    sys.meta_path.insert(0, AfterImport())
    for name in PATCHES:
        if name in sys.modules:
            PATCHES[name](sys.modules[name])


def _socket_module() -> types.ModuleType:
    module = types.ModuleType("_socket")
    public = {k: v for k, v in vars(real).items() if not k.startswith("__") and k not in LEFT_OUT}
    module.__dict__.update(public)
    socket = type("socket", (handle.Socket,), {"__slots__": (), "__module__": "_socket"})
    module.__dict__.update(
        {name: getattr(names, name) for name in dir(names) if name.startswith("get")},
        socket=socket, SocketType=socket, socketpair=pairs.socketpair,
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


# -- what some libraries need when they are imported --------------------------------------------


def _asyncio(module: Any) -> None:
    async def getaddrinfo(
        loop: Any, host: Any, port: Any, *, family: int = 0, type: int = 0, proto: int = 0,
        flags: int = 0,
    ) -> Any:  # fmt: skip
        return names.getaddrinfo(host, port, family, type, proto, flags)

    async def getnameinfo(loop: Any, sockaddr: Any, flags: int = 0) -> Any:
        return names.getnameinfo(sockaddr, flags)

    def call_exception_handler(loop: Any, context: dict[str, Any]) -> None:
        if not isinstance(context.get("exception"), LabError):  # that one is told at the end
            given(loop, context)

    given = module.BaseEventLoop.call_exception_handler
    module.BaseEventLoop.call_exception_handler = call_exception_handler
    module.BaseEventLoop.getaddrinfo = getaddrinfo
    module.BaseEventLoop.getnameinfo = getnameinfo


def _dns_resolver(module: Any) -> None:
    def read_resolv_conf(self: Any, f: Any) -> None:
        if isinstance(f, str):
            self.nameservers = [RESOLVER]
        else:
            given(self, f)

    given = module.BaseResolver.read_resolv_conf
    module.BaseResolver.read_resolv_conf = read_resolv_conf
    module.BaseResolver.read_registry = lambda self: read_resolv_conf(self, "")


def _urllib3(module: Any) -> None:
    module.inject_into_urllib3 = lambda: None


def _unix_asyncio(module: Any) -> None:
    """A signal wakes a loop through a real descriptor: ours it need not wake."""
    given = module.signal.set_wakeup_fd

    def set_wakeup_fd(fd: int, **options: Any) -> int:
        return -1 if fd >= FIRST_DESCRIPTOR else int(given(fd, **options))

    module.signal.set_wakeup_fd = set_wakeup_fd


def _uuid(module: Any) -> None:
    """The system's own generator reads the real clock, and the real machine's address."""
    module._generate_time_safe = module._UuidCreate = None
    module._node = NODE


def _windows_asyncio(module: Any) -> None:
    """The default loop of Windows bypasses `select`: take the other one."""
    policy = getattr(module, "WindowsSelectorEventLoopPolicy", None)
    if policy:
        module.DefaultEventLoopPolicy = policy


PATCHES: dict[str, Callable[[Any], None]] = {
    "asyncio.base_events": _asyncio,
    "asyncio.unix_events": _unix_asyncio,
    "asyncio.windows_events": _windows_asyncio,
    "certifi": tls.patch_certifi,
    "datetime": clock.patch_datetime,
    "dns.resolver": _dns_resolver,
    "ssl": tls.patch_ssl,
    "urllib3.contrib.emscripten": _urllib3,
    "uuid": _uuid,
}


class AfterImport(importlib.abc.MetaPathFinder):
    """Finds the modules of PATCHES as usual, and patches them once they are loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        """None for every other module."""
        patch = PATCHES.get(fullname)
        spec = importlib.machinery.PathFinder.find_spec(fullname, path) if patch else None
        if spec is None or spec.loader is None or patch is None:
            return None
        execute = spec.loader.exec_module

        def exec_module(module: types.ModuleType) -> None:
            execute(module)
            patch(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec
