"""Write a DNS query byte by byte, and read the reply."""
import random
import socket
import struct
import sys

import dns.resolver

name = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
resolver = dns.resolver.get_default_resolver().nameservers[0]
family = socket.AF_INET6 if ":" in resolver else socket.AF_INET

query = struct.pack("!6H", random.randrange(65536), 0x0100, 1, 0, 0, 0)
for label in name.rstrip(".").split("."):
    query += bytes([len(label)]) + label.encode()
query += struct.pack("!B2H", 0, 1, 1)  # the root, type A, class IN
print(len(query), "bytes leave:")
print("    header  ", query[:12].hex(" ", -2))
print("    question", query[12:].hex(" ", -2))

with socket.socket(family, socket.SOCK_DGRAM) as udp:
    udp.settimeout(3)
    udp.connect((resolver, 53))
    udp.send(query)
    try:
        for _ in range(9):  # a forger may be faster, and insist
            reply = udp.recv(512)
            if reply[:2] == query[:2] and query[12:] in reply:
                break
            print("a reply to another question:", reply[:2].hex())
        else:
            sys.exit("No reply to this question.")
    except OSError as error:
        sys.exit(f"No reply from the resolver: {error}")

flags, _, answers = struct.unpack("!3H", reply[2:8])
print(len(reply), "bytes come back: rcode", flags & 15, end=", ")
print("truncated" if flags & 0x0200 else f"answers: {answers}")

place = len(query)  # the reply repeats the question
try:
    for _ in range(answers):
        while 0 < reply[place] < 0xC0:  # labels, then 0 or a pointer
            place += 1 + reply[place]
        place += 2 if reply[place] else 1
        rdtype, _, ttl, size = struct.unpack_from("!HHIH", reply, place)
        place += 10 + size
        if (rdtype, size) == (1, 4):
            rdata = struct.unpack_from("!4B", reply, place - 4)
            print("address", ".".join(map(str, rdata)), "TTL", ttl)
except (IndexError, struct.error):
    sys.exit("The reply ends before its records do.")
