"""What is refused, and how it is said."""

import socket

listener = socket.create_server(("127.0.0.1", 0))
port = listener.getsockname()[1]
taken = socket.socket()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
free = socket.socket()
free.bind(("127.0.0.1", 0))
closed = free.getsockname()[1]
free.close()


def tries(name, what):
    try:
        print(name, what())
    except Exception as error:
        number = getattr(error, "errno", None)
        print(name, type(error).__name__, number, error if number else "")


tries("bind taken", lambda: taken.bind(("127.0.0.1", port)))
tries("bind elsewhere", lambda: taken.bind(("192.0.2.200", 0)))
tries("bind words", lambda: taken.bind("127.0.0.1"))
tries("bind port", lambda: taken.bind(("127.0.0.1", 70000)))
tries("bind text", lambda: taken.bind(("127.0.0.1", "80")))
tries("refused", lambda: taken.connect(("127.0.0.1", closed)))
tries("refused again", lambda: taken.connect_ex(("127.0.0.1", closed)))
tries("recv unconnected", lambda: socket.socket().recv(1))
tries("send unconnected", lambda: socket.socket().send(b"x"))
tries("peer unconnected", lambda: socket.socket().getpeername())
tries("shutdown unconnected", lambda: socket.socket().shutdown(socket.SHUT_WR))
tries("accept unbound", lambda: socket.socket().accept())
tries("listen datagram", lambda: udp.listen())
tries("negative", lambda: udp.recv(-1))
tries("name unbound", lambda: socket.socket().getsockname())
tries("family", lambda: socket.socket(99))
tries("text", lambda: udp.sendto("text", ("127.0.0.1", port)))
tries("numeric", lambda: socket.getaddrinfo("127.0.0.1", "80", type=socket.SOCK_STREAM))
tries("numeric only", lambda: socket.getaddrinfo("name", 80, flags=socket.AI_NUMERICHOST))
tries("service", lambda: socket.getaddrinfo("127.0.0.1", "nonsense"))
tries("wrong family", lambda: socket.getaddrinfo("127.0.0.1", 80, socket.AF_INET6))
tries("pton", lambda: socket.inet_pton(socket.AF_INET, "300.1.1.1"))
tries("service name", lambda: socket.getservbyname("http"))
taken.close()
tries("after close", lambda: taken.connect(("127.0.0.1", port)))
tries("repr", lambda: repr(taken))
