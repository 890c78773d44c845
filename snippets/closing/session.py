"""Fetch three files with and without a session; count connections."""
import sys
import time

import requests

SITE = "http://www.example.com"
FILES = ("/", "/style.css", "/script.js")


def fetch(name, get):
    start, ports = time.perf_counter(), set()
    for file in FILES:
        with get(SITE + file, timeout=5, stream=True) as response:
            response.raise_for_status()
            port = response.raw.connection.sock.getsockname()[1]
            size = len(response.content)
        print(f"  on our port {port}: {size:3} bytes of {file}")
        ports.add(port)
    taken = (time.perf_counter() - start) * 1000
    print(f"{name}, connections: {len(ports)}, in {taken:.0f} ms")


try:
    fetch("requests.get", requests.get)
    with requests.Session() as session:
        fetch("session.get", session.get)
except (requests.RequestException, ValueError) as error:
    sys.exit(f"No page: {type(error).__name__}")
