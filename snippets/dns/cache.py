"""Ask the same question three times, and watch the TTL go down."""
import time

import dns.resolver

for pause in (0, 10, 300):
    time.sleep(pause)
    start = time.perf_counter()
    answer = dns.resolver.resolve("www.example.com", "A")
    taken = (time.perf_counter() - start) * 1000
    ttl = answer.rrset.ttl
    print(f"after {pause:3} s: TTL {ttl:3}, answer in {taken:.0f} ms")
