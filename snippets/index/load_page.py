"""Load a page, one phase after the other, and time each one."""
import socket
import sys
import time
from html.parser import HTMLParser
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

url = urlsplit([*sys.argv, "http://www.example.com/"][1])
if url.scheme != "http" or not url.hostname:
    sys.exit("This program reads http:// addresses only.")
host, port = url.hostname, url.port or 80
target = (url.path or "/") + (f"?{url.query}" if url.query else "")
request = f"GET {target} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n"


class Page(HTMLParser):
    """Counts the elements of a page, and the files that it needs."""
    elements = files = 0

    def handle_starttag(self, tag, attributes):
        self.elements += 1
        self.files += "src" in dict(attributes) or tag == "link"


def phase(number, name, what):
    taken = (time.perf_counter() - phase.start) * 1000
    print(f"{number} {name:9} {taken:6.1f} ms  {what}")
    phase.start = time.perf_counter()


phase.start = time.perf_counter()
try:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    phase(1, "DNS", f"{host} is at {found[0][4][0]}")

    connection = socket.create_connection(found[0][4][:2], timeout=10)
    phase(2, "TCP", f"connected to port {port}")

    connection.sendall(request.encode("ascii"))
    phase(3, "request", f"{len(request)} bytes sent")

    connection.recv(1, socket.MSG_PEEK)
    phase(4, "server", "the first byte is here")

    response = HTTPResponse(connection)
    response.begin()
    body = response.read()
    phase(5, "response", f"{response.status}, {len(body)} body bytes")

    page = Page()
    charset = response.headers.get_content_charset() or "utf-8"
    page.feed(body.decode(charset))
    phase(6, "rendering", f"{page.elements} tags, {page.files} files")

    connection.shutdown(socket.SHUT_WR)
    connection.recv(1)
    phase(7, "closing", "each side has said goodbye")
except (OSError, HTTPException, ValueError, LookupError) as error:
    sys.exit(f"The journey stops here: {error}")
