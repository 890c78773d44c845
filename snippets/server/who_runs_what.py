"""Ask twice for each page, to see which ones the server makes."""
import sys
from http.client import HTTPConnection, HTTPException

ASKED = sys.argv[1:] or ["/", "/script.js", "/guestbook"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
server = HTTPConnection("www.example.com", timeout=10)


def ask(method, path, content=None):
    server.request(method, path, content, FORM if content else {})
    response = server.getresponse()
    return response, response.read().decode("utf-8", "replace")


try:
    before = {path: ask("GET", path)[1] for path in ASKED}
    signed, _ = ask("POST", "/guestbook", "name=Bob&message=Hi")
    print("POST /guestbook ->", signed.status, signed.reason)
    for path in ASKED:
        response, text = ask("GET", path)
        same = "same as before" if text == before[path] else "CHANGED"
        print("GET", path, "->", response.status, same)
        print("    JavaScript:", "document." in text, end=", ")
        print("SQL:", "SELECT" in text)
        if wait := response.getheader("Retry-After"):
            print("    come back in", wait, "seconds")
except (OSError, ValueError, HTTPException) as error:
    sys.exit(f"No answer: {error}")
