"""Fetch three files in turn, by three connections, then all at once."""
import sys
import time
from http.client import HTTPConnection, HTTPException
from select import select
from socket import gethostbyname, socket

host = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
paths = "/style.css", "/script.js", "/logo.png"


def tell(what):
    now = time.perf_counter()
    print(f"{(now - tell.begin) * 1000:4.0f} ms  {what}")
    tell.begin = now


try:
    address = gethostbyname(host), 80
    one = HTTPConnection(*address, timeout=10)
    one.connect()
    tell.begin = time.perf_counter()
    for path in paths:
        one.request("GET", path, headers={"Host": host})
        one.getresponse().read()
    tell("by the connection of the page, each in its turn")

    three = [HTTPConnection(*address) for _ in paths]
    for each in three:
        each.sock = socket()
        each.sock.setblocking(False)
        each.sock.connect_ex(address)  # does not wait
    for each, path in zip(three, paths, strict=True):
        select([], [each.sock], [], 10)  # until it is open
        each.sock.setblocking(True)
        each.request("GET", path, headers={"Host": host})
    for each in three:
        each.getresponse().read()
    tell("by three new connections, side by side")

    if one.sock is None:
        sys.exit("The server closed the connection of the page.")
    get = f"GET %s HTTP/1.1\r\nHost: {host}\r\n"
    asked = "\r\n".join(get % path for path in paths)
    asked += "Connection: close\r\n\r\n"  # after the last one
    one.sock.sendall(asked.encode("ascii"))
    while one.sock.recv(65536):  # until the server closes
        pass
    tell("by the connection of the page, all at once")
except (OSError, ValueError, HTTPException) as error:
    sys.exit(f"The files stop here: {error}")
