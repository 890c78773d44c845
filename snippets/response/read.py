"""Read a response: its head, then its body, up to its end."""
import socket
import sys

MOST = 1_000_000  # bytes of body: a server may promise any number
target, version = sys.argv[1:] + ["/", "HTTP/1.1"][len(sys.argv) - 1 :]
request = f"GET {target} {version}\r\nHost: www.example.com\r\n\r\n"
fields, body, missing = {}, b"", 0


def read(size):
    if not 0 <= size <= MOST - len(body):
        raise ValueError(f"no room for {size} bytes")
    return stream.read(size)


try:
    server = socket.create_connection(("www.example.com", 80), 5)
    server.sendall(request.encode())
    stream = server.makefile("rb")
    print(stream.readline(MOST).decode().strip())
    while line := stream.readline(MOST).decode("latin-1").strip():
        name, _, value = line.partition(":")
        fields[name.lower()] = value.strip()
    print("Content-Type:", fields.get("content-type"))

    if "transfer-encoding" in fields:
        print("The body ends with a chunk of 0 bytes:")
        size = -1
        while size and (line := stream.readline(MOST)):
            print("    a chunk begins:", line)
            size = int(line.partition(b";")[0], 16)
            body += read(size)
            stream.read(2)  # the CRLF after the chunk
        missing = "the last chunk" if size else 0
    elif "content-length" in fields:
        length = int(fields["content-length"])
        print("The body ends after", length, "bytes:")
        body = read(length)
        if len(body) < length:
            missing = f"{length - len(body)} bytes"
    else:
        print("The body ends when the server closes:")
        body = stream.read(MOST)  # is this all? nobody can tell
except (OSError, ValueError) as error:
    sys.exit(f"The exchange failed: {error}")

print(len(body), "bytes, from", body[:15], "to", body[-15:])
if missing:
    sys.exit(f"Incomplete. Missing: {missing}.")
