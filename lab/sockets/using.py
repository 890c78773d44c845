"""What each half of a socket needs of the whole: its open core, and ways to wait."""

from __future__ import annotations

from collections.abc import Callable

from lab.sockets.core import Core
from lab.sockets.kernel import fault


class Using:
    """A descriptor, what is behind it, and how long to wait.

    `_core_` is what was behind the descriptor, open or not: of what family an address must be is
    asked even when the socket is closed.
    """

    __slots__ = ("_core_", "_fd", "_timeout")
    _core_: Core
    _fd: int
    _timeout: float | None

    @property
    def _core(self) -> Core:
        if self._fd == -1:
            raise fault("EBADF")
        return self._core_

    def _wait(self, ready: Callable[[], object], *, now: bool = False) -> None:
        """Until `ready()`; BlockingIOError or TimeoutError otherwise.

        With a time-out the descriptor itself never waits, and `now` (MSG_DONTWAIT) says nothing.
        """
        timeout = 0.0 if now and self._timeout is None else self._timeout
        if not ready() and not self._core.kernel.wait(ready, timeout):
            raise TimeoutError("timed out") if timeout else fault("EAGAIN")

    def _poll(self, *, writing: bool = False) -> None:
        """With a time-out, Python polls before each call; so the time-out hides later errors."""
        core = self._core
        if self._timeout:
            self._wait(lambda: core.writable if writing else core.readable)
