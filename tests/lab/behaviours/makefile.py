"""A socket read and written as a file, in both directions."""

import socket

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, peer = listener.accept()
print(peer == client.getsockname(), client.getpeername() == listener.getsockname())

with client.makefile("rw", encoding="utf-8", newline="\n") as there, server.makefile("rb") as here:
    there.write("première ligne\nseconde\n")
    there.flush()
    print(here.readline(), here.read(4), here.readline())
    server.sendall("réponse\nfin".encode())
    server.shutdown(socket.SHUT_WR)
    print(repr(there.readline()), repr(there.read()), repr(there.read()))

client.close()
print(here.closed, server.recv(10))
