"""dnspython over UDP, TCP and asyncio: the server's address and port are the arguments."""

import asyncio
import sys

import dns.asyncquery
import dns.asyncresolver
import dns.exception
import dns.message
import dns.query
import dns.rcode
import dns.resolver

where, port = sys.argv[1], int(sys.argv[2])


def told(reply):
    return dns.rcode.to_text(reply.rcode()), sorted(
        rdata.to_text() for rrset in reply.answer for rdata in rrset
    )


for name, rdtype in (("www.example.com", "A"), ("example.com", "MX"), ("nowhere.example.com", "A")):
    query = dns.message.make_query(name, rdtype)
    print(told(dns.query.udp(query, where, port=port, timeout=5)))
    print(told(dns.query.tcp(query, where, port=port, timeout=5)))

big = dns.message.make_query("big.example.com", "TXT")
reply, over_tcp = dns.query.udp_with_fallback(big, where, port=port, timeout=5)
print(len(reply.answer[0]), over_tcp)

resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers, resolver.port = [where], port
print([rdata.to_text() for rdata in resolver.resolve("alias.example.com", "A")])
for name, rdtype in (("nowhere.example.com", "A"), ("v4only.example.com", "AAAA")):
    try:
        resolver.resolve(name, rdtype)
    except dns.exception.DNSException as error:
        print(type(error).__name__)


async def together():
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [where], port
    answers = await asyncio.gather(
        *(resolver.resolve("example.com", rdtype) for rdtype in ("A", "AAAA", "TXT", "NS"))
    )
    print([sorted(rdata.to_text() for rdata in answer) for answer in answers])
    reply = await dns.asyncquery.tcp(big, where, port=port, timeout=5)
    print(len(reply.answer[0]))


asyncio.run(together())
