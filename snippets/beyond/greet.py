"""Greet a web server in HTTP/2, and see in which version it answers."""
import socket
import sys

host = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
settings = bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])  # a frame with no setting

try:
    with socket.create_connection((host, 80), timeout=5) as connection:
        connection.sendall(preface + settings)
        answer = connection.recv(4096)
except OSError as error:
    sys.exit(f"No answer from {host}: {error}")

if answer[3:4] == b"\x04":  # the type of its first frame: SETTINGS
    print("It speaks HTTP/2:", answer[:9].hex(" "))
elif answer.startswith(b"HTTP/1."):
    print("It answers in the old way:")
    for line in answer.decode("utf-8", "replace").splitlines():
        print("   ", line)
else:
    sys.exit(f"Neither HTTP/2 nor HTTP/1: {answer[:20]}")
