"""Sockets joined without a network, descriptors that are copied and handed over."""

import socket

left, right = socket.socketpair()
left.sendall(b"one")
print(right.recv(2), right.recv(10))
right.sendall(b"two")
copy = left.dup()
left.close()
print(copy.recv(10), copy.family == right.family, copy.type == right.type)
copy.close()
print(right.recv(10))
try:
    right.send(b"x")
except BrokenPipeError as error:
    print(type(error).__name__)

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
descriptor = client.detach()
print(client.fileno())
again = socket.socket(fileno=descriptor)
print(again.family, again.type, again.getpeername() == listener.getsockname())
again.sendall(b"handed over")
print(listener.accept()[0].recv(20))
try:
    client.send(b"x")
except OSError as error:
    print(type(error).__name__, error.errno)
again.close()
again.close()
try:
    again.recv(1)
except OSError as error:
    print(error)
