"""One direction closed, the other still open; then what happens after a close."""

import socket
import time


def pair():
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listener.getsockname())
    return client, listener.accept()[0]


client, server = pair()
client.sendall(b"question")
client.shutdown(socket.SHUT_WR)
print(server.recv(100), server.recv(100), server.recv(100))
server.sendall(b"answer")
server.close()
print(client.recv(100), client.recv(100))
try:
    client.send(b"more")
except BrokenPipeError as error:
    print(type(error).__name__)

client, server = pair()
server.close()
print(client.recv(10))
print(client.send(b"to nobody"))
time.sleep(0.1)
try:
    client.send(b"again")
except OSError as error:
    print(type(error).__name__)

client, server = pair()
client.sendall(b"unread")
time.sleep(0.1)
server.close()
time.sleep(0.1)
try:
    print(client.recv(10))
except OSError as error:
    print(type(error).__name__)

client, server = pair()
server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
server.close()
time.sleep(0.1)
try:
    print(client.recv(10))
except OSError as error:
    print(type(error).__name__)
