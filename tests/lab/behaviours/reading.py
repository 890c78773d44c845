"""The ways to read: flags, buffers, several buffers at once, large transfers."""

import contextlib
import socket

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()

client.sendall(b"abcdefgh")
print(server.recv(3, socket.MSG_PEEK), server.recv(3))
buffer = bytearray(4)
print(server.recv_into(buffer, 2), bytes(buffer), server.recv_into(memoryview(buffer)[1:]))
print(bytes(buffer), client.recv(0))
client.sendmsg([b"one", bytearray(b"two"), memoryview(b"three")])
first, second = bytearray(5), bytearray(10)
print(server.recvmsg_into([first, second])[0], bytes(first), bytes(second).rstrip(b"\0"))
try:
    server.recv(1, socket.MSG_DONTWAIT)
except BlockingIOError as error:
    print(type(error).__name__)

# More than a segment and more than a flight, in both directions at once.
big = bytes(range(256)) * 400
server.setblocking(False)
client.setblocking(False)
sent, got = 0, b""
while len(got) < len(big):
    if sent < len(big):
        sent += client.send(big[sent : sent + 8192])
    with contextlib.suppress(BlockingIOError):
        got += server.recv(65536)
print(sent == len(big), got == big)
