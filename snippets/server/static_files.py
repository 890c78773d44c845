"""Serve the files of one folder, and nothing outside it."""
import sys
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

ASKED = sys.argv[1:] or ["/", "/style.css"]
TYPES = {".html": "text/html", ".css": "text/css"}
folder = TemporaryDirectory()
root = Path(folder.name).resolve() / "public"
root.mkdir()
(root / "index.html").write_text("<h1>Hello</h1>")
(root / "style.css").write_text("h1 { color: teal }")
(root / "../secret.txt").write_text("the password is...")


class Files(BaseHTTPRequestHandler):
    def do_GET(self):
        name = unquote(self.path).lstrip("/") or "index.html"
        try:
            file = (root / name).resolve()
            inside = file.is_relative_to(root) and file.is_file()
        except (OSError, ValueError):  # too long a name, a NUL in it
            inside = False
        if not inside:
            return self.send_error(404)
        kind = TYPES.get(file.suffix, "application/octet-stream")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(file.read_bytes())

    def log_message(self, *ignored):
        """Keep quiet: the visitor below says what it gets."""


server = HTTPServer(("localhost", 0), Files)
for path in ASKED:
    visitor = HTTPConnection("localhost", server.server_port)
    visitor.request("GET", path)
    server.handle_request()
    response = visitor.getresponse()
    print("GET", path, "->", response.status, response.reason)
    if response.status == 200:
        print("   ", response.getheader("Content-Type"))
        print("   ", response.read().decode())
server.server_close()
folder.cleanup()
