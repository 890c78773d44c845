"""http.client against a server written in the same program, step by step."""

import http.client
import socket

listener = socket.create_server(("127.0.0.1", 0))
client = http.client.HTTPConnection(*listener.getsockname(), timeout=5)
client.request("POST", "/path?q=1", body=b"content", headers={"X-Test": "yes"})
server, _ = listener.accept()
request = server.recv(4096)
while b"content" not in request:
    request += server.recv(4096)
print([line for line in request.split(b"\r\n") if not line.startswith(b"Host")])
server.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
response = client.getresponse()
print(response.status, response.reason, response.read(), response.isclosed())

client.request("GET", "/again")
print(server.recv(4096).split(b"\r\n")[0])
server.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")
server.close()
try:
    client.getresponse().read()
except http.client.IncompleteRead as error:
    print(error)
