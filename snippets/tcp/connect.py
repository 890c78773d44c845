"""Open a connection, and time its handshake."""
import socket
import sys
import time

host = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
port = int(sys.argv[2]) if len(sys.argv) > 2 else 80

try:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
except OSError as error:
    sys.exit(f"No address for {host}: {error}")

for *_, (address, *_) in found:
    start = time.perf_counter()
    try:
        socket.create_connection((address, port), timeout=5).close()
        outcome = "connected"
    except OSError as error:
        outcome = error
    taken = (time.perf_counter() - start) * 1000
    print(f"{address} port {port}: {outcome}, after {taken:.0f} ms")
    if outcome == "connected":
        break
