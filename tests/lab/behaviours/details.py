"""Options, addresses in shorthand, sockets asked for what they cannot do."""

import errno
import socket
import struct


def tries(name, what):
    try:
        print(name, what())
    except (OSError, TypeError, ValueError) as error:
        print(name, type(error).__name__, errno.errorcode.get(getattr(error, "errno", 0)))


listener = socket.create_server(("127.0.0.1", 0))
where = listener.getsockname()
client = socket.create_connection(where)
server, _ = listener.accept()
for option in ("SO_ACCEPTCONN", "SO_DOMAIN", "SO_PROTOCOL", "SO_TYPE", "SO_ERROR"):
    number = getattr(socket, option)
    print(option, [s.getsockopt(socket.SOL_SOCKET, number) for s in (listener, client)])
print(client.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) > 1000)
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
print(client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
print(client.getsockopt(socket.IPPROTO_IP, socket.IP_TTL))
tries("linger", lambda: client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"short"))
linger = struct.pack("ii", 1, 5)
tries("linger", lambda: client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger))

tries("listen connected", client.listen)
tries("connect listener", lambda: listener.connect(where))
tries("recv listener", lambda: listener.recv(1))
tries("accept connected", client.accept)
tries("shutdown what", lambda: client.shutdown(7))
tries("shutdown listener", lambda: listener.shutdown(socket.SHUT_RDWR))
tries("accept deaf", listener.accept)
tries("connect deaf", lambda: socket.create_connection(where))

one, two = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
tries("shutdown datagrams", lambda: one.shutdown(socket.SHUT_RDWR))
one.bind(("", 0))
port = one.getsockname()[1]
for host in ("", "0.0.0.0", "127.0.0.2", "127.1", "0x7f.1"):
    tries(host, lambda host=host: (two.sendto(b"a", (host, port)), one.recvfrom(5)[1][0]))
tries("port 0", lambda: two.sendto(b"", ("127.0.0.1", 0)))
tries("bind", lambda: socket.socket().bind(("127.0.0.2", 0)))
tries("connect", lambda: socket.create_connection(("127.0.0.2", 1)))
for host in ("2130706433", "127.1", "a b", "", "a" * 70):
    tries(host, lambda host=host: socket.gethostbyname(host))
tries("nothing", lambda: socket.getaddrinfo(None, None))
tries("empty", lambda: socket.getaddrinfo("", 80))
