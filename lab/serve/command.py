"""python -m lab serve: the servers are opened, then told, then they answer until Ctrl-C.

To be stopped is how this program ends when all goes well: its exit status is then 0, and not 130,
which would say that it was killed before it had done its work.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from typing import Any

from lab.serve import guard
from lab.serve.limits import Limits, affordable
from lab.serve.opening import open_own, open_shared

STOPS = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True)
class Options:
    """What the command line says; a port of 0 is any that is free."""

    dns: int = 0
    http: int = 0
    https: int = 0
    own_addresses: bool = False
    log: bool = False
    breaks: tuple[str, ...] = ()


def serve(options: Options, limits: Limits | None = None) -> int:
    """Answer until the user stops it; the exit status. LabError if it cannot begin."""
    guard.install()
    asyncio.run(_serve(options, affordable(limits or Limits())))
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)  # the work is done: nothing may change the status
    return 0


async def _serve(options: Options, limits: Limits) -> None:
    stopped = asyncio.Event()
    _on_stop(asyncio.get_running_loop(), stopped)
    opened = await (open_own if options.own_addresses else open_shared)(options, limits)
    try:
        _say(opened.told)
        await stopped.wait()
    finally:
        await opened.close()


def _say(told: str) -> None:
    """Whoever read it may be gone (`| head`): the lab answers all the same."""
    try:
        print(told, end="", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _on_stop(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    """Not by `add_signal_handler`, which Windows does not have."""

    def stop(number: int, frame: object) -> None:
        if not loop.is_closed():  # a second Ctrl-C may come as late as that
            loop.call_soon_threadsafe(stopped.set)

    loop.set_exception_handler(_tell)
    for each in STOPS:
        signal.signal(each, stop)


def _tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """One sentence for what nobody foresaw; the other clients are still answered."""
    error = context.get("exception")
    what = f"{type(error).__name__}: {error}" if error else context.get("message")
    print(f"lab: something went wrong, please report it ({what})", file=sys.stderr)
