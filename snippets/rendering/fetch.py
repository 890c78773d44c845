"""Fetch a page, and turn its bytes into characters."""
import sys
from http.client import HTTPException
from urllib.parse import urljoin
from urllib.request import urlopen

URL = [*sys.argv, "http://www.example.com/"][1]
MOST = 200_000  # bytes: what is longer is cut


def fetch(link):
    """The bytes at a link, and their encoding; none if it fails."""
    try:
        with urlopen(urljoin(URL, link), timeout=10) as response:
            charset = response.headers.get_content_charset("utf-8")
            b"\xff".decode(charset, "replace")  # do we know how?
            return response.read(MOST), charset
    except (OSError, HTTPException, ValueError, LookupError) as error:
        print(f"{link}: {error}", file=sys.stderr)
        return b"", "utf-8"


def text(link):
    data, charset = fetch(link)
    return data.decode(charset, "replace")


if __name__ == "__main__":
    data, charset = fetch(URL)
    print(f"{len(data)} bytes, to be read as {charset}:")
    print(data.decode(charset, "replace")[:70])
