"""The settings of a socket: how long it waits, and the options of the system."""

from __future__ import annotations

import _socket as real
import struct

from lab.sockets.core import STREAM, Core
from lab.sockets.kernel import fault


class Options:
    """What needs an open socket (`_core`) and keeps its time-out."""

    __slots__ = ("_timeout",)
    _timeout: float | None

    @property
    def _core(self) -> Core:
        raise NotImplementedError

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

    def setblocking(self, flag: bool) -> None:
        """Wait for ever, or never."""
        self._timeout = None if flag else 0.0

    def getblocking(self) -> bool:
        """Whether it ever waits."""
        return self._timeout != 0.0

    def setsockopt(
        self, level: int, option: int, value: int | bytes | None, optlen: int = 0
    ) -> None:
        """Kept, and mostly without effect. A linger of zero makes the close a reset."""
        kept = bytes(optlen) if value is None else int(value) if isinstance(value, int) else value
        self._core.options[level, option] = kept
        if (level, option) == (real.SOL_SOCKET, real.SO_LINGER):
            if not isinstance(kept, bytes) or len(kept) < 8:
                raise fault("EINVAL")
            on, seconds = struct.unpack("ii", kept[:8])
            self._core.linger_zero = bool(on) and seconds == 0

    def getsockopt(self, level: int, option: int, buflen: int = 0) -> int | bytes:
        """What was set, or what Linux starts with; what the kernel alone knows is told by it."""
        core = self._core
        told = {"SO_TYPE": core.kind, "SO_DOMAIN": core.family,
                "SO_ACCEPTCONN": int(core.backlog is not None),
                "SO_PROTOCOL": 6 if core.kind == STREAM else 17}  # fmt: skip
        if level == real.SOL_SOCKET and option == real.SO_ERROR:
            return core.take_error()
        for name, value in {**USUAL, **told}.items():
            if (level, option) == (_level(name), getattr(real, name, None)):
                core.options.setdefault((level, option), value)
        kept = core.options.get((level, option), 0)
        return kept if not buflen or isinstance(kept, bytes) else struct.pack("i", kept)


USUAL = {"SO_RCVBUF": 131072, "SO_SNDBUF": 131072, "TCP_MAXSEG": 1460, "IP_TTL": 64}


def _level(name: str) -> int:
    levels = {"SO": real.SOL_SOCKET, "TCP": real.IPPROTO_TCP, "IP": real.IPPROTO_IP}
    return levels[name.partition("_")[0]]
