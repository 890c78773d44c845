"""IPv6, and both versions on one socket."""

import socket

listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
client = socket.create_connection(("::1", listener.getsockname()[1]))
server, peer = listener.accept()
print(client.family, len(peer), peer[0], server.getsockname()[0])
client.sendall(b"six")
print(server.recv(5))

both = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
client = socket.create_connection(("127.0.0.1", both.getsockname()[1]))
print(both.accept()[1][0], both.getsockname()[0])
one = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
two = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
one.bind(("::1", 0))
two.bind(("::1", 0))
one.sendto(b"datagram", two.getsockname())
print(two.recvfrom(20) == (b"datagram", one.getsockname()))
