"""Ask a resolver for records of several types."""
import sys

import dns.exception
import dns.resolver

name = sys.argv[1] if len(sys.argv) > 1 else "example.com"

for rdtype in ("A", "AAAA", "NS", "MX", "TXT"):
    try:
        answer = dns.resolver.resolve(name, rdtype)
    except dns.exception.DNSException as error:
        print(f"{rdtype:5} {type(error).__name__}")
    else:
        for record in sorted(rdata.to_text() for rdata in answer):
            print(f"{rdtype:5} {record}  (TTL {answer.rrset.ttl})")
