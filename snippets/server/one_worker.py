"""Serve two visitors with one worker, three seconds for each."""
import socket
import sys
import time

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nDone\n"
began = time.monotonic()
try:
    listener = socket.create_server(("", 8080))
except OSError as error:
    sys.exit(f"No server on port 8080: {error}")

for number in (1, 2):
    connection, visitor = listener.accept()
    with connection:
        connection.recv(4096)
        print(f"{time.monotonic() - began:4.1f} s  reading", number)
        time.sleep(3)
        connection.sendall(ANSWER)
        print(f"{time.monotonic() - began:4.1f} s  answered", number)
