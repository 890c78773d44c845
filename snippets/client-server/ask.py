"""Be a client: open the conversation, ask, read the answer."""
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
request = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"

try:
    with socket.create_connection((host, 80), timeout=5) as client:
        print("I am the client,  ", *client.getsockname()[:2])
        print("I ask the server, ", *client.getpeername()[:2])
        client.sendall(request.encode())
        answer = b""
        while part := client.recv(4096):
            answer += part
except OSError as error:
    sys.exit(f"No conversation with {host}: {error}")

print("My request:", len(request), "bytes; the answer:", len(answer))
print("It begins:", answer.split(b"\r\n")[0].decode("latin-1"))
