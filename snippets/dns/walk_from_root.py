"""Find an address as a resolver does: start at the root."""
import socket
import sys

import dns.message
import dns.query
import dns.rcode
import dns.rdatatype as rdatatype

name = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
server = "a.root-servers.net"

for _ in range(12):
    where = socket.gethostbyname(server)
    query = dns.message.make_query(name, "A", flags=0)  # no recursion
    reply, _ = dns.query.udp_with_fallback(query, where, timeout=3)
    rcode = dns.rcode.to_text(reply.rcode())
    found = next(iter(reply.answer + reply.authority), None)
    if rcode != "NOERROR" or not found or found.rdtype == rdatatype.SOA:
        sys.exit(f"{server} says {rcode}: no address for {name}")
    data = min(rdata.to_text() for rdata in found)
    kind = rdatatype.to_text(found.rdtype)
    print(f"{server} ({where}) says:\n    {found.name} {kind} {data}")
    if kind == "A":
        break
    if kind == "CNAME":  # another name: start again
        name, server = data, "a.root-servers.net"
    else:  # a delegation: ask over there
        server = data.rstrip(".")
