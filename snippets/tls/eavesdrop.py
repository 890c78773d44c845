"""Read what TLS leaves in clear, as a listener on the path would."""
import socket
import ssl
import struct
import sys

name, path = "www.example.com", "/guestbook"
request = f"GET {path} HTTP/1.0\r\nHost: {name}\r\n\r\n".encode()
context = ssl.create_default_context()
context.set_alpn_protocols(["http/1.1"])
inbox, outbox = ssl.MemoryBIO(), ssl.MemoryBIO()
tls = context.wrap_bio(inbox, outbox, server_hostname=name)


def overhear(hello):
    at = 43  # record 5, message 4, version 2, random 32
    at += 1 + hello[at]  # session id
    at += 2 + int.from_bytes(hello[at : at + 2], "big")  # ciphers
    at += 1 + hello[at] + 2  # compression, length of extensions
    while at < len(hello):
        kind, size = struct.unpack_from("!HH", hello, at)
        if kind == 0:
            print("name:     ", hello[at + 9 : at + 4 + size].decode())
        if kind == 16:
            print("protocol: ", hello[at + 7 : at + 4 + size].decode())
        at += 4 + size


try:
    with socket.create_connection((name, 443), timeout=5) as wire:
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                sent = outbox.read()
                if sent[:1] + sent[5:6] == b"\x16\1":  # ClientHello
                    overhear(sent)
                wire.sendall(sent)
                data = wire.recv(65536)
                inbox.write(data) if data else inbox.write_eof()
        wire.sendall(outbox.read())
        tls.write(request)
        record = outbox.read()
        wire.sendall(record)
        while data := wire.recv(65536):
            inbox.write(data)
    answer = tls.read(15).decode()
except OSError as error:  # those of TLS are among them
    sys.exit(f"Then it fails: {type(error).__name__}")

print("request:  ", len(request), "bytes, and its record", len(record))
print("path seen:", path.encode() in record)
print("with keys:", answer)
