"""Name the phase where the loading of a page fails, and say why."""
import re
import socket
import ssl
import sys
import time
from contextlib import contextmanager
from http.client import HTTPResponse
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

FILE = (r'<(?:link(?=[^>]*stylesheet)|script|img)\b[^>]*'
        r'\s(?:href|src)="?([^"\s>]+)')
VERDICTS = {  # what the status of the response says: RFC 9110, 15
    3: "5 response leads elsewhere: the page has another address",
    4: "3 request failed: the server says that it is wrong",
    5: "4 server failed: it says so itself",
    404: "5 response failed: the server has no page at this address",
}
url = sys.argv[1] if len(sys.argv) > 1 else "http://www.example.com/"


@contextmanager
def phase(name, why, limit=0.5):
    start = time.perf_counter()
    try:
        yield
    except Exception as error:  # any one: this is what we look for
        print(f"Phase {name} failed: {why}.")
        said = getattr(error, "verify_message", error)
        file = getattr(error, "url", "")
        sys.exit(f"{type(error).__name__}: {said} {file}".strip())
    seconds = time.perf_counter() - start
    slow = "  <- slow" if seconds > limit else ""
    print(f"{name:11} {seconds * 1000:6.0f} ms{slow}")


with phase("0 URL", "this is not the address of a web page"):
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    host = parts.hostname.encode("idna").decode()
    site = f"{host}:{port}" if parts.port else host
    path = parts._replace(scheme="", netloc="", fragment="").geturl()
    request = (f"GET {path or '/'} HTTP/1.1\r\nHost: {site}\r\n"
               "Connection: close\r\n\r\n").encode("ascii")

with phase("1 DNS", "nobody gave an address for this name"):
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)

with phase("2 TCP", "nobody listens there, or nobody answers"):
    connection = socket.create_connection(found[0][4][:2], timeout=10)

if parts.scheme == "https":
    with phase("2 TLS", "no TLS here, or no proof of who it is"):
        connection = ssl.create_default_context().wrap_socket(
            connection, server_hostname=host)

with phase("3 request", "it could not leave"):
    connection.sendall(request)

with phase("4 server", "no answer comes from it", 0.2):
    response = HTTPResponse(connection)
    response.begin()

with phase("5 response", "it is not whole"):
    body = response.read()

status, reason = response.status, response.reason
if verdict := VERDICTS.get(status) or VERDICTS.get(status // 100):
    print(f"Phase {verdict}.")
    sys.exit(f"{status} {response.headers.get('Location', reason)}")

with phase("6 rendering", "no readable text, or a missing file", 2):
    text = body.decode(response.headers.get_content_charset("utf-8"))
    for name in re.findall(FILE, text):
        link = urljoin(url, name)
        if link.startswith("http"):  # not a file of yours
            urlopen(link, timeout=10).read()

with phase("7 closing", "it is cut short, or never comes"):
    connection.recv(1)

print("Nothing failed.")
