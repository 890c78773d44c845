"""Let visitors queue for a server that is busier and busier."""
import random
import sys

WORK = 20  # milliseconds for one request, on average
VISITORS = 100_000
loads = [int(word) for word in sys.argv[1:]] or [50, 80, 90, 95]

print("load   mean wait   theory")
for percent in loads:
    load = percent / 100
    if load >= 1:
        sys.exit(f"{percent} %: the queue grows, and never empties.")
    if load <= 0:
        sys.exit(f"{percent} %: nobody comes, and nobody waits.")
    now = free = waited = 0
    for _ in range(VISITORS):
        now += random.expovariate(load / WORK)  # the next one arrives
        begin = max(now, free)
        waited += begin - now
        free = begin + random.expovariate(1 / WORK)
    theory = WORK * load / (1 - load)
    print(f"{percent} % {waited / VISITORS:9.0f} ms {theory:5.0f} ms")
