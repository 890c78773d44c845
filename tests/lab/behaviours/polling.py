"""What poll says of each state, closed descriptors, and pipes beside sockets."""

import os
import select
import socket

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
poller = select.poll()
poller.register(client, select.POLLIN | select.POLLOUT)
poller.register(server, select.POLLIN)
names = {client.fileno(): "client", server.fileno(): "server"}


def show():
    print(sorted((names[descriptor], event) for descriptor, event in poller.poll(50)))


show()
server.sendall(b"x")
show()
client.recv(5)
server.shutdown(socket.SHUT_WR)
show()
client.shutdown(socket.SHUT_WR)
show()
server.close()
show()

fresh = socket.socket()
nobody = socket.socket()
nobody.bind(("127.0.0.1", 0))
refused = socket.socket()
refused.setblocking(False)
refused.connect_ex(nobody.getsockname())
for sock in (fresh, listener, refused):
    poller = select.poll()
    poller.register(sock)
    print([event for _, event in poller.poll(10)])

fresh.close()
for wrong in ([-1], [listener, fresh], [listener, 5.5], ["x"]):
    try:
        print(select.select(wrong, [], [], 0))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

reading, writing = os.pipe()
print(select.select([reading, listener], [], [], 0.05))
os.write(writing, b"x")
print([len(part) for part in select.select([reading, listener], [writing], [], 1)])
poller = select.poll()
poller.register(reading, select.POLLIN)
poller.register(listener, select.POLLIN)
print([event for _, event in poller.poll(1000)])
os.read(reading, 1)
print(poller.poll(10))
left, right = socket.socketpair()
left.shutdown(socket.SHUT_WR)
print([len(part) for part in select.select([left], [], [], 0.05)])
