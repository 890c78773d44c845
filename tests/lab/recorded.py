"""What the pages' programs put on the wire: the runs of all transcripts, message by message."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from functools import cache

from lab.trace.message import Message
from tests.lab.running import ROOT
from tools import transcripts

EVERY_MESSAGE = """
import contextlib, io, json, pickle, sys
from lab.__main__ import parser
from lab.run import run
from lab.trace.decode import decode
from lab.trace.wire import transport
seen = {}
for command in json.load(sys.stdin):
    asked = parser().parse_args(command)
    hidden = io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stdout(hidden), contextlib.redirect_stderr(hidden):
        status, world = run(asked.file, asked.arguments, asked.breaks)
    for message in decode(world.network.record, world.network.names()):
        seen.setdefault((transport(message.packets[0]), message.protocol), message)
sys.stdout.buffer.write(pickle.dumps(list(seen.values())))
"""


def recorded() -> list[list[str]]:
    """Every command of the transcripts, once."""
    found = {c for path in transcripts.transcripts() for c in transcripts.commands(path)}
    return [command.split()[3:] for command in sorted(found)]


@cache
def every_message() -> list[Message]:
    """The messages of the recorded runs, each once, from a process of the lab."""
    run = subprocess.run(
        [sys.executable, "-c", EVERY_MESSAGE], input=json.dumps(recorded()).encode(), cwd=ROOT,
        env={**os.environ, **transcripts.FIXED}, capture_output=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()
    found: list[Message] = pickle.loads(run.stdout)
    return found
