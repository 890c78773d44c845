"""Answer with a program: a guest book, kept in a database."""
import sqlite3
import sys
from functools import cache
from http.client import HTTPConnection
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

FILE = sys.argv[1] if len(sys.argv) > 1 else ":memory:"


@cache
def database():
    opened = sqlite3.connect(FILE, isolation_level=None)
    opened.execute("CREATE TABLE IF NOT EXISTS entry (name)")
    return opened


def home(form):
    return "200 OK", "Welcome"


def show(form):
    rows = database().execute("SELECT name FROM entry")
    return "200 OK", "Signed by " + ", ".join(row[0] for row in rows)


def sign(form):
    name = form["name"][0]
    database().execute("INSERT INTO entry VALUES (?)", [name])
    return "303 See Other", "Thank you"


def lost(form):
    return "404 Not Found", "No such page"


ROUTES = {"GET /": home, "GET /book": show, "POST /book": sign}


def application(environ, start_response):
    route = "{REQUEST_METHOD} {PATH_INFO}".format(**environ)
    try:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        form = parse_qs(environ["wsgi.input"].read(size).decode())
        status, text = ROUTES.get(route, lost)(form)
    except sqlite3.Error:
        status, text = "503 Service Unavailable", "Come back later"
    except Exception as error:
        status, text = "500 Internal Server Error", "Our fault"
        print("   server's log:", repr(error))
    headers = [("Content-Type", "text/plain; charset=utf-8")]
    if status.startswith("303"):
        headers.append(("Location", "/book"))
    start_response(status, headers)
    return [text.encode()]


class Quiet(WSGIRequestHandler):
    def log_message(self, *ignored):
        """Keep quiet: the visitor below says what it gets."""


server = make_server("localhost", 0, application, handler_class=Quiet)
for asked in ("GET /", "POST /book name=O'Hara", "GET /book",
              "POST /book nom=Ada", "GET /none"):
    visitor = HTTPConnection("localhost", server.server_port)
    visitor.request(*asked.split())
    server.handle_request()
    response = visitor.getresponse()
    print(f"{asked:23}", response.status, response.read().decode())
server.server_close()
