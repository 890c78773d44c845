"""Connecting without waiting, and finding out how it went."""

import errno
import select
import socket

listener = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
print(client.connect_ex(listener.getsockname()) in (0, errno.EINPROGRESS))
print(select.select([], [client], [], 2)[1] == [client])
print(client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
print(client.connect_ex(listener.getsockname()) in (0, errno.EISCONN))
server, _ = listener.accept()
client.send(b"hello")
print(server.recv(10))
try:
    client.recv(10)
except BlockingIOError as error:
    print(errno.errorcode[error.errno])

nobody = socket.socket()
nobody.bind(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
first = client.connect_ex(nobody.getsockname())
print(first in (errno.EINPROGRESS, errno.ECONNREFUSED))
select.select([], [client], [], 2)
print(
    errno.errorcode[
        first
        if first == errno.ECONNREFUSED
        else client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    ]
)
