"""Who may have a port: TIME-WAIT, SO_REUSEADDR, connections that outlive their listener."""

import socket


def serve(port, first, reuse):
    listener = socket.socket()
    if reuse:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    one, other = (server, client) if first == "server" else (client, server)
    one.close()
    print(other.recv(1))
    other.close()
    port = listener.getsockname()[1]
    listener.close()
    return port


def tries(what, *args):
    try:
        what(*args)
        print("fine")
    except OSError as error:
        print(error)


tries(serve, serve(0, "server", reuse=False), "server", False)
tries(serve, serve(0, "server", reuse=True), "server", True)
tries(serve, serve(0, "client", reuse=False), "client", False)

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
listener.close()
tries(socket.socket().bind, server.getsockname())
again = socket.create_server(server.getsockname())
print(again.getsockname() == server.getsockname())

for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
    one, other = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
    one.setsockopt(socket.SOL_SOCKET, option, 1)
    one.bind(("127.0.0.1", 0))
    tries(other.bind, one.getsockname())
    other.setsockopt(socket.SOL_SOCKET, option, 1)
    tries(other.bind, one.getsockname())
