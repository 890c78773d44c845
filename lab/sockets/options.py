"""The settings of a socket: how long it waits, and the options of the system."""

from __future__ import annotations

import _socket as real
import struct

from lab.sockets.core import Core


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
        kept = bytes(optlen) if value is None else value
        self._core.options[level, option] = kept
        if (level, option) == (real.SOL_SOCKET, real.SO_LINGER) and isinstance(kept, bytes):
            on, seconds = struct.unpack("ii", kept[:8])
            self._core.linger_zero = bool(on) and seconds == 0

    def getsockopt(self, level: int, option: int, buflen: int = 0) -> int | bytes:
        """What was set; SO_ERROR and SO_TYPE are the kernel's."""
        if level == real.SOL_SOCKET and option == real.SO_ERROR:
            return self._core.take_error()
        if level == real.SOL_SOCKET and option == real.SO_TYPE:
            return self._core.kind
        value = self._core.options.get((level, option), 0)
        return value if not buflen or isinstance(value, bytes) else struct.pack("i", value)
