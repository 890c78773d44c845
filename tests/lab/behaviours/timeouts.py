"""What waits, what does not, and how each says so."""

import socket
import time

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname(), timeout=5)
server, _ = listener.accept()
print(client.gettimeout(), server.gettimeout(), client.getblocking())


def tries(what, *args):
    start = time.monotonic()
    try:
        print(what.__name__, what(*args))
    except OSError as error:
        waited = time.monotonic() - start > 0.09  # a busy machine makes it longer, never shorter
        print(what.__name__, type(error).__name__, error, waited)


client.settimeout(0.2)
tries(client.recv, 10)
tries(client.recv_into, bytearray(3))
client.setblocking(False)
print(client.gettimeout())
tries(client.recv, 10)
listener.settimeout(0.1)
tries(listener.accept)
server.sendall(b"now")
client.settimeout(1)
tries(client.recv, 10)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.settimeout(0.1)
udp.bind(("127.0.0.1", 0))
tries(udp.recvfrom, 10)
socket.setdefaulttimeout(3)
print(socket.socket().gettimeout())
for bad in (-1, "x"):
    try:
        client.settimeout(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
