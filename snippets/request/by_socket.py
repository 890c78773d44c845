"""Write a request byte by byte, send it, and show the answer's head."""
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
lines = [
    "GET / HTTP/1.1",
    f"Host: {host}",
    "Accept: text/html",
    "Connection: close",
    "",
    "",
]
request = "\r\n".join(lines).encode("ascii")
print(f"{len(request)} bytes leave:")
for line in request.splitlines(keepends=True):
    print("   ", line)

try:
    with socket.create_connection((host, 80), timeout=5) as connection:
        connection.sendall(request)
        response = b""
        while part := connection.recv(4096):
            response += part
except OSError as error:
    sys.exit(f"The exchange failed: {error}")

head, _, body = response.partition(b"\r\n\r\n")
print(f"{len(response)} bytes come back, of which {len(body)} of body:")
for line in head.splitlines():
    print("   ", line.decode("latin-1"))
first_line = body.partition(b"\n")[0].decode("utf-8", "replace")
print("The body begins:", first_line[:88])
