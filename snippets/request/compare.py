"""Compare the requests of three clients, byte for byte."""
import contextlib
import http.client
import socket

import requests

listener = socket.create_server(("127.0.0.1", 0))  # it never answers
host, port = listener.getsockname()
lines = "GET / HTTP/1.1", f"Host: {host}:{port}", "", ""


def by_hand():
    client = socket.create_connection((host, port))
    client.sendall("\r\n".join(lines).encode())


def with_http_client():
    http.client.HTTPConnection(host, port).request("GET", "/")


def with_requests():
    with contextlib.suppress(requests.ReadTimeout):
        requests.get(f"http://{host}:{port}/", timeout=0.5)


for client in by_hand, with_http_client, with_requests:
    client()
    connection, _ = listener.accept()
    request = connection.recv(4096)
    print(f"{client.__name__}: {len(request)} bytes")
    for line in request.splitlines(keepends=True):
        print("   ", line)
