"""How many questions and requests the lab's servers answer in a second, beside others.

    python -m tools.benchmark_servers [--seconds N] [--times N]

Medians, from programs on this machine over loopback: dnsperf for names (an authority with the zone
example.com; a resolver that has the answers), wrk for pages (the same small application as WSGI or
ASGI, on connections that are kept and on new ones). The ratio is to the server named in the title
of its column: dnslib's, and waitress, which are in Python too. Knot and unbound give the scale.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from subprocess import DEVNULL

from lab.dns.zones import load_zones
from tests.peers.dns_knot import free_port, knot
from tests.peers.http_servers import SERVERS, serving
from tests.peers.programs import program
from tests.served import Served, served

ZONE = "example.com"
CLIENTS = 8
KEPT: list[str] = []
NEW = ["-H", "Connection: close"]
UNBOUND = """
server:
    interface: 127.0.0.1
    port: {port}
    do-not-query-localhost: no
    directory: "{folder}"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    module-config: "iterator"
    num-threads: 1
remote-control:
    control-enable: no
forward-zone:
    name: "."
    forward-addr: 127.0.0.1@{lab}
"""


def questions(folder: Path) -> Path:
    """A file for dnsperf: every name of the zone that has an address, A and AAAA."""
    zone = load_zones(ZONE)[0]
    assert zone.origin
    found = {
        f"{name.derelativize(zone.origin)} {kind}\n"
        for kind in ("A", "AAAA")
        for name, _, _ in zone.iterate_rdatas(kind)
        if not name.is_wild()
    }
    path = folder / "questions"
    path.write_text("".join(sorted(found)))
    return path


def dnsperf(port: int, file: Path, seconds: int) -> float:
    """Answers in a second."""
    command = ["dnsperf", "-s", "127.0.0.1", "-p", str(port), "-d", str(file)]
    return _rate([*command, "-l", str(seconds), "-c", str(CLIENTS)], r"per second:\s+([\d.]+)")


def wrk(port: int, options: list[str], seconds: int) -> float:
    """Responses in a second."""
    command = ["wrk", "-t", "1", "-c", str(CLIENTS), "-d", f"{seconds}s", *options]
    return _rate([*command, f"http://127.0.0.1:{port}/"], r"Requests/sec:\s+([\d.]+)")


def _rate(command: list[str], pattern: str) -> float:
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(pattern, output)
    assert found, output
    return float(found[1])


@contextmanager
def dnslib() -> Iterator[int]:
    """dnslib's own server with its own resolver of a zone, in a process of its own; its port."""
    command = [sys.executable, "-m", "tools.benchmark_servers", "--dnslib"]
    with _ended(subprocess.Popen(command, stdout=subprocess.PIPE)) as process:
        assert process.stdout
        yield int(process.stdout.readline())


def serve_dnslib() -> None:
    """Serve until terminated."""
    from dnslib.server import DNSLogger, DNSServer  # type: ignore[import-untyped]
    from dnslib.zoneresolver import ZoneResolver  # type: ignore[import-untyped]

    zone = load_zones(ZONE)[0].to_text(relativize=False)
    quiet = DNSLogger("-request,-reply,-truncated,-error", False)
    server = DNSServer(ZoneResolver(zone), address="127.0.0.1", port=0, logger=quiet)
    print(server.server.server_address[1], flush=True)
    server.start()


@contextmanager
def unbound(lab: Served, folder: Path) -> Iterator[int]:
    """unbound, which keeps what the lab's resolver tells it, and asks nobody else; its port."""
    port, file = free_port(), folder / "unbound.conf"
    file.write_text(UNBOUND.format(port=port, folder=folder, lab=lab.dns))
    with _ended(subprocess.Popen([program("unbound"), "-d", "-c", str(file)], stderr=DEVNULL)):
        yield port


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def names(seconds: int, times: int) -> Iterator[tuple[str, list[float]]]:
    """Server -> answers in a second, as an authority; then as a resolver."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file, lab = questions(folder), stack.enter_context(served())
        authority = lab.authorities["ns1.example.com"]
        yield "lab, authority", [median(partial(dnsperf, authority, file, seconds), times)]
        yield "lab, resolver", [median(partial(dnsperf, lab.dns, file, seconds), times)]
        port = stack.enter_context(dnslib())
        yield "dnslib, authority", [median(partial(dnsperf, port, file, seconds), times)]
        port = stack.enter_context(knot([ZONE], folder))
        yield "Knot, authority", [median(partial(dnsperf, port, file, seconds), times)]
        port = stack.enter_context(unbound(lab, folder))
        yield "unbound, resolver", [median(partial(dnsperf, port, file, seconds), times)]


def pages(seconds: int, times: int) -> Iterator[tuple[str, list[float]]]:
    """Server -> responses in a second, on kept connections; on new ones."""
    for name in SERVERS:
        with serving(name) as port:
            wrk(port, KEPT, 1)  # it is still being imported
            ways = (partial(wrk, port, options, seconds) for options in (KEPT, NEW))
            yield name, [median(way, times) for way in ways]


def median(measure: Callable[[], float], times: int) -> float:
    """Of so many measures."""
    return statistics.median(measure() for _ in range(times))


def table(title: str, columns: list[str], rows: dict[str, list[float]], beside: str) -> None:
    """Print one; each figure with its ratio to the same figure of `beside`."""
    print(f"\n| {title} | " + " | ".join(f"{c} | × {beside}" for c in columns) + " |")
    print("|---" + "|---:" * (2 * len(columns)) + "|")
    for name, figures in rows.items():
        pairs = zip(figures, rows[beside], strict=True)
        print(f"| {name} | " + " | ".join(f"{f:.0f} | {f / b:.2f}" for f, b in pairs) + " |")


def main() -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--dnslib", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.dnslib:
        return serve_dnslib()
    how = asked.seconds, asked.times
    table("Names", ["answers/s"], dict(names(*how)), "dnslib, authority")
    table("Pages", ["kept, req/s", "new, req/s"], dict(pages(*how)), "waitress")


if __name__ == "__main__":
    main()
