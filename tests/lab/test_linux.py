"""The laptop runs Linux, on whatever machine the lab itself runs."""

from __future__ import annotations

import _socket
import errno
import os
import sys
from pathlib import Path

import pytest

from lab.sockets import linux

from .running import ROOT, outside

FOREIGN = """
import _socket, errno, sys
for name, number in {"ECONNREFUSED": 14, "ECONNRESET": 15, "EPIPE": 64, "EAGAIN": 6,
                     "EINPROGRESS": 26, "EISCONN": 30, "ETIMEDOUT": 73}.items():
    setattr(errno, name, number)
for name in ("SO_REUSEADDR", "SO_REUSEPORT", "SO_DOMAIN", "MSG_DONTWAIT"):
    delattr(_socket, name)
_socket.has_ipv6 = False
from lab.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
"""A machine that counts its errors as WebAssembly does, and whose sockets know few options."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say what Linux says")
@pytest.mark.parametrize("name", linux.ERRORS)
def test_errors_are_those_of_linux(name: str) -> None:
    number, sentence = linux.ERRORS[name]
    assert getattr(errno, name) == number
    assert os.strerror(number) == sentence
    assert type(linux.error(number)) is type(OSError(number, sentence))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can say what Linux says")
@pytest.mark.parametrize("name", linux.CONSTANTS)
def test_constants_are_those_of_linux(name: str) -> None:
    assert getattr(_socket, name) == linux.CONSTANTS[name]


def test_unknown_number_is_still_an_error() -> None:
    error = linux.error(errno.ENOSPC)
    assert (error.errno, error.strerror) == (errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "transcript",
    [
        "tcp/connect.tcp-refused.out",
        "tcp/download.tcp-reset.out",
        "closing/half_close.out",
        "closing/reuse.close-dead.out",
        "closing/session.out",
        "timeline/repeat.out",
    ],
)
def test_same_words_on_another_machine(transcript: str) -> None:
    """A machine with other numbers, fewer options and no IPv6 prints the same."""
    prompt, _, expected = Path(ROOT, "snippets", transcript).read_text("utf8").partition("\n")
    ran = outside("-c", FOREIGN, *prompt.split()[4:])
    assert ran.stdout + ran.stderr == expected
