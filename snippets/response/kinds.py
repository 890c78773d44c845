"""Four files, four kinds: what the server says, what bytes say."""
import struct
import sys

import requests

paths = sys.argv[1:] or ["/", "/style.css", "/script.js", "/logo.png"]

for path in paths:
    try:
        url = "http://www.example.com" + path
        response = requests.get(url, timeout=5)
    except (requests.RequestException, ValueError) as error:
        sys.exit(f"No response: {type(error).__name__}")
    kind = response.headers.get("Content-Type", "no Content-Type")
    body = response.content
    print(f"{path:10}  {response.status_code}  {kind}")
    print(f"    {len(body)} bytes, which begin {body[:12].hex(' ')}")
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack("!II", body[16:24])
        print(f"    an image of {width} by {height} pixels")
    elif kind.startswith("text/"):
        text = ascii(response.text[:6])
        print("    read as", response.encoding, "-", text)
