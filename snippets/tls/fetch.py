"""Fetch the same page without TLS, then with it, and compare times."""
import socket
import sys
import time

import requests

name = "www.example.com"
try:
    socket.getaddrinfo(name, 443)  # now the resolver knows it
except OSError as error:
    sys.exit(f"No address for {name}: {error}")

for scheme in ("http", "https"):
    start = time.perf_counter()
    try:
        page = requests.get(f"{scheme}://{name}/", timeout=5)
        outcome = f"{page.status_code}, {len(page.content)} bytes"
    except (requests.RequestException, ValueError) as error:
        outcome = type(error).__name__
    elapsed = 1000 * (time.perf_counter() - start)
    print(f"{scheme:5} {elapsed:4.0f} ms  {outcome}")
