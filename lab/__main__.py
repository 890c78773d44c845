"""The lab's front door.

python -m lab run [--break NAME[=N]]... [--trace] [--pcap FILE] FILE [ARG...]
python -m lab run --break
python -m lab trace [--break NAME[=N]]... [--format text|mermaid|json]
                        [--host NAME] FILE [ARG...]
python -m lab serve [--break NAME]... [--dns-port N] [--http-port N] [--https-port N]
                        [--own-addresses] [--log]
"""

from __future__ import annotations

import os
import sys

if __name__ == "__main__" and os.environ.get("PYTHONHASHSEED") != "0" and hasattr(os, "fork"):
    # The order of a set must not change from run to run; only a new interpreter can be told so.
    os.environ["PYTHONHASHSEED"] = "0"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])

import argparse
import contextlib
import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import NoReturn

from lab import COMMAND, guard
from lab.building import World
from lab.errors import LabError, MissingLibrary, UnknownHost
from lab.run import REFUSED, prepare, run

LIST = object()
"""What `--break` alone means."""


class Parser(argparse.ArgumentParser):
    """Errors are one sentence and the exit status of the lab's own."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line."""
        self.exit(REFUSED, f"lab: {message}; `{self.prog} --help` says how to ask.\n")


def parser() -> Parser:
    """The commands and their options."""
    whole = Parser(prog=COMMAND, description="A miniature Internet in one process.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    running = commands.add_parser("run", help="run a program in the lab")
    running.add_argument("--trace", action="store_true", help="then show each message")
    running.add_argument("--pcap", metavar="FILE", help="write what crossed the wire to FILE")
    tracing = commands.add_parser("trace", help="run a program silently and show the exchange")
    tracing.add_argument("--format", choices=("text", "mermaid", "json"), default="text")
    tracing.add_argument("--host", metavar="NAME", help="only what this host sends or receives")
    serving = _serving(commands)
    for each in (running, tracing, serving):
        each.add_argument(
            "--break", dest="breaks", metavar="NAME[=N]", action="append", nargs="?", const=LIST,
            default=[], help="break something on purpose; alone: list what can be broken",
        )  # fmt: skip
        if each is not serving:
            each.add_argument("file", metavar="FILE", nargs="?", help="a Python program")
            each.add_argument("arguments", metavar="ARG", nargs=argparse.REMAINDER)
    return whole


def _serving(commands: argparse._SubParsersAction[Parser]) -> Parser:
    serving = commands.add_parser("serve", help="the same servers on real ports of this machine")
    for kind, what in (("dns", "the resolver"), ("http", "the sites"), ("https", "the sites")):
        serving.add_argument(
            f"--{kind}-port", type=port, default=0, metavar="N", help=f"of {what}; 0: any"
        )
    own = "each machine at its own addresses and ports (in a network namespace)"
    serving.add_argument("--own-addresses", action="store_true", help=own)
    serving.add_argument("--log", action="store_true", help="tell each question and each request")
    return serving


def port(text: str) -> int:
    """A port, or 0 for any that is free. ArgumentTypeError if it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 0 to 65535")
    return int(text)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    options = parser().parse_args(argv)
    if LIST in options.breaks:
        return list_breaks()
    try:
        if options.command == "serve":
            return serve_command(options)
        if not options.file:
            parser().error("which program? Give the path of a Python file")
        _need("dns", "dnspython")
        _need("h11", "h11")
        prepare()
        return (run_command if options.command == "run" else trace_command)(options)
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return REFUSED


def _need(module: str, library: str) -> None:
    if find_spec(module) is None:
        raise MissingLibrary(library=library)


def list_breaks() -> int:
    """One line for each thing that can be broken, in French where the system speaks French."""
    from lab.world.breaks import BREAKS

    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    french = spoken.startswith("fr")
    names = [each.name + "[=N]" * bool(each.number) for each in BREAKS]
    width = max(map(len, names))
    for name, each in zip(names, BREAKS, strict=True):
        print(f"{name:<{width}}  {each.french if french else each.english}")
    return 0


def run_command(options: argparse.Namespace) -> int:
    """python -m lab run"""
    status, world = run(options.file, options.arguments, options.breaks)
    if options.trace:
        print(told(world, "text"), end="", file=sys.stderr)
    if options.pcap is not None:
        _write_capture(world, options.pcap)
    return status


def trace_command(options: argparse.Namespace) -> int:
    """python -m lab trace"""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status, world = run(options.file, options.arguments, options.breaks)
    print(told(world, options.format, options.host), end="")
    if status == REFUSED:
        err.seek(0)
        print(err.read(), end="", file=sys.stderr)
    return REFUSED if status == REFUSED else 0


def serve_command(options: argparse.Namespace) -> int:
    """python -m lab serve"""
    _need("dns", "dnspython")
    _need("h11", "h11")
    try:
        from lab.serve.command import Options, serve

        ports = options.dns_port, options.http_port, options.https_port
        return serve(Options(*ports, options.own_addresses, options.log, tuple(options.breaks)))
    except KeyboardInterrupt:  # before it was ready
        return 0


def told(world: World, form: str, host: str | None = None) -> str:
    """The record as text, as a Mermaid diagram's body, or as JSON; of one host, or of all."""
    from lab.trace import as_json, mermaid, text
    from lab.trace.decode import decode

    render = {"text": text.render, "mermaid": mermaid.render, "json": as_json.render}[form]
    if host is not None and host not in world.hosts:
        raise UnknownHost(name=host)
    messages = decode(world.network.record, world.network.names())
    return render([m for m in messages if host in (None, m.source, m.destination)])


def _write_capture(world: World, path: str) -> None:
    from pathlib import Path

    from lab.clock import EPOCH
    from lab.trace import pcap

    try:
        Path(path).write_bytes(pcap.render(world.network.record, EPOCH))
    except (OSError, ValueError) as error:
        parser().error(f"cannot write {path}: {getattr(error, 'strerror', error)}")


if __name__ == "__main__":
    status = main()
    guard.watch(True)  # what the program left for the end of the process runs under watch too
    sys.exit(status)
