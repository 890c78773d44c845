"""http.client, urllib and requests against a site: the URL of its root is the argument."""

import http.client
import socket
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import requests

root = sys.argv[1]
client = http.client.HTTPConnection(urlsplit(root).netloc, timeout=5)
for method, path in (("GET", "/"), ("HEAD", "/"), ("GET", "/chunked"), ("GET", "/nowhere")):
    client.request(method, path)
    response = client.getresponse()
    print(method, path, response.status, len(response.read()), client.sock is not None)

host, _, port = urlsplit(root).netloc.partition(":")
with socket.create_connection((host, port or 80)) as sock:
    sock.sendall(f"GET /big HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    print(len(sock.recv(60000, socket.MSG_WAITALL)))

with urllib.request.urlopen(root + "/old", timeout=5) as response:
    print(response.status, urlsplit(response.url).path, len(response.read()))
try:
    urllib.request.urlopen(root + "/error", timeout=5)
except urllib.error.HTTPError as error:
    print(error.code, error.reason)

with requests.Session() as session:
    for path in ("/", "/style.css", "/gzip", "/chunked", "/big", "/old", "/nowhere", "/error"):
        response = session.get(root + path, timeout=5)
        history = [step.status_code for step in response.history]
        print(path, response.status_code, history, len(response.content))
    tag = session.get(root + "/style.css").headers["ETag"]
    print(session.get(root + "/style.css", headers={"If-None-Match": tag}).status_code)
    form = {"name": "Ada", "message": "été & <b>"}
    response = session.post(root + "/guestbook", data=form)
    print(response.history[0].status_code, "&lt;b&gt;" in response.text)
    with session.get(root + "/big", stream=True) as response:
        print(sum(len(chunk) for chunk in response.iter_content(1000)))
    try:
        session.get(root + "/loop")
    except requests.TooManyRedirects as error:
        print(type(error).__name__)
    try:
        session.get(root + "/slow", timeout=0.2)
    except requests.ReadTimeout as error:
        print(type(error).__name__)
