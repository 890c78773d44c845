"""Sites as a good host serves them, HTTP/2 and Brotli over TLS, under names that exist only here.

One server for all names; a Chromium to which `rules` are given finds every name of the Internet on
it, so that what a page asks of a third party is counted, and nothing leaves this machine.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme

from tools.bundle.fetched import node

SCRIPT = Path(__file__).with_name("host.mjs")


def rules(port: int) -> list[str]:
    """What makes a Chromium find every name at this port, and trust what it finds."""
    return [f"--host-resolver-rules=MAP * 127.0.0.1:{port}", "--ignore-certificate-errors"]


@contextmanager
def serving(folders: Mapping[str, Path]) -> Iterator[int]:
    """The port at which the folder of each of these names is served."""
    with TemporaryDirectory() as held:
        pem = Path(held, "all.pem")
        trustme.CA().issue_cert(*folders).private_key_and_cert_chain_pem.write_to_path(str(pem))
        asked = {"folders": {name: str(path) for name, path in folders.items()}, "pem": str(pem)}
        command = [str(node()), str(SCRIPT)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            try:
                yield _port(server, asked)
            finally:
                server.kill()


def _port(server: subprocess.Popen[bytes], asked: object) -> int:
    assert server.stdin and server.stdout
    server.stdin.write(json.dumps(asked).encode())
    server.stdin.close()
    return int(server.stdout.readline())
