"""select.select and the standard selectors."""

import select
import selectors
import socket

listener = socket.create_server(("127.0.0.1", 0))
print(select.select([listener], [], [], 0))
client = socket.create_connection(listener.getsockname())
print(select.select([listener], [], [], 1)[0] == [listener])
server, _ = listener.accept()
print(select.select([client, server], [], [], 0.05))
print([len(part) for part in select.select([client], [client, server], [], 1)])

with selectors.DefaultSelector() as selector:
    selector.register(client, selectors.EVENT_READ, "client")
    selector.register(server, selectors.EVENT_READ | selectors.EVENT_WRITE, "server")
    print(sorted((key.data, mask) for key, mask in selector.select(1)))
    server.sendall(b"x")
    selector.modify(server, selectors.EVENT_READ, "server")
    print(sorted((key.data, mask) for key, mask in selector.select(1)))
    print(client.recv(10))
    print(selector.select(0.05))
    client.close()
    selector.unregister(client)
    print([(key.data, mask) for key, mask in selector.select(1)], server.recv(1))

poller = select.poll()
poller.register(server, select.POLLIN)
server.close()
try:
    select.select([server], [], [], 0)
except ValueError as error:
    print(type(error).__name__)
