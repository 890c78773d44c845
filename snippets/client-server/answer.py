"""Be a server: wait on a port, and answer two visitors."""
import socket

head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"

listener = socket.create_server(("", 8000))
print("Waiting on port", listener.getsockname()[1])

for number in (1, 2):
    connection, visitor = listener.accept()
    with connection:
        request = connection.recv(4096)
        print("Visitor", number, "is", *visitor[:2])
        print("   asks:", request.split(b"\r\n")[0].decode())
        text = f"Hello, visitor {number}!\n"
        connection.sendall(f"{head}\r\n{text}".encode())
        print("   gets:", text.strip())
