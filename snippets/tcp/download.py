"""Read a long answer, and see how its bytes arrive."""
import socket
import sys
import time

host = "www.example.com"
path = sys.argv[1] if len(sys.argv) > 1 else "/"
request = (
    f"GET {path} HTTP/1.1\r\nHost: {host}\r\n"
    "Connection: close\r\n\r\n"
)

total = 0
try:
    with socket.create_connection((host, 80), timeout=5) as end:
        start = time.perf_counter()
        end.sendall(request.encode("ascii"))
        while part := end.recv(65536):
            total += len(part)
            ms = (time.perf_counter() - start) * 1000
            print(f"{ms:5.1f} ms: {len(part):4} bytes, {total} in all")
except OSError as error:
    sys.exit(f"The stream stops after {total} bytes: {error}")
