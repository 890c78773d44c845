"""Ask three times on one connection, and find it still open."""
import socket
import sys
import time

host = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"

try:
    connection = socket.create_connection((host, 80), timeout=5)
    for file in ("/", "/style.css", "/script.js"):
        start = time.perf_counter()
        request = f"HEAD {file} HTTP/1.1\r\nHost: {host}\r\n\r\n"
        connection.sendall(request.encode("ascii"))
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            part = connection.recv(4096)
            if not part or len(head) > 65536:
                sys.exit(f"No whole head for {file}")
            head += part
        status = head.partition(b"\r\n")[0].decode()
        taken = (time.perf_counter() - start) * 1000
        print(f"{file:10}  {status}, after {taken:.0f} ms")

    connection.settimeout(2)
    try:
        end = connection.recv(1)
        print("Closed by the server: recv() gives", end)
    except TimeoutError:
        print("Two seconds later, still open")
except OSError as error:
    sys.exit(f"The connection is gone: {error}")
