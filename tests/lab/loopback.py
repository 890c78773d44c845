"""The lab's servers on real loopback sockets, one thread each: what its clients are compared on."""

from __future__ import annotations

import socket
import socketserver
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from lab import tls
from lab.building import SITES
from lab.dns import service as dns
from lab.effects import Close, Conversation, DatagramService, Effects, Send, StreamService, Wait
from lab.naming import authority, loaded
from lab.web import service as web


class Streams(socketserver.ThreadingTCPServer):
    """A stream service at a port of 127.0.0.1."""

    daemon_threads = True

    def __init__(self, service: StreamService) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.service = service


class Talk(socketserver.BaseRequestHandler):
    """One connection: its bytes to the conversation, the conversation's effects to the socket."""

    server: Streams

    def handle(self) -> None:
        """Until the client or the conversation has had enough."""
        conversation: Conversation = self.server.service(self.client_address)
        going_on = True
        while going_on:
            data = self.request.recv(65536)
            effects = conversation.receive(data) if data else conversation.receive_eof()
            going_on = self._perform(effects) and bool(data)

    def _perform(self, effects: Effects) -> bool:
        for effect in effects:
            if isinstance(effect, Send):
                self.request.sendall(effect.data)
            elif isinstance(effect, Wait):
                time.sleep(effect.seconds)
            elif isinstance(effect, Close):
                return False
        return True


class Datagrams(socketserver.ThreadingUDPServer):
    """A datagram service at a port of 127.0.0.1."""

    def __init__(self, service: DatagramService, port: int) -> None:
        super().__init__(("127.0.0.1", port), Reply)
        self.service = service


class Reply(socketserver.BaseRequestHandler):
    """One datagram."""

    server: Datagrams
    request: tuple[bytes, socket.socket]

    def handle(self) -> None:
        """Send what the service sends."""
        data, sock = self.request
        for effect in self.server.service(data, self.client_address):
            if isinstance(effect, Send):
                sock.sendto(effect.data, self.client_address)


@contextmanager
def serving(*servers: socketserver.BaseServer) -> Iterator[None]:
    """Serve until the block ends."""
    from threading import Thread

    with ExitStack() as stack:
        for server in servers:
            stack.enter_context(server)
            Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            stack.callback(server.shutdown)
        yield


@contextmanager
def website() -> Iterator[str]:
    """The demo site; the URL of its root."""
    app = web.demo_site(SITES / "www.example.com")
    server = Streams(web.stream_service(app, time.time, ("127.0.0.1", 80)))
    with serving(server):
        yield f"http://127.0.0.1:{server.server_address[1]}"


@contextmanager
def secure_website(certificate: str = "www.example.com") -> Iterator[tuple[str, str]]:
    """The demo site over TLS; its address and port."""
    app = web.demo_site(SITES / "www.example.com")
    plain = web.stream_service(app, time.time, ("127.0.0.1", 443), "https")
    server = Streams(tls.stream_service(plain, certificate))
    with serving(server):
        yield "127.0.0.1", str(server.server_address[1])


@contextmanager
def nameserver() -> Iterator[tuple[str, str]]:
    """The authority for example.com; its address and port."""
    responder = authority(lambda: loaded("example.com"))
    streams = Streams(dns.stream_service(responder))
    port: Any = streams.server_address[1]
    datagrams = Datagrams(dns.datagram_service(responder), port)
    with serving(streams, datagrams):
        yield "127.0.0.1", str(port)
