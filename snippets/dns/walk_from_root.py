"""Find an address as a resolver does: start at the root."""
import socket
import sys

import dns.exception
import dns.message
import dns.query

name = sys.argv[1] if len(sys.argv) > 1 else "www.example.com"
server = "a.root-servers.net"

for _ in range(20):
    query = dns.message.make_query(name, "A", flags=0)  # no recursion
    try:
        where = socket.gethostbyname(server)
        reply, _ = dns.query.udp_with_fallback(query, where, timeout=3)
    except (OSError, dns.exception.DNSException) as error:
        sys.exit(f"No reply from {server}: {error}")
    found = next(iter(reply.answer + reply.authority), None)
    kind = found.rdtype.name if found else "nothing"
    if kind not in ("A", "CNAME", "NS"):
        rcode = reply.rcode().name
        sys.exit(f"{server} says {rcode}: no address for {name}")
    data = min(rdata.to_text() for rdata in found)
    print(f"{server} ({where}) says:\n    {found.name} {kind} {data}")
    if kind == "A":
        break
    if kind == "CNAME":  # another name: start again
        name, server = data, "a.root-servers.net"
    else:  # a delegation: ask over there
        server = data.rstrip(".")
else:
    sys.exit(f"Too many steps: no address for {name}")
