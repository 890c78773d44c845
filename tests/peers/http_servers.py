"""The lab's HTTP server and its peers, each in a process of its own, with the same application.

The launcher binds the socket, on a port that the system chooses, and hands it over: no server is
ever asked to find a free port, and a client that comes early waits in the queue.

    python -m tests.peers.http_servers NAME     prints the port, and serves until it is terminated
"""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.peers.http_apps import asgi, wsgi

THREADS = 80
"""For the servers that give each connection a thread: more than the client has connections."""


def lab(listener: socket.socket) -> None:
    """The lab's conversation, on the runner of `python -m lab serve`."""
    from lab.serve.asking import Ways
    from lab.serve.limits import Limits
    from lab.serve.streams import Door
    from lab.web.service import stream_service

    async def serve() -> None:
        door = Door(Ways(), Limits())
        service = stream_service(wsgi, time.time, ("127.0.0.1", 80))
        async with await asyncio.start_server(door.to(service, bytes), sock=listener) as server:
            await server.serve_forever()

    asyncio.run(serve())


def waitress(listener: socket.socket) -> None:
    """waitress, WSGI."""
    from waitress.server import create_server  # type: ignore[import-untyped]

    create_server(wsgi, sockets=[listener], threads=4).run()


def gunicorn(listener: socket.socket) -> None:
    """gunicorn, WSGI, one worker with threads: its sync worker keeps no connection open."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options = {
                "bind": f"fd://{listener.detach()}",
                "worker_class": "gthread",
                "threads": THREADS,
                "loglevel": "critical",
                "control_socket_disable": True,
            }
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Callable[..., object]:
            return wsgi

    sys.argv[1:] = []
    Application().run()


def uvicorn(listener: socket.socket) -> None:
    """uvicorn, ASGI, with h11."""
    from uvicorn import Config, Server

    config = Config(asgi, log_level="critical", access_log=False, lifespan="off", http="h11")
    Server(config).run(sockets=[listener])


def hypercorn(listener: socket.socket) -> None:
    """hypercorn, ASGI."""
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.errorlog = None
    asyncio.run(serve(asgi, config))  # type: ignore[arg-type]


SERVERS: dict[str, Callable[[socket.socket], None]] = {
    "lab": lab,
    "uvicorn": uvicorn,
    "hypercorn": hypercorn,
    "gunicorn": gunicorn,
    "waitress": waitress,
}
if sys.platform == "win32":  # it has no file descriptors to hand over
    del SERVERS["hypercorn"], SERVERS["gunicorn"]


@contextmanager
def serving(name: str) -> Iterator[int]:
    """Start one; its port on 127.0.0.1. It is ended afterwards."""
    command = [sys.executable, "-m", "tests.peers.http_servers", name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout
            yield int(process.stdout.readline())
        finally:
            process.terminate()
            _wait(process)


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()


def main() -> None:
    """Serve as the command line says."""
    logging.disable()
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    listener.set_inheritable(True)
    print(listener.getsockname()[1], flush=True)
    SERVERS[sys.argv[1]](listener)


if __name__ == "__main__":
    main()
