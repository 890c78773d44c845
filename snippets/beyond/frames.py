"""Let two ends speak HTTP/2, and read the frames between them."""
import struct
import sys

import hpack
from h2.config import H2Configuration
from h2.connection import H2Connection

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
TYPES = {0: "DATA", 1: "HEADERS", 4: "SETTINGS"}
cut = int(sys.argv[1]) if len(sys.argv) > 1 else None


def read(data, decoder):
    while data:
        if len(data) < 9:
            sys.exit(f"Cut: {len(data)} bytes of a frame header's 9.")
        header = struct.unpack("!BHBBI", data[:9])
        length = (header[0] << 16) + header[1]
        kind, flags, stream = header[2:]
        payload, data = data[9 : 9 + length], data[9 + length :]
        print(f"    {TYPES[kind]:8}  stream {stream}", end="  ")
        print(f"flags {flags}  {length} bytes")
        if len(payload) < length:
            sys.exit(f"Cut: {len(payload)} bytes of these {length}.")
        if kind == 0:
            print("       ", payload)
        elif kind == 1:
            print("       ", payload.hex(" "))
            for name, value in decoder.decode(payload):
                print(f"            {name} {value}")


client = H2Connection()
server = H2Connection(H2Configuration(client_side=False))
client.initiate_connection()
server.initiate_connection()

site = (":scheme", "https"), (":authority", "www.example.com")
for number, path in (1, "/"), (3, "/style.css"):
    fields = (":method", "GET"), *site, (":path", path)
    client.send_headers(number, fields, end_stream=True)
sent = client.data_to_send()
server.receive_data(sent)  # complains, if this is not HTTP/2

print(len(sent), "bytes, client to server")
if not sent[:cut].startswith(PREFACE):
    sys.exit("This does not begin as HTTP/2 does.")
print("    preface  ", PREFACE)
read(sent[len(PREFACE) : cut], hpack.Decoder())

for number, kind in (1, "text/html"), (3, "text/css"):
    fields = (":status", "200"), ("content-type", kind)
    server.send_headers(number, fields)
server.send_data(1, b"<h1>Hello")
server.send_data(3, b"h1 {}", end_stream=True)
server.send_data(1, b"</h1>", end_stream=True)
sent = server.data_to_send()
client.receive_data(sent)

print(len(sent), "bytes, server to client")
read(sent, hpack.Decoder())
