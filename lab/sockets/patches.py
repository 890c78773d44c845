"""What some libraries need when they are imported, each one answer.

asyncio would look names up in a thread, dnspython would read the real machine's resolver,
`datetime` and `uuid` would read the real clock, and in a browser urllib3 would call `fetch`.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from typing import Any

from lab import clock, stuck
from lab.errors import LabError
from lab.sockets import names
from lab.sockets.kernel import FIRST_DESCRIPTOR, in_force
from lab.tls import client as tls

RESOLVER = "192.0.2.53"
"""The laptop's resolver, as its /etc/resolv.conf says."""
NODE = 0x02005E100023
"""The laptop's hardware address: one that no maker gives out."""


def install() -> None:
    """Patch what is loaded already, and from now on whatever is loaded."""
    sys.meta_path.insert(0, AfterImport())
    for name in PATCHES:
        if name in sys.modules:
            PATCHES[name](sys.modules[name])


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


def _urllib3_request(module: Any) -> None:
    """It asks for what it can decompress, which is more with Python 3.14: ask for the same."""
    module.ACCEPT_ENCODING = "gzip,deflate"


def _subprocess(module: Any) -> None:
    """A browser has no other process; nor has the lab, and it says so itself (lab/guard.py)."""
    module._can_fork_exec = True


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
    "_quickjs": lambda module: stuck.look_on(),
    "asyncio.base_events": _asyncio,
    "asyncio.unix_events": _unix_asyncio,
    "asyncio.windows_events": _windows_asyncio,
    "certifi": tls.patch_certifi,
    "datetime": clock.patch_datetime,
    "dns.resolver": _dns_resolver,
    "subprocess": _subprocess,
    "ssl": tls.patch_ssl,
    "urllib3.contrib.emscripten": _urllib3,
    "urllib3.util.connection": lambda module: None,
    "urllib3.util.request": _urllib3_request,
    "uuid": _uuid,
}


class AfterImport(importlib.abc.MetaPathFinder):
    """Finds the modules of PATCHES as usual, and patches them once they are loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        """None for every other module."""
        patch = PATCHES.get(fullname)
        spec = self._found(fullname, path) if patch else None
        if spec is None or spec.loader is None or patch is None:
            return None
        spec.loader = Patching(spec.loader, patch)
        return spec

    def _found(self, fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
        """By whoever else finds modules: one may fetch what is not here yet."""
        others = [finder for finder in sys.meta_path if finder is not self]
        return next(filter(None, (each.find_spec(fullname, path) for each in others)), None)


class Patching(importlib.abc.Loader):
    """A module's own loader, then a patch: a zip file has one loader for all its modules."""

    def __init__(self, own: importlib.abc.Loader, patch: Callable[[Any], None]) -> None:
        self._own, self._patch = own, patch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType | None:
        """As the loader inside does it."""
        return self._own.create_module(spec)

    def exec_module(self, module: types.ModuleType) -> None:
        """Load it, then patch it."""
        kernel = in_force()
        port = kernel.host.next_port if kernel else 0
        self._own.exec_module(module)
        if kernel:  # a port that a library tries once, as it loads, is not the program's
            kernel.host.next_port = port
        self._patch(module)
