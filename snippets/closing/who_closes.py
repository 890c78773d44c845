"""See which side closes first, and after how long."""
import socket
import sys
import time

host = "www.example.com"
wishes = sys.argv[1:] or ["close", "keep-alive"]

for wish in wishes:
    request = (
        f"HEAD / HTTP/1.1\r\nHost: {host}\r\n"
        f"Connection: {wish}\r\n\r\n"
    )
    try:
        with socket.create_connection((host, 80), timeout=20) as end:
            end.sendall(request.encode("ascii"))
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += end.recv(1) or sys.exit("The answer is cut.")
                if len(head) > 65536:
                    sys.exit("This head has no end.")
            start = time.perf_counter()
            try:
                end.recv(1)
                who = "the server closes first"
            except TimeoutError:
                who = "we close first"
            taken = time.perf_counter() - start
            print(f"Connection: {wish}: {who}, after {taken:.1f} s")
    except OSError as error:
        sys.exit(f"Nobody closed, the connection broke: {error}")
