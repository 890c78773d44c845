"""Be a server: wait on a port, and answer two visitors."""
import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
head = (
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: text/plain\r\n"
    "Connection: close\r\n"
)

try:
    listener = socket.create_server(("", port))
except OSError as error:
    sys.exit(f"No server on port {port}: {error}")
print("Waiting on port", port)

for number in (1, 2):
    connection, visitor = listener.accept()
    with connection:
        request = connection.recv(4096)
        print("Visitor", number, "is", *visitor[:2])
        print("   asks:", request.split(b"\r\n")[0].decode())
        text = f"Hello, visitor {number}!\n"
        connection.sendall(f"{head}\r\n{text}".encode())
        print("   gets:", text.strip())
