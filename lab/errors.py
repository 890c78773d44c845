"""What the lab itself has to say to the reader, as opposed to what the network says.

A refused connection or a name that does not exist is part of the story: the program gets the same
`OSError` as on the Internet. A `LabError` is the end of the story: the program asked for something
that this miniature Internet cannot give. It derives from `SystemExit`, because that is what it
does: neither `except Exception` nor a task of asyncio keeps it; `python -m lab` makes it one
sentence and exit status 2. The docstring of each leaf is its message.
"""

from __future__ import annotations

import lab


class LabError(SystemExit):
    """The lab cannot go on."""

    def __init__(self, **details: object) -> None:
        super().__init__((self.__doc__ or "").format(command=lab.COMMAND, **details))
        RAISED.append(self)


RAISED: list[LabError] = []
"""Those of the program that runs now: it may catch one, but it does not make it unsaid."""


class Deadlock(LabError):
    """Nothing in the lab will ever answer: this program would wait for ever."""


class Endless(LabError):
    """After {packets} packets the lab stops: this program, or who answers it, may never end."""


class Stuck(LabError):
    """This call has taken {seconds} seconds of the processor and may never end: the lab stops."""


class ForeignAddress(LabError):
    """The lab has no host at {address}; on the Internet, this program may reach it."""


class ForeignName(LabError):
    """The lab has no host named {name}; on the Internet, this program may reach it."""


class RealSocket(LabError):
    """The lab opens no real socket ({event}): this program, or a library that it uses, tried to."""


class NoThreads(LabError):
    """The lab runs one thread: this program, or a library that it uses, tried to start another."""


class NoChildren(LabError):
    """The lab runs one process: this program tried to start another ({event}), outside the lab."""


class UnknownBreak(LabError):
    """No break is called {name!r}; `{command} run --break` lists them."""


class BadNumber(LabError):
    """The break {name} takes a whole number from 1, as in `--break {name}=3`; not {number!r}."""


class Overloaded(LabError):
    """Others cannot take {percent} % of the server's time (99 at most): your turn never comes."""


class NoNumber(LabError):
    """The break {name} takes no number: write `--break {name}`."""


class UnknownHost(LabError):
    """The lab has no host called {name}; lab/world/hosts.py draws them all."""


class PortInUse(LabError):
    """Port {port} of {address} is already taken: choose another, or 0 for any that is free."""


class PortForbidden(LabError):
    """This system keeps port {port} of {address} to itself: choose one above 1023, or 0 for any."""


class NoSuchAddress(LabError):
    """This machine does not have the address {address}: `--own-addresses` needs all the lab's."""


class NotServed(LabError):
    """The break {name} is not in a server: only `{command} run` can make it."""


class MissingLibrary(LabError):
    """The lab needs {library}, and this Python does not have it: pip install {library}."""


class NoSuchProgram(LabError):
    """No program at {path}: give the path of a Python file."""


class NotAProgram(LabError):
    """{path} cannot be read as a Python program: {reason}"""


class Mistake(LabError):
    """The lab itself is wrong here ({reason}), not this program: please report the lines above."""


class BadWorld(LabError):
    """The lab's own data are wrong: {reason}"""
