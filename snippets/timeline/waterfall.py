"""Load a page and its files three times, and time each step."""
import sys
import time
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from socket import SOCK_STREAM, create_connection, getaddrinfo
from urllib.parse import urljoin, urlsplit

page = sys.argv[1] if len(sys.argv) > 1 else "http://www.example.com/"
url = urlsplit(page)
if url.scheme != "http" or not url.hostname:
    sys.exit("This program reads http:// addresses only.")
host, port = url.hostname, url.port or 80


class Files(HTMLParser):
    """Adds to `paths` the files of the same site that a page needs."""

    def handle_starttag(self, tag, attributes):
        name = dict(attributes).get("href" if tag == "link" else "src")
        file = urlsplit(urljoin(page, name or page))
        if file.netloc == url.netloc and file.path not in paths:
            paths.append(file.path)


def took():
    """Milliseconds since this was last asked."""
    before, took.last = took.last, time.perf_counter()
    return (took.last - before) * 1000


took.last, copies, rows = time.perf_counter(), {}, []
try:
    for load in 1, 2, 3:
        start, paths, times = 0, [url.path or "/"], {}
        if load < 3:  # the third load keeps the connection
            found = getaddrinfo(host, port, type=SOCK_STREAM)
            times["DNS"] = took()
            connection = HTTPConnection(host, port)
            connection.sock = create_connection(found[0][4][:2], 10)
            times["TCP"] = took()
        for path in paths:
            tag, copy = copies.get(path, ("", b""))
            known = {"If-None-Match": tag} if tag else {}
            connection.request("GET", path, headers=known)
            response = connection.getresponse()
            times["TTFB"] = took()
            body = response.read()
            times["body"] = took()
            rows.append((load, response, path, len(body), start, times))
            start, times = start + sum(times.values()), {}
            body = copy if response.status == 304 else body
            copies[path] = response.headers["ETag"], body
            if path == paths[0]:
                Files().feed(body.decode("utf-8", "replace"))
except (OSError, ValueError, HTTPException) as error:
    sys.exit(f"The load stops here: {error}")

print("load  start    DNS    TCP   TTFB  body    end ms")
for load, response, path, size, start, times in rows:
    dns, tcp = times.get("DNS", 0), times.get("TCP", 0)
    ttfb, body = times["TTFB"], times["body"]
    end = start + dns + tcp + ttfb + body
    about = f"{response.status} {path}, {size} bytes"
    print(
        f"{load:4}{start:7.1f}{dns:7.1f}{tcp:7.1f}{ttfb:7.1f}"
        f"{body:6.1f}{end:7.1f}  {about}"
    )
    if "Server-Timing" in response.headers:
        print("      it says", response.headers["Server-Timing"])
