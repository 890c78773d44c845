"""Datagrams keep their borders, may be cut, and may find nobody."""

import socket
import time


def udp():
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    sock.settimeout(1)
    return sock


one, two, three = udp(), udp(), udp()
for data in (b"first", b"second datagram", b""):
    print(one.sendto(data, two.getsockname()))
print(two.recvfrom(100) == (b"first", one.getsockname()))
print(two.recv(6), two.recv(10))
one.sendto(b"abcdef", two.getsockname())
buffer = bytearray(4)
print(two.recvfrom_into(buffer)[0], bytes(buffer))
one.sendto(b"abcdef", two.getsockname())
data, ancillary, flags, _ = two.recvmsg(3)
print(data, ancillary, bool(flags & socket.MSG_TRUNC))
one.sendto(b"peeked", two.getsockname())
print(two.recv(10, socket.MSG_PEEK), two.recv(10))

two.connect(one.getsockname())
three.sendto(b"stranger", two.getsockname())
one.sendto(b"friend", two.getsockname())
print(two.recv(20), two.getpeername() == one.getsockname())
print(two.send(b"back"), one.recv(10))
one.close()
two.send(b"to nobody")
time.sleep(0.1)
try:
    two.recv(10)
except OSError as error:
    print(type(error).__name__)
try:
    three.send(b"where?")
except OSError as error:
    print(type(error).__name__, error.errno)
try:
    three.sendto(bytes(70000), three.getsockname())
except OSError as error:
    print(error.errno)
