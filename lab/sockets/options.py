"""The settings of a socket: how long it waits, and the options of the system."""

from __future__ import annotations

import _socket as real
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

from lab.sockets.core import STREAM, Core
from lab.sockets.kernel import fault
from lab.sockets.ports import REUSE_PORT, V6_ONLY
from lab.sockets.using import Using


class Options(Using):
    """How long a socket waits, and what its program set."""

    __slots__ = ()

    @property
    def timeout(self) -> float | None:
        """Seconds; None: for ever; 0.0: never waits."""
        return self._timeout

    def gettimeout(self) -> float | None:
        """The time-out, in seconds."""
        return self._timeout

    def settimeout(self, timeout: float | None) -> None:
        """Set the time-out, in seconds."""
        if timeout is not None and timeout < 0:
            raise ValueError("Timeout value out of range")
        self._timeout = None if timeout is None else float(timeout)
        if self._fd == -1:
            raise fault("EBADF")

    def setblocking(self, flag: bool) -> None:
        """Wait for ever, or never."""
        self.settimeout(None if flag else 0.0)

    def getblocking(self) -> bool:
        """Whether it ever waits."""
        return self._timeout != 0.0

    def setsockopt(
        self, level: int, option: int, value: int | bytes | None, optlen: int = 0
    ) -> None:
        """Kept, and mostly without effect. A linger of zero makes the close a reset."""
        core = self._core
        given = bytes(optlen) if value is None else value
        raw = struct.pack("i", given) if isinstance(given, int) else bytes(given)
        if level == SO and len(raw) < 4:
            raise fault("EINVAL")
        if (level, option) == LINGER:
            _linger(core, raw)
        elif setting := _setting(core, level, option):
            core.options[level, option] = _number(setting, raw, core)
        else:
            core.options[level, option] = raw

    def getsockopt(self, level: int, option: int, buflen: int = 0) -> int | bytes:
        """What was set, or what Linux starts with; what the kernel alone knows is told by it."""
        raw, size = _told(self._core, level, option), buflen or 4
        if level == IP and size < 4 and raw[1:] == bytes(3):
            raw = raw[:1]
        return raw[:size] if buflen else int(struct.unpack("i", raw[:4].ljust(4, b"\0"))[0])


class Setting(NamedTuple):
    """A number that a program may set: its first value (-1 again, if `unset`), and its limits."""

    level: int
    option: int
    usual: int
    lowest: int = -1
    highest: int = 0x7FFFFFFF
    boolean: bool = False
    unset: bool = False
    becomes: Callable[[int], int] = int


def _named(name: str, *rest: Any, **more: Any) -> Setting:
    """`real` of another system may lack it: then no program can name it, and none can set it."""
    return Setting(LEVELS[name.partition("_")[0]], getattr(real, name, ABSENT), *rest, **more)


LEVELS = {"SO": real.SOL_SOCKET, "TCP": real.IPPROTO_TCP, "IP": real.IPPROTO_IP,
          "IPV6": int(getattr(real, "IPPROTO_IPV6", 41))}  # fmt: skip
SO, TCP, IP, IPV6 = LEVELS.values()
LINGER = (SO, real.SO_LINGER)
SWITCHES = ("SO_REUSEADDR", "SO_REUSEPORT", "SO_BROADCAST", "SO_KEEPALIVE", "TCP_NODELAY",
            "IPV6_V6ONLY")  # fmt: skip
BUFFER, ABSENT = 131072, -1
SETTINGS = (
    *(_named(name, 0, boolean=True) for name in SWITCHES),
    _named("SO_RCVBUF", BUFFER, becomes=lambda n: max(2304, 2 * n)),
    _named("SO_SNDBUF", BUFFER, becomes=lambda n: max(4608, 2 * n)),
    _named("TCP_MAXSEG", 1460),
    _named("TCP_KEEPIDLE", 7200, 1, 32767),
    _named("TCP_KEEPINTVL", 75, 1, 32767),
    _named("TCP_KEEPCNT", 9, 1, 127),
    _named("IP_TTL", 64, 1, 255, unset=True),
    _named("IP_TOS", 0),
)
"""Of socket(7), tcp(7), ip(7), ipv6(7): what programs of the lab may meet."""


def _setting(core: Core, level: int, option: int) -> Setting | None:
    """The setting, None for one that the lab does not know. OSError if this socket has none."""
    if core.twin and level != SO:
        raise fault("EOPNOTSUPP")
    if (level == TCP and core.kind != STREAM) or (level == IPV6 and not core.version6):
        raise fault("ENOPROTOOPT")
    if (level, option) in _facts(core):
        raise fault("ENOPROTOOPT")
    return next((each for each in SETTINGS if each[:2] == (level, option)), None)


def _number(setting: Setting, raw: bytes, core: Core) -> bytes:
    if setting.level == IP and raw:
        raw = raw[:4] if len(raw) >= 4 else raw[:1] + bytes(3)
    if len(raw) < 4 or (setting[:2] == V6_ONLY and core.bound):
        raise fault("EINVAL")
    if setting[:2] == REUSE_PORT and core.twin and any(raw):
        raise fault("EOPNOTSUPP")
    number = struct.unpack("i", raw[:4])[0]
    if setting.boolean:
        number = int(number != 0)
    if setting.unset and number == -1:
        number = setting.usual
    if not setting.lowest <= number <= setting.highest:
        raise fault("EINVAL")
    return struct.pack("i", setting.becomes(number))


def _linger(core: Core, raw: bytes) -> None:
    if len(raw) < 8:
        raise fault("EINVAL")
    on, seconds = struct.unpack("ii", raw[:8])
    core.options[LINGER] = struct.pack("ii", bool(on), seconds)
    core.linger_zero = bool(on) and seconds == 0


def _told(core: Core, level: int, option: int) -> bytes:
    facts = _facts(core)
    if not core.version6 and (level == IPV6 or (level == TCP and core.kind != STREAM)):
        raise fault("EOPNOTSUPP")
    if (level, option) in facts:
        return struct.pack("i", facts[level, option]())
    if (level, option) == LINGER:
        return core.options.get(LINGER, bytes(8))
    setting = _setting(core, level, option)
    return core.options.get((level, option), struct.pack("i", setting.usual if setting else 0))


def _facts(core: Core) -> dict[tuple[int, int], Callable[[], int]]:
    told: dict[str, Callable[[], int]] = {
        "SO_TYPE": lambda: core.kind, "SO_DOMAIN": lambda: core.family,
        "SO_ACCEPTCONN": lambda: int(core.backlog is not None),
        "SO_PROTOCOL": lambda: core.protocol, "SO_ERROR": core.take_error,
    }  # fmt: skip
    return {(SO, getattr(real, name)): value for name, value in told.items() if hasattr(real, name)}
